"""Configuration: what cannot be right is told in one line that names it."""

from pathlib import Path
from typing import Any

import pytest

from bot.partnership import Renamed, UnableToReadConfiguration, load_partnership
from bot.process import clocks
from bot.process.registers import KINDS, Names
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
        ('mailbox = "CSCP@croydon.gov.uk"\n', "", "mailbox: is missing: add it"),
        ('"CSCP@croydon.gov.uk"', '"CSCP at croydon"', "mailbox: 'CSCP at croydon' is no e-mail"),
        ('fallback = "business', 'fallback = "b b', "team.fallback: .* is no e-mail address"),
        (
            'lead = "drew.madeup@',
            'lead = "Drew ',
            "agencies 'Anyshire Police' lead: .* is no e-mail",
        ),
        ('email = "robin.invented@', 'email = "', "members 'Head of Service, .* is no e-mail"),
        ("on = 2026-12-10", "on = 2026-12-13", "'2026-6' on: 2026-12-13 is a Sunday; choose"),
        ("on = 2026-12-10", "on = 2026-12-25", "2026-12-25 is a bank holiday or closed; choose"),
        ('chair = "Police"', 'chair = "Education"', "Education is no statutory partner; choose"),
        ("papers_before = 5 ", "papers_before = 50 ", "meeting.papers_before: .* less than"),
        ("papers_before = 5 ", "papers_before = -5 ", "meeting.papers_before: .* greater than"),
        ("opens = 08:30", "opens = 18:30", "hours: closes at 17:30, before it opens"),
        ("digest_at = 08:30", "digest_at = 20:00", "hours.digest_at: 20:00 is outside the hours"),
        (
            '["nhs-mail.example"]',
            '["anyshire.police.example"]',
            "already that of 'Anyshire Police'",
        ),
        ('["nhs-mail.example"]', '["@nhs-mail.example"]', "'@nhs-mail.example' is no domain"),
        ('name = "papers"', 'name = "triage"', "two have the name 'triage'; give each its own"),
        (
            'met_by = ["findings_shared_on"]',
            "met_by = []",
            "'findings' met_by: is empty, so it never",
        ),
        (
            "= 5              # local target",
            "= -5",
            "'triage' working_days: is due before the form",
        ),
        ("months = 6", "months = -6", "practice_review.* greater than or equal to 0"),
        ('"Registered" ', '"Needs attention" ', "attention_folder: is the registered_folder"),
        ('["croydon.gov.uk"]', "[]", "own_domains: is empty; name"),
        ("[team]", "[teams]", "team: is missing: add it"),
        ("closures = []", 'closures = ["Christmas"]', "closures.0: .* valid date"),
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


@pytest.mark.parametrize(
    ("registers", "told"),
    [
        ({"cases": Renamed(list="Cases")}, "registers.cases: there is no such register; choose"),
        ({"action": Renamed(list="Escalations")}, "two have the list 'Escalations'; give each"),
        ({"action": Renamed(prefix="COC")}, "two have the prefix 'COC'; give each its own"),
    ],
)
def test_names_of_registers_that_cannot_be_told_apart_are_told(
    registers: dict[str, Renamed], told: str
) -> None:
    croydon = load_partnership(ROOT / "config" / "croydon")
    with pytest.raises(UnableToReadConfiguration, match=told):
        Names.of(croydon.model_copy(update={"registers": registers}))
