"""One seed of a soak: post comes, the weather is bad, and the service is killed time and again.

The lives are processes of their own over TCP; the tenant and its post are kept in this one.
"""

import asyncio
import random
import tempfile
import time
from collections import Counter
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial
from multiprocessing.sharedctypes import RawArray, RawValue
from pathlib import Path
from typing import Any

import httpx

from benchmarks.soak.life import CONFIGURED, HOUR, Given, live
from benchmarks.soak.oracle import Oracle
from benchmarks.soak.orphans import children_of, orphans
from benchmarks.soak.outcome import Outcome
from benchmarks.soak.plan import Plan
from benchmarks.soak.post import Piece, post
from benchmarks.soak.refusals import early
from benchmarks.soak.weather import ON_THE_WAY, Weather
from bot.jobs.provision import provision
from bot.opening import Surroundings, opened
from bot.process.days import LONDON
from bot.sandbox import Sandbox, serving
from bot.settings import Settings, SignIn
from tests.jobs.stage import timer_of
from tests.reliability.killing import FORKS, Life, SharedClock

FORKS.set_forkserver_preload(["tests.reliability.nursery", "benchmarks.soak.life"])
MORNING = datetime(2026, 11, 24, 9, 30, tzinfo=LONDON)
TICK = 0.01
STARTING = timedelta(seconds=1)
# Of so many lives one, the second, reads in child processes: to start these takes a second.
READING_APART, THE_SECOND = 16, 2


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

    async def asked(self, life: Life, requests: int) -> None:
        """Wait until the tenant was asked so many times more, or the life ends by itself."""
        entries = self.sandbox.tenant.journal.entries
        enough = len(entries) + requests
        while len(entries) < enough and life.process.is_alive():  # noqa: ASYNC110 - it asks apart
            await asyncio.sleep(TICK)

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
            apart=self.lives % READING_APART == THE_SECOND,
        )
        process = FORKS.Process(target=live, args=(given,), daemon=True)
        process.start()
        return Life(process, RawValue("q"))

    async def kill(self, life: Life) -> None:
        """End a life wherever it is; its children, the readers, are remembered."""
        self.readers |= children_of(life.process.pid)
        life.kill()
        self.killed_at = time.monotonic()
        self.kills += await life.end()
        self.clock.advance(STARTING)


def soak(plan: Plan, seed: int) -> Outcome:
    """Live through one seed, and count."""
    return asyncio.run(soaked(plan, seed))


async def soaked(plan: Plan, seed: int) -> Outcome:
    """Live through one seed, and count, in the caller's event loop."""
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
        return Outcome(
            seed=seed,
            toll=Oracle(world.sandbox, pieces, early(world.notes)).toll(),
            kills=world.kills,
            struck=struck,
            orphans=await orphans(world.readers),
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
        life = world.born(stormy=True)
        asked = partial(world.asked, life)
        await asked(1)  # a machine that is busy starts no process at once
        await world.plan.lasting.last(asked, chance)
        await world.kill(life)
