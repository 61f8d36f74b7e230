"""Plays a scenario through deaths to its end, and holds it against the one without a fault."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager, suppress
from pathlib import Path

import pytest

from bot.partnership import load_partnership
from bot.sandbox import Fault, Sandbox
from bot.settings import ROOT
from tests.jobs.stage import playing, staged, surroundings
from tests.reliability.ending import Fact, ending
from tests.reliability.peril import Death, Peril
from tests.reliability.scenarios import Scenario

CONFIGURED = load_partnership(ROOT / "config" / "croydon")


@asynccontextmanager
async def scene_of(scenario: Scenario, state: Path) -> AsyncIterator[Sandbox]:
    """Set a scenario's scene, in a process of its own."""
    partnership = scenario.before(CONFIGURED)
    async with staged(state, partnership=partnership) as stage:
        await scenario.scene(stage)
    yield stage.sandbox


async def with_deaths(
    scenario: Scenario, state: Path, patch: pytest.MonkeyPatch, points: Sequence[int | None]
) -> tuple[Counter[Fact], int]:
    """Play it, dying at each of the points in turn; gives the ending, and the last one's points."""
    async with scene_of(scenario, state) as sandbox:
        for n, point in enumerate(points):
            peril = Peril(sandbox, at=point)
            with peril.watching_the_disk(patch):
                await live(scenario, state, peril, f"victim {n}")
        return await settled(scenario, sandbox, state), peril.points


async def with_fault(scenario: Scenario, state: Path, fault: Fault) -> tuple[Counter[Fact], bool]:
    """Play it with one fault of the tenant's; tells with the ending whether the fault struck."""
    async with scene_of(scenario, state) as sandbox:
        sandbox.plan_fault(fault)
        partnership = scenario.after(CONFIGURED)
        async with playing(sandbox, state, partnership=partnership) as stage:
            await scenario.play(stage)
        struck = not sandbox.tenant.faults.planned
        sandbox.tenant.faults.clear()
        return await settled(scenario, sandbox, state), struck


async def settled(scenario: Scenario, sandbox: Sandbox, state: Path) -> Counter[Fact]:
    """Start the service again, let it come to rest, and count how the tenant stands."""
    around = surroundings(sandbox, instance="healed")
    partnership = scenario.after(CONFIGURED)
    async with playing(sandbox, state, partnership=partnership, around=around) as stage:
        await scenario.settle(stage)
        return ending(stage)


async def live(scenario: Scenario, state: Path, peril: Peril, instance: str) -> None:
    """Live one process's life, until its death or until it has nothing left to do."""
    around = surroundings(peril.sandbox, instance=instance, transport=peril)
    partnership = scenario.after(CONFIGURED)
    with suppress(Death):
        async with playing(peril.sandbox, state, partnership=partnership, around=around) as stage:
            try:
                await scenario.play(stage)
            finally:
                await _end_the_others()


async def _end_the_others() -> None:
    """A process that dies takes all its tasks along."""
    others = asyncio.all_tasks() - {asyncio.current_task()}
    for task in others:
        task.cancel()
    await asyncio.gather(*others, return_exceptions=True)
