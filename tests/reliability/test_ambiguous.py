"""A write that took effect and whose answer was lost is never done a second time."""

import re
from pathlib import Path

import pytest

from bot.sandbox import Fault
from tests.jobs.stage import playing
from tests.reliability.ending import difference
from tests.reliability.running import CONFIGURED, scene_of, settled, with_fault
from tests.reliability.scenarios import BY_NAME, Scenario

HERE = (  # between them they make every kind of write; `make soak` plays them all
    "a Case of Concern",
    "an escalation's update",
    "a decision",
    "invitations",
    "an invitation's change",
)
KINDS = ("status", "reset", "hang")


async def writes_of(scenario: Scenario, state: Path) -> list[str]:
    """Play it without a fault, and give each kind of write that it makes."""
    async with scene_of(scenario, state) as sandbox:
        before = len(sandbox.tenant.journal.entries)
        partnership = scenario.after(CONFIGURED)
        async with playing(sandbox, state, partnership=partnership) as stage:
            await scenario.play(stage)
            return sorted(set(stage.writes(before)))


def fault_at(write: str, kind: str) -> Fault:
    method, _, template = write.partition(" ")
    path = re.sub(r"\{\w+\}", "[^/]+", "/".join(template.split("/")[-2:]))
    return Fault(
        method=method,
        path=f"{path}$",
        kind=kind,  # type: ignore[arg-type]
        status=504,
        when="after",
    )


@pytest.mark.parametrize("scenario", [BY_NAME[name] for name in HERE], ids=HERE)
async def test_no_lost_answer_loses_or_doubles_anything(scenario: Scenario, tmp_path: Path) -> None:
    writes = await writes_of(scenario, tmp_path / "seen")
    async with scene_of(scenario, tmp_path / "alive") as sandbox:
        wanted = await settled(scenario, sandbox, tmp_path / "alive")
    for n, write in enumerate(writes):
        kind = KINDS[n % len(KINDS)]
        ended, struck = await with_fault(scenario, tmp_path / f"{n}", fault_at(write, kind))
        assert struck, write
        assert str(difference(ended, wanted)) == "lost 0, doubled 0", f"{kind} after {write}"
