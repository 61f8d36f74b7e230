"""Working days in England and the hours in which people may be written to.

Bank holidays come from the `holidays` package (GB, ENG). Days on which the partnership's own office
is closed are configuration: they keep mails back and lengthen local targets, but never move a
statutory date.
"""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cached_property

import holidays

from bot.process.days import LONDON

SATURDAY = 5


@dataclass(frozen=True)
class WorkingDays:
    """Counts working days; `closures` are the office's own, beside bank holidays and weekends."""

    closures: frozenset[date] = frozenset()

    @cached_property
    def _bank_holidays(self) -> holidays.HolidayBase:
        return holidays.country_holidays("GB", subdiv="ENG")

    def is_working_day(self, day: date) -> bool:
        """Tell whether the office works on that day."""
        return (
            day.weekday() < SATURDAY and day not in self._bank_holidays and day not in self.closures
        )

    def on_or_after(self, day: date) -> date:
        """Give the day itself if it is a working day, else the next one."""
        while not self.is_working_day(day):
            day += timedelta(days=1)
        return day

    def shift(self, day: date, by: int) -> date:
        """Count `by` working days from `day`, which is day 0; backwards when negative."""
        step = timedelta(days=1 if by > 0 else -1)
        for _ in range(abs(by)):
            day += step
            while not self.is_working_day(day):
                day += step
        return day

    def numbered(self, start: date, number: int, *, first: int = 0) -> date:
        """Give the working day of that number, where the start counts as day 0, or as day 1.

        A start at a weekend that counts as day 1 means the next working day.
        """
        if first and number > 0:
            return self.shift(self.on_or_after(start), number - first)
        return self.shift(start, number)

    def between(self, start: date, end: date) -> int:
        """Count the working days after `start` up to and including `end`; negative if earlier."""
        if end < start:
            return -self.between(end, start)
        span = (end - start).days
        return sum(self.is_working_day(start + timedelta(days=n)) for n in range(1, span + 1))

    @property
    def statutory(self) -> "WorkingDays":
        """Give the same calendar without the office's own closures, for statutory dates."""
        return WorkingDays()


@dataclass(frozen=True, slots=True)
class WorkingHours:
    """When people may be written to: from `opens` until `closes`, London time, on working days."""

    days: WorkingDays
    opens: time = time(8, 30)
    closes: time = time(17, 30)

    def are_now(self, moment: datetime) -> bool:
        """Tell whether a moment falls within working hours."""
        local = moment.astimezone(LONDON)
        return self.days.is_working_day(local.date()) and self.opens <= local.time() < self.closes

    def working_day_of(self, moment: datetime) -> date:
        """Give the working day to which something that arrives at that moment belongs."""
        local = moment.astimezone(LONDON)
        after_hours = local.time() >= self.closes
        return self.days.on_or_after(local.date() + timedelta(days=int(after_hours)))
