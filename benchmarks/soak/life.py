"""One life of the service in a soak: a process of its own, which is killed or comes to rest."""

import asyncio
import logging
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from benchmarks.soak.refusals import Refusals
from benchmarks.soak.weather import Way
from bot.opening import Surroundings, opened
from bot.partnership import load_partnership
from bot.process.days import LONDON
from bot.service import Service
from bot.settings import ROOT, Settings
from tests.jobs.stage import ReadAtOnce, timer_of
from tests.reliability.killing import SharedClock

CONFIGURED = load_partnership(ROOT / "config" / "croydon")
EVENING, DAWN, FRIDAY = 18, timedelta(hours=8), 4
ROUND, LATER, HOUR = timedelta(minutes=11), timedelta(minutes=31), timedelta(hours=1)
QUIET_ROUNDS = 3  # more than an hour: whatever is looked at hourly had its turn
HOURLY = ("reconciling",)


@dataclass(frozen=True, slots=True)
class Given:
    """What a life is given. `apart`: it reads documents in child processes."""

    settings: Settings
    clock: SharedClock
    struck: Any
    notes: Path
    killed_at: float
    name: str
    chance: float
    apart: bool


def live(given: Given) -> None:
    """Live: the target of the process."""
    logging.disable(logging.CRITICAL)
    asyncio.run(_lived(given))


async def _lived(given: Given) -> None:
    clock = given.clock
    refusals = Refusals(given.notes, clock, dying=given.killed_at)
    way = Way(clock, given.struck, refusals, seed=given.name, chance=given.chance)
    around = Surroundings(clock.now, timer_of(clock), given.name, way)
    async with opened(given.settings, CONFIGURED, around) as work:
        reader = work.reader if given.apart else ReadAtOnce(work.labels)
        service = Service(replace(work, reader=reader), given.settings)
        await (_for_ever(service, clock) if given.chance else _to_rest(service, clock, way))


async def _for_ever(service: Service, clock: SharedClock) -> None:
    frequent = [name for name in service.jobs if name not in HOURLY]
    listed = clock.now()
    while True:
        await service.once(frequent)
        if clock.now() - listed > HOUR:
            listed = clock.now()
            await service.once(HOURLY)
        clock.set(_next_round(clock.now(), ROUND))


async def _to_rest(service: Service, clock: SharedClock, way: Way) -> None:
    """Go on until nothing has been written for more than an hour of a working day.

    What may not leave at night waits for the morning, and is not lost.
    """
    quiet = 0
    while quiet < QUIET_ROUNDS:
        before = way.writes
        clock.set(_next_round(clock.now(), LATER))
        await service.once()
        quiet = quiet + 1 if way.writes == before else 0


def _next_round(now: datetime, after: timedelta) -> datetime:
    """Give the time of the next round; nights and weekends are passed over."""
    local = (now + after).astimezone(LONDON)
    if local.hour < EVENING and local.weekday() <= FRIDAY:
        return local
    days = max(1, 7 - local.weekday()) if local.weekday() >= FRIDAY else 1
    return (local + timedelta(days=days)).replace(hour=0, minute=0) + DAWN
