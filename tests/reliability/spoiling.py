"""Everything that can go wrong in one scenario, one try after another, each from the same scene.

The tests go through some of the tries and `make reliability` through all of them.
"""

import re
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass

from bot.sandbox import Fault
from tests.reliability.ending import Difference, difference
from tests.reliability.running import Trial

KINDS = ("status", "reset", "hang")


@dataclass(frozen=True, slots=True)
class Try:
    """What was done to the service, and how the end differs from one without a fault."""

    spoilt: str
    difference: Difference


@dataclass(frozen=True, slots=True)
class Some:
    """Which of the tries: each `step`-th, from `first` on."""

    first: int = 0
    step: int = 1

    def of(self, number: int) -> range:
        """Give those of so many."""
        return range(self.first, number, self.step)


Spoiling = Callable[[Trial], AsyncIterator[Try]]
ALL = Some()


async def deaths(trial: Trial, some: Some = ALL) -> AsyncIterator[Try]:
    """Die at a point, start again, come to rest."""
    scene, points = trial.scene("scene"), await trial.died()
    wanted = await trial.healed()
    for point in some.of(points):
        scene.set()
        assert await trial.died(point) == point
        yield Try(f"died at {point}", difference(await trial.healed(), wanted))


async def pairs(trial: Trial, some: Some = ALL, again: int = 1) -> AsyncIterator[Try]:
    """Die at a point, start again, and die at each `again`-th point on the way to rest."""
    scene, points = trial.scene("scene"), await trial.died()
    wanted = await trial.healed()
    for point in some.of(points):
        scene.set()
        await trial.died(point)
        dead = trial.scene(f"dead at {point}")
        for second in range(point % again, await trial.died_restarted(), again):
            dead.set()
            assert await trial.died_restarted(second) == second
            spoilt = f"died at {point}, {second}"
            yield Try(spoilt, difference(await trial.healed(), wanted))


async def lost_answers(
    trial: Trial, some: Some = ALL, ways: int = len(KINDS)
) -> AsyncIterator[Try]:
    """Let a write take effect and its answer be lost: each kind of write, in so many ways."""
    scene, writes = trial.scene("scene"), await trial.writes()
    wanted = await trial.healed()
    losses = [
        (write, KINDS[(n + way) % len(KINDS)])
        for way in range(ways)
        for n, write in enumerate(writes)
    ]
    for write, kind in (losses[n] for n in some.of(len(losses))):
        scene.set()
        assert await trial.lost_answer(fault_at(write, kind)), write
        yield Try(f"{kind} after {write}", difference(await trial.healed(), wanted))


def fault_at(write: str, kind: str) -> Fault:
    """Give the fault that takes the answer away from one kind of write."""
    method, _, template = write.partition(" ")
    path = re.sub(r"\{\w+\}", "[^/]+", "/".join(template.split("/")[-2:]))
    return Fault(
        method=method,
        path=f"{path}$",
        kind=kind,  # type: ignore[arg-type]
        status=504,
        when="after",
    )
