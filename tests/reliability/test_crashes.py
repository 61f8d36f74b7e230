"""Killed before and after anything that it does, the service ends as if nothing had been."""

import shutil
from pathlib import Path

import pytest

from tests.reliability.ending import difference
from tests.reliability.running import tried
from tests.reliability.scenarios import BY_NAME, SCENARIOS, Scenario
from tests.reliability.spoiling import Some, deaths, pairs

STRIDE = 40  # of the points here; `make reliability` dies at every one of them
STRIDES = (17, 23)  # of the first and of the second death of a pair
NOTHING_WRONG = "lost 0, doubled 0"


@pytest.mark.parametrize("scenario", SCENARIOS, ids=lambda scenario: scenario.name)
async def test_a_death_at_any_point_loses_and_doubles_nothing(
    scenario: Scenario, tmp_path: Path
) -> None:
    some = Some(first=len(scenario.name) % STRIDE, step=STRIDE)
    async with tried(scenario, tmp_path) as trial:
        async for one in deaths(trial, some):
            assert str(one.difference) == NOTHING_WRONG, one.spoilt


async def test_two_deaths_one_after_the_other_lose_and_double_nothing(tmp_path: Path) -> None:
    first, second = STRIDES
    async with tried(BY_NAME["a Case of Concern"], tmp_path) as trial:
        async for one in pairs(trial, Some(first=3, step=first), second):
            assert str(one.difference) == NOTHING_WRONG, one.spoilt


async def test_without_its_state_folder_the_service_does_nothing_again(tmp_path: Path) -> None:
    async with tried(BY_NAME["two forms in one mail"], tmp_path) as trial:
        await trial.died()
        wanted = await trial.healed()
        shutil.rmtree(trial.birth.settings.state)
        assert str(difference(await trial.healed(), wanted)) == NOTHING_WRONG
