"""Plays a scenario through deaths or a lost answer to its end; `ending` tells how it came out."""

import shutil
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from bot.partnership import Partnership
from bot.sandbox import Fault
from tests.jobs.stage import CONFIGURED, Stage, playing, staged, surroundings
from tests.reliability.ending import Fact, ending
from tests.reliability.killing import Birth, Life, Play, SharedClock, mortal
from tests.reliability.scenarios import Scenario


@dataclass(frozen=True, slots=True)
class Scene:
    """A moment to return to: the tenant, the time, and the service's state folder."""

    stage: Stage
    kept: Path

    def set(self) -> None:
        """Make everything again what it was."""
        state = self.stage.settings.state
        self.stage.sandbox.restore(self.kept / "tenant")
        shutil.rmtree(state, ignore_errors=True)
        shutil.copytree(self.kept / "state", state)


@dataclass(frozen=True, slots=True)
class Trial:
    """One scenario, to be tried as often as there are ways to go wrong, each from its scene."""

    scenario: Scenario
    stage: Stage
    birth: Birth
    folder: Path

    @property
    def partnership(self) -> Partnership:
        """The partnership as it is when the scenario is played."""
        return self.birth.partnership

    def scene(self, name: str) -> Scene:
        """Keep the present moment under a name."""
        kept = self.folder / name
        self.stage.settings.state.mkdir(parents=True, exist_ok=True)
        shutil.copytree(self.stage.settings.state, kept / "state")
        self.stage.sandbox.save(kept / "tenant")
        return Scene(self.stage, kept)

    async def life(self, play: Play, instance: str, at: int | None = None) -> Life:
        """Let one process live, until its work is done or it has died at a point."""
        life = self.birth.start(play, instance=instance, at=at)
        await life.end()
        return life

    async def died(self, point: int | None = None) -> int:
        """Play the scenario, dying at a point; tells how many the life passed."""
        return (await self.life(self.scenario.play, "victim", point)).points

    async def writes(self) -> list[str]:
        """Play the scenario; tells each kind of write that it made."""
        before = len(self.stage.requests())
        await self.died()
        return sorted(set(self.stage.writes(before)))

    async def died_restarted(self, point: int | None = None) -> int:
        """Start again after a death, and die once more on the way to rest; tells as `died`."""
        return (await self.life(self.scenario.settle, "second victim", point)).points

    async def healed(self) -> Counter[Fact]:
        """Start the service again, let it come to rest, and count how the tenant stands."""
        await self.life(self.scenario.settle, "healed")
        return ending(self.stage)

    async def lost_answer(self, fault: Fault) -> bool:
        """Play it in this process with one fault of the tenant's; tells whether the fault struck.

        Faults take simulated time here; over TCP a hang would take a minute of ours.
        """
        sandbox = self.stage.sandbox
        sandbox.plan_fault(fault)
        around = surroundings(sandbox, instance="victim")
        async with playing(
            sandbox, self.birth.settings.state, partnership=self.partnership, around=around
        ) as stage:
            await self.scenario.play(stage)
        struck = not sandbox.tenant.faults.planned
        sandbox.tenant.faults.clear()
        return struck


@asynccontextmanager
async def tried(scenario: Scenario, folder: Path) -> AsyncIterator[Trial]:
    """Set a scenario's scene, with the tenant served over TCP."""
    before, after = scenario.before(CONFIGURED), scenario.after(CONFIGURED)
    async with staged(folder / "state", partnership=before, clock=SharedClock) as stage:
        await scenario.scene(stage)
        async with mortal(stage, partnership=after) as birth:
            yield Trial(scenario, stage, birth, folder)
