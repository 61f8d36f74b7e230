"""Configuration: what cannot be right is told in one line that names it."""

from pathlib import Path
from typing import Any

import pytest

from bot.partnership import UnableToReadConfiguration, load_partnership
from bot.process import clocks
from bot.process.registers import KINDS
from bot.settings import ROOT

CROYDON = (ROOT / "config" / "croydon" / "partnership.toml").read_text(encoding="utf-8")


@pytest.mark.parametrize("folder", sorted((ROOT / "config").glob("*/")), ids=lambda f: f.name)
def test_every_partnership_in_the_project_can_be_used(folder: Path) -> None:
    clocks.check(load_partnership(folder).clocks, KINDS)


@pytest.mark.parametrize(
    ("right", "wrong", "told"),
    [
        ('"Health", "Police"]', '"Helath", "Police"]', "meeting.quorum names Helath: choose"),
        ('chair = "Police"', 'chair = "Polices"', "the chair of meeting 2026-6, Polices, is no"),
        ("ends = 12:00:00", "ends = 09:00:00", "meeting 2026-6 ends before it starts"),
        ('id = "2027-1"', 'id = "2026-6"', "two meetings have the id 2026-6"),
        ("months = 6", "months = 6\nhours = 3", "say exactly one of"),
        ('digest_to = ["business_manager"', 'digest_to = ["boss"', "names no post of the team"),
        ("small_numbers_below = 5", "small_numbers_below = 1", "reports.small_numbers_below"),
        ("papers_before = 5", "paper_before = 5", "meeting.paper_before"),
        ("on = 2026-12-10", "on = soon", "not valid TOML"),
    ],
)
def test_what_cannot_be_right_is_told_by_its_name(
    tmp_path: Path, right: str, wrong: str, told: str
) -> None:
    assert right in CROYDON
    (tmp_path / "partnership.toml").write_text(CROYDON.replace(right, wrong, 1), encoding="utf-8")
    with pytest.raises(UnableToReadConfiguration, match=told) as error:
        load_partnership(tmp_path)
    assert "\n" not in str(error.value)


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"counts_from": "recieved_on"}, "names columns that a case_of_concern does not have"),
        ({"tell": ("chairman",)}, "tells chairman: choose a post"),
    ],
)
def test_a_clock_that_names_what_there_is_not_is_told(changes: dict[str, Any], told: str) -> None:
    first = load_partnership(ROOT / "config" / "croydon").clocks["case_of_concern"][0]
    with pytest.raises(UnableToReadConfiguration, match=told):
        clocks.check({"case_of_concern": (first.model_copy(update=changes),)}, KINDS)
