"""Lives of the service in processes of their own, which end as processes do: by a real SIGKILL.

The tenant stays in this process and is served over TCP; each life is forked from a process that has
imported everything and runs nothing. All of them share one simulated clock.
"""

import asyncio
import logging
import multiprocessing
import signal
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from multiprocessing.context import ForkServerProcess
from multiprocessing.sharedctypes import RawValue
from typing import Any

from bot.opening import Surroundings
from bot.partnership import Partnership
from bot.sandbox import ManualClock, serving
from bot.settings import Settings
from tests.jobs.stage import CONFIGURED, Alive, Stage, living, settings_for, timer_of
from tests.reliability.peril import Peril

Play = Callable[[Alive], Awaitable[None]]
FORKS = multiprocessing.get_context("forkserver")
FORKS.set_forkserver_preload(["pytest", "tests.reliability.nursery"])
EPOCH, MICROSECOND = datetime(1970, 1, 1, tzinfo=UTC), timedelta(microseconds=1)


class UnableToLive(Exception):
    """A life ended by an error of its own, neither killed nor done."""


class SharedClock(ManualClock):
    """A clock that whoever moves it moves for every process that has it."""

    def __init__(self, start: datetime) -> None:
        self._microseconds = RawValue("q")
        self.set(start)

    def now(self) -> datetime:
        microseconds: int = self._microseconds.value
        return EPOCH + microseconds * MICROSECOND

    def set(self, moment: datetime) -> None:
        self._microseconds.value = (moment - EPOCH) // MICROSECOND

    def advance(self, by: timedelta) -> None:
        self.set(self.now() + by)


@dataclass(frozen=True, slots=True)
class Life:
    """One process of the service, from its start."""

    process: ForkServerProcess
    passed: Any

    def kill(self) -> None:
        """End it from outside, wherever it is: SIGKILL."""
        self.process.kill()

    async def end(self) -> bool:
        """Wait until it is no more; tells whether it was killed. Raises UnableToLive."""
        await asyncio.to_thread(self.process.join)
        code = self.process.exitcode
        if code not in (0, -signal.SIGKILL):
            raise UnableToLive(f"{self.process.name} ended with {code}; it says why on stderr")
        return code != 0

    @property
    def points(self) -> int:
        """How many points it has passed at which it could have killed itself."""
        return int(self.passed.value)


@dataclass(frozen=True, slots=True)
class Birth:
    """What a life is given: configuration, settings (state folder, way to the tenant), and time."""

    partnership: Partnership
    settings: Settings
    clock: SharedClock

    def start(self, play: Play, *, instance: str, at: int | None = None) -> Life:
        """Start a process that plays `play` and ends, or kills itself at point `at` of its life.

        `play` is a function of a module or a method of a value: it is sent to the process.
        """
        passed = RawValue("q")
        process = FORKS.Process(
            target=_live, args=(self, play, instance, passed, at), name=instance, daemon=True
        )
        process.start()
        return Life(process, passed)


@asynccontextmanager
async def mortal(stage: Stage, *, partnership: Partnership = CONFIGURED) -> AsyncIterator[Birth]:
    """Serve a stage that was set with a SharedClock over TCP, for lives to be started over it."""
    assert isinstance(stage.clock, SharedClock)
    async with serving(stage.sandbox) as address:
        settings = settings_for(stage.settings.state, address.graph_url)
        yield Birth(partnership, settings, stage.clock)


def _live(birth: Birth, play: Play, instance: str, passed: Any, at: int | None) -> None:
    logging.disable(logging.CRITICAL)  # a life's troubles are many and meant
    asyncio.run(_played(birth, play, instance, Peril(passed, at=at)))


async def _played(birth: Birth, play: Play, instance: str, peril: Peril) -> None:
    peril.watch_the_disk()
    around = Surroundings(birth.clock.now, timer_of(birth.clock), instance, peril)
    async with living(birth.settings, birth.partnership, around, clock=birth.clock) as life:
        await play(life)
