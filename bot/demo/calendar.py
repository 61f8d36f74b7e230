"""Simulated time for the demonstration: it jumps from one moment of the story to the next."""

import asyncio
from collections.abc import Iterable, Iterator
from datetime import date, datetime, time, timedelta

from bot.m365 import Timer
from bot.process.days import LONDON
from bot.sandbox import ManualClock

FIRST, LAST = date(2026, 11, 23), date(2027, 1, 3)  # of the first part; it ends in September
SATURDAY = 5
MORNING = time(8, 35)
AFTER_A_MAIL = timedelta(minutes=5)


def at(day: int, month: int, hour: int = 11, minute: int = 0) -> datetime:
    """Give a moment of the story, in London: what is before November is next year's."""
    year = FIRST.year + (month < FIRST.month)
    return datetime(year, month, day, hour, minute, tzinfo=LONDON)


def listed(day: int, month: int) -> str:
    """Give a day of the story as a list's column holds it."""
    return f"{at(day, month):%Y-%m-%d}T12:00:00Z"


def simulated_timer(clock: ManualClock) -> Timer:
    """Give a timer for which a pause passes at once and moves the clock."""

    async def sleep(seconds: float) -> None:
        clock.advance(max(timedelta(seconds=seconds), timedelta.resolution))
        await asyncio.sleep(0)

    return Timer(monotonic=lambda: clock.now().timestamp(), sleep=sleep)


def moments(mails: Iterable[datetime], acts: Iterable[datetime]) -> Iterator[datetime]:
    """Give the moments of the story at which the service runs its round, in order."""
    days = (FIRST + timedelta(days=n) for n in range((LAST - FIRST).days + 1))
    rounds = {datetime.combine(day, MORNING, LONDON) for day in days if day.weekday() < SATURDAY}
    arrivals = {mail + AFTER_A_MAIL for mail in mails}
    yield from sorted(rounds | arrivals | {act + AFTER_A_MAIL for act in acts})


def moments_after(acts: Iterable[datetime], mornings: Iterable[date]) -> Iterator[datetime]:
    """Give a round after each act, and one on some mornings beside."""
    early = {datetime.combine(day, MORNING, LONDON) for day in mornings}
    yield from sorted(early | {act + AFTER_A_MAIL for act in acts})
