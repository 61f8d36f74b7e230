"""Clocks: when something is due, and which reminder, if any, a person should have today.

One mechanism for every kind of entry: a clock counts from a date of the entry and stops when the
entry says that it was met. Figures and recipients are the partnership's configuration.
"""

import calendar
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from bot.partnership import Clock
from bot.process.days import LONDON, london_day
from bot.process.entry import Entry
from bot.process.working_days import WorkingDays, WorkingHours

AGENCY_LEADS = "agency_leads"


@dataclass(frozen=True, slots=True)
class Milestone:
    """A clock that runs for an entry, and the day on which what it watches is due."""

    entry: Entry
    clock: Clock
    due: date


@dataclass(frozen=True, slots=True)
class Rung:
    """One reminder of a milestone: so many working days before, on or after the due day."""

    milestone: Milestone
    offset: int
    day: date


def milestones(entry: Entry, clocks: Iterable[Clock], hours: WorkingHours) -> list[Milestone]:
    """Give the milestones that an entry is running towards."""
    if not entry.is_open:
        return []
    running = (clock for clock in clocks if _runs(clock, entry))
    dated = ((clock, due_on(clock, entry, hours)) for clock in running)
    return [Milestone(entry, clock, due) for clock, due in dated if due]


def _runs(clock: Clock, entry: Entry) -> bool:
    applies = all(
        entry.value(name) == entry.column(name).meant(value)
        for name, value in clock.applies_when.items()
    )
    return applies and not any(map(entry.value, clock.met_by))


def due_on(clock: Clock, entry: Entry, hours: WorkingHours) -> date | None:
    """Give the day on which what a clock watches is due; None before the clock can start.

    What arrives after hours counts from the next working day. The office's own closures lengthen
    local targets and never move a statutory date.
    """
    start = entry.value(clock.counts_from)
    days: WorkingDays = hours.days.statutory if clock.statutory else hours.days
    if start is None:
        return None
    if clock.hours is not None:
        return _after_hours(start, clock.hours, hours)
    day = hours.working_day_of(start) if isinstance(start, datetime) else start
    if clock.calendar_days is not None:
        return day + timedelta(days=clock.calendar_days)
    if clock.months is not None:
        return months_after(day, clock.months)
    first = entry.day_number(clock.counts_from)
    return days.numbered(day, clock.working_days or 0, first=first)


def months_after(day: date, months: int) -> date:
    """Give the same day so many calendar months later, or the last day of a shorter month."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    last = calendar.monthrange(year, month + 1)[1]
    return date(year, month + 1, min(day.day, last))


def _after_hours(start: date | datetime, limit: int, hours: WorkingHours) -> date:
    if not isinstance(start, datetime):  # the hours of a day count from the start of its work
        start = datetime.combine(start, hours.opens, LONDON)
    return london_day(start + timedelta(hours=limit))


def rung_for_today(milestone: Milestone, today: date, days: WorkingDays) -> Rung | None:
    """Give the latest reminder of a milestone whose day has come.

    Only the latest: after a missed week a person gets one reminder, not seven. A reminder's day is
    a working day; one before the due day falls early enough, one on or after it never early.
    """
    reached = [
        rung
        for offset in milestone.clock.remind_at
        if (rung := _rung(milestone, offset, days)).day <= today
    ]
    return max(reached, key=lambda rung: rung.day, default=None)


def _rung(milestone: Milestone, offset: int, days: WorkingDays) -> Rung:
    due = milestone.due
    start = due if days.is_working_day(due) or offset < 0 else days.on_or_after(due)
    return Rung(milestone, offset, days.shift(start, offset))
