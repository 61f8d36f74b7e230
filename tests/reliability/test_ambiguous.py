"""A write that took effect and whose answer was lost is never done a second time."""

from pathlib import Path

import pytest

from tests.reliability.running import tried
from tests.reliability.scenarios import BY_NAME, Scenario
from tests.reliability.spoiling import lost_answers

HERE = (  # between them they make every kind of write; `make reliability` plays them all
    "a Case of Concern",
    "an escalation's update",
    "a decision",
    "invitations",
    "an invitation's change",
)


@pytest.mark.parametrize("scenario", [BY_NAME[name] for name in HERE], ids=HERE)
async def test_no_lost_answer_loses_or_doubles_anything(scenario: Scenario, tmp_path: Path) -> None:
    async with tried(scenario, tmp_path) as trial:
        async for one in lost_answers(trial, ways=1):
            assert str(one.difference) == "lost 0, doubled 0", one.spoilt
