"""A write that took effect and whose answer was lost is never done a second time."""

import re
from pathlib import Path

import pytest

from bot.sandbox import Fault
from tests.reliability.ending import difference
from tests.reliability.running import tried
from tests.reliability.scenarios import BY_NAME, Scenario

HERE = (  # between them they make every kind of write; `make reliability` plays them all
    "a Case of Concern",
    "an escalation's update",
    "a decision",
    "invitations",
    "an invitation's change",
)
KINDS = ("status", "reset", "hang")


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
    async with tried(scenario, tmp_path) as trial:
        scene = trial.scene("scene")
        writes = await trial.writes()
        wanted = await trial.healed()
        for n, write in enumerate(writes):
            scene.set()
            kind = KINDS[n % len(KINDS)]
            assert await trial.lost_answer(fault_at(write, kind)), write
            ended = await trial.healed()
            assert str(difference(ended, wanted)) == "lost 0, doubled 0", f"{kind} after {write}"
