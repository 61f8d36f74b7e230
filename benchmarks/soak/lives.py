"""One seed of a soak: post comes, the weather is bad, and the service is killed time and again.

The lives are processes of their own over TCP; the tenant and its post are kept in this one.
"""

import asyncio
import logging
import random
import tempfile
import time
from collections import Counter
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from multiprocessing.sharedctypes import RawArray, RawValue
from pathlib import Path
from typing import Any

import httpx

from benchmarks.soak.oracle import Oracle, Toll
from benchmarks.soak.post import Piece, post
from benchmarks.soak.refusals import Refusals, early
from benchmarks.soak.weather import ON_THE_WAY, Way, Weather
from bot.jobs.provision import provision
from bot.opening import Surroundings, opened
from bot.partnership import load_partnership
from bot.process.columns import LONDON
from bot.sandbox import Sandbox, serving
from bot.service import Service
from bot.settings import ROOT, Settings, SignIn
from tests.jobs.stage import ReadAtOnce, timer_of
from tests.reliability.killing import FORKS, Life, SharedClock

FORKS.set_forkserver_preload(["tests.reliability.nursery", "benchmarks.soak.lives"])
CONFIGURED = load_partnership(ROOT / "config" / "croydon")

MORNING = datetime(2026, 11, 24, 9, 30, tzinfo=LONDON)
EVENING, DAWN, FRIDAY = 18, timedelta(hours=8), 4
ROUND, HOUR = timedelta(minutes=11), timedelta(hours=1)
QUIET_ROUNDS = 7  # more than an hour: whatever is looked at hourly had its turn
READING_APART = 4  # of so many lives one reads in child processes: starting these takes a second
HOURLY = ("reconciling",)
TICK = 0.01
STARTING = timedelta(seconds=1)


@dataclass(frozen=True, slots=True)
class Plan:
    """How much of everything: `chance` of each fault, kills some seconds apart (real ones)."""

    forms: int
    mails: int
    chance: float = 0.05
    seconds: tuple[float, float] = (1.0, 3.0)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What one seed came to."""

    seed: int
    toll: Toll
    kills: int
    struck: Counter[str]
    orphans: int
    simulated: timedelta


@dataclass(slots=True)
class World:
    """The tenant, and what all lives share."""

    sandbox: Sandbox
    clock: SharedClock
    settings: Settings
    seed: int
    plan: Plan
    struck: Any = field(default_factory=lambda: RawArray("q", len(ON_THE_WAY)))
    kills: int = 0
    lives: int = 0
    readers: set[int] = field(default_factory=set)
    killed_at: float = 0.0

    @property
    def notes(self) -> Path:
        """The folder in which the lives' way to the tenant keeps what it heard."""
        return self.settings.state.parent

    def born(self, *, stormy: bool) -> Life:
        """Start a life, which ends by being killed; in calm, once nothing is left to do."""
        self.lives += 1
        given = Given(
            settings=self.settings,
            clock=self.clock,
            struck=self.struck,
            notes=self.notes,
            killed_at=self.killed_at,
            name=f"{self.seed}-{self.lives}",
            chance=self.plan.chance if stormy else 0.0,
            apart=self.lives % READING_APART == 0,
        )
        process = FORKS.Process(target=_live, args=(given,), daemon=True)
        process.start()
        return Life(process, RawValue("q"))

    async def kill(self, life: Life) -> None:
        """End a life wherever it is; its children, the readers, are remembered."""
        self.readers |= children_of(life.process.pid)
        life.kill()
        self.killed_at = time.monotonic()
        self.kills += await life.end()
        self.clock.advance(STARTING)


def children_of(pid: int | None) -> set[int]:
    """Give the processes that a process started and that still run."""
    with suppress(FileNotFoundError, ProcessLookupError):
        return set(map(int, Path(f"/proc/{pid}/task/{pid}/children").read_text().split()))
    return set()


async def soak(plan: Plan, seed: int) -> Outcome:
    """Live through one seed, and count."""
    pieces = post(forms=plan.forms, mails=plan.mails, seed=seed, start=MORNING)
    async with _world(plan, seed) as world:
        weather = Weather(seed=seed, chance=plan.chance)
        world.sandbox.tenant.faults = weather
        postman = asyncio.create_task(_bring(world, pieces))
        await _through_the_storm(world, pieces[-1].at + HOUR, random.Random(seed))
        await postman
        weather.clear()
        await world.born(stormy=False).end()
        struck = weather.struck + Counter(dict(zip(ON_THE_WAY, world.struck, strict=True)))
        await asyncio.sleep(1.0)  # what reads documents ends by itself once its parent is gone
        return Outcome(
            seed=seed,
            toll=Oracle(world.sandbox, pieces, early(world.notes)).toll(),
            kills=world.kills,
            struck=struck,
            orphans=sum(_reads(pid) for pid in world.readers),
            simulated=world.clock.now() - MORNING,
        )


@asynccontextmanager
async def _world(plan: Plan, seed: int) -> AsyncIterator[World]:
    clock = SharedClock(MORNING)
    sandbox = Sandbox(clock=clock, seed=seed)
    inside = httpx.ASGITransport(sandbox.app)
    around = Surroundings(clock.now, timer_of(clock), "founder", inside)
    with tempfile.TemporaryDirectory(prefix="soak-") as folder:
        settings = Settings(sign_in=SignIn.SANDBOX, state=Path(folder) / "state")
        async with opened(settings, CONFIGURED, around) as work:
            async for _made in provision(work.m365.site, work.register.names):
                pass
        async with serving(sandbox) as address:
            served = settings.model_copy(update={"graph_url": address.graph_url})
            yield World(sandbox, clock, served, seed, plan)


async def _bring(world: World, pieces: Sequence[Piece]) -> None:
    """Deliver each piece when its time has come."""
    for piece in pieces:
        while world.clock.now() < piece.at:  # noqa: ASYNC110 - other processes move the clock
            await asyncio.sleep(TICK)
        world.sandbox.deliver(piece.mime)
        await asyncio.sleep(0)


async def _through_the_storm(world: World, until: datetime, chance: random.Random) -> None:
    while world.clock.now() < until:
        asked = len(world.sandbox.tenant.journal.entries)
        life = world.born(stormy=True)
        while len(world.sandbox.tenant.journal.entries) == asked:  # noqa: ASYNC110 - as above
            await asyncio.sleep(TICK)  # a machine that is busy starts no process at once
        await asyncio.sleep(chance.uniform(*world.plan.seconds))
        await world.kill(life)


def _reads(pid: int) -> bool:
    with suppress(FileNotFoundError, ProcessLookupError):
        return b"bot.forms.worker" in Path(f"/proc/{pid}/cmdline").read_bytes()
    return False


# In a process of its own


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


def _live(given: Given) -> None:
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
        clock.set(_next_round(clock.now()))


async def _to_rest(service: Service, clock: SharedClock, way: Way) -> None:
    """Go on until nothing has been written for more than an hour."""
    quiet = 0
    while quiet < QUIET_ROUNDS:
        before = way.writes
        clock.advance(ROUND)
        await service.once()
        quiet = quiet + 1 if way.writes == before else 0


def _next_round(now: datetime) -> datetime:
    """Give the time of the next round; nights and weekends are passed over."""
    local = (now + ROUND).astimezone(LONDON)
    if local.hour < EVENING and local.weekday() <= FRIDAY:
        return local
    days = max(1, 7 - local.weekday()) if local.weekday() >= FRIDAY else 1
    return (local + timedelta(days=days)).replace(hour=0, minute=0) + DAWN
