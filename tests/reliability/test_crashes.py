"""Killed before and after anything that it does, the service ends as if nothing had been."""

from pathlib import Path

import pytest

from tests.reliability.ending import difference
from tests.reliability.running import with_deaths
from tests.reliability.scenarios import BY_NAME, SCENARIOS, Scenario

STRIDE = 8  # of the points here; `make soak` dies at every one of them
PAIRS = ((3, 2), (8, 5), (13, 9), (20, 1), (27, 16), (31, 30))


@pytest.mark.parametrize("scenario", SCENARIOS, ids=lambda scenario: scenario.name)
async def test_a_death_at_any_point_loses_and_doubles_nothing(
    scenario: Scenario, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    wanted, points = await with_deaths(scenario, tmp_path / "alive", monkeypatch, (None,))
    for point in range(len(scenario.name) % STRIDE, points, STRIDE):
        ended, _ = await with_deaths(scenario, tmp_path / str(point), monkeypatch, (point,))
        assert str(difference(ended, wanted)) == "lost 0, doubled 0", f"died at {point}"


@pytest.mark.parametrize("pair", PAIRS, ids=str)
async def test_two_deaths_one_after_the_other_lose_and_double_nothing(
    pair: tuple[int, int], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    scenario = BY_NAME["a Case of Concern"]
    wanted, _ = await with_deaths(scenario, tmp_path / "alive", monkeypatch, (None,))
    ended, _ = await with_deaths(scenario, tmp_path / "dead", monkeypatch, pair)
    assert str(difference(ended, wanted)) == "lost 0, doubled 0"


async def test_without_its_state_folder_the_service_does_nothing_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    scenario = BY_NAME["two forms in one mail"]
    wanted, _ = await with_deaths(scenario, tmp_path / "kept", monkeypatch, (None, None))
    monkeypatch.setattr("bot.jobs.cursors.Cursors.load", lambda _self, _name: None)
    ended, _ = await with_deaths(scenario, tmp_path / "lost", monkeypatch, (None, None))
    assert str(difference(ended, wanted)) == "lost 0, doubled 0"
