"""The plan of a year: rounds of the service, what people do between them, and what then is true."""

import random
from bisect import bisect_left
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any

from benchmarks.year.days import LONDON, count, is_working
from benchmarks.year.oracle import Fact, Name
from benchmarks.year.tenant import Tenant

Do = Callable[[Tenant], None]
SATURDAY = 5
AT_REST = (time(1, 30), time(12, 35))


@dataclass(frozen=True, slots=True)
class Act:
    """One thing that happens at a moment, in the mailbox or in the lists."""

    at: datetime
    do: Do


def rounds(
    first: date, last: date, hours: Sequence[time], down: Sequence[tuple[date, date]]
) -> Iterator[datetime]:
    """Give the moments at which the service looks: by day, by night, and not while it is down."""
    day = first
    while day <= last:
        if not any(start <= day <= end for start, end in down):
            at = AT_REST if day.weekday() >= SATURDAY else hours
            yield from (datetime.combine(day, hour, LONDON) for hour in at)
        day += timedelta(days=1)


@dataclass(slots=True)
class Plan:
    """Collects acts and facts; `chance` is seeded, so that the same year can be had again."""

    rounds: list[datetime]
    chance: random.Random
    acts: list[Act] = field(default_factory=list)
    facts: list[Fact] = field(default_factory=list)

    def act(self, at: datetime, do: Do, entry: Name, **facts: Any) -> None:
        """Let something happen, and tell what is true of an entry from then on."""
        self.acts.append(Act(at, do))
        self.know(at, entry, **facts)

    def know(self, at: datetime, entry: Name, **facts: Any) -> None:
        """Tell what is true of an entry from a moment on."""
        self.facts += [Fact(at, entry, name, value) for name, value in facts.items()]

    def seen(self, at: datetime) -> datetime:
        """Give the round in which the service notices what happens at a moment, or that moment."""
        position = bisect_left(self.rounds, at)
        return self.rounds[position] if position < len(self.rounds) else at

    def day_seen(self, at: datetime) -> date:
        """Give the day on which it is noticed: that day is stamped."""
        return self.seen(at).astimezone(LONDON).date()

    def at_work(self, day: date, by: int) -> datetime:
        """Give some minute of office hours, so many working days after a day."""
        return self.on(count(day if is_working(day) else count(day, 1), by))

    def on(self, day: date) -> datetime:
        """Give some minute of a day's office hours."""
        minute = self.chance.randrange(9 * 60, 17 * 60)
        return datetime.combine(day, time(minute // 60, minute % 60), LONDON)

    def after(self, at: datetime, by: int) -> datetime:
        """Give a minute some working days after something was noticed, never before that."""
        seen = self.seen(at)
        found = self.at_work(self.day_seen(at), by)
        return max(found, seen + timedelta(minutes=1))

    def any_time(self, first: date, last: date) -> datetime:
        """Give any minute between two days: mail comes at night and at weekends too."""
        day = first + timedelta(days=self.chance.randrange((last - first).days))
        if self.chance.random() < 0.3:
            return datetime.combine(
                day, time(self.chance.randrange(24), self.chance.randrange(60)), LONDON
            )
        return self.at_work(day, 0)
