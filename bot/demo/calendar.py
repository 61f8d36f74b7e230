"""Simulated time for the demonstration: it jumps from one moment of the story to the next."""

import asyncio
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta

from bot.demo.agencies import Sending
from bot.m365 import Timer
from bot.process.days import LONDON
from bot.sandbox import ManualClock

FIRST, LAST = date(2026, 11, 23), date(2027, 1, 3)
SATURDAY = 5
MORNING = time(8, 35)
AFTER_A_MAIL = timedelta(minutes=5)


def simulated_timer(clock: ManualClock) -> Timer:
    """Give a timer for which a pause passes at once and moves the clock."""

    async def sleep(seconds: float) -> None:
        clock.advance(timedelta(seconds=seconds))
        await asyncio.sleep(0)

    return Timer(monotonic=lambda: clock.now().timestamp(), sleep=sleep)


def moments(sendings: tuple[Sending, ...], acts: tuple[datetime, ...]) -> Iterator[datetime]:
    """Give the moments of the story at which the service runs its round, in order."""
    days = (FIRST + timedelta(days=n) for n in range((LAST - FIRST).days + 1))
    rounds = {datetime.combine(day, MORNING, LONDON) for day in days if day.weekday() < SATURDAY}
    arrivals = {sending.at + AFTER_A_MAIL for sending in sendings}
    yield from sorted(rounds | arrivals | {act + AFTER_A_MAIL for act in acts})


def moments_after(acts: tuple[datetime, ...], mornings: tuple[date, ...]) -> Iterator[datetime]:
    """Give a round after each act, and one on some mornings beside."""
    early = {datetime.combine(day, MORNING, LONDON) for day in mornings}
    yield from sorted(early | {act + AFTER_A_MAIL for act in acts})
