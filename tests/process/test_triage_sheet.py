"""The triage sheet: what is missing, what may belong together, which themes the words suggest."""

from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from bot.partnership import UnableToReadConfiguration, load_partnership
from bot.process.case_of_concern import CaseOfConcern
from bot.process.escalation import Escalation
from bot.process.themes import load_themes, suggestions
from bot.process.triage import missing, related, sheet
from bot.process.working_days import WorkingDays, WorkingHours
from bot.settings import ROOT

CROYDON = load_partnership(ROOT / "config" / "croydon")
THEMES = load_themes(ROOT / "config" / "themes.toml")
HOURS = WorkingHours(WorkingDays())
WREN = "Wren Placeholder, born 2015-03-12, NHS number 999 123 4560"


def case(number: int = 1, **fields: Any) -> CaseOfConcern:
    known = {
        "reference": f"COC-2026-{number:03d}",
        "children": WREN,
        "date_of_incident": date(2026, 11, 16),
        "received_on": datetime(2026, 11, 24, 10, tzinfo=UTC),
    }
    return CaseOfConcern(**{**known, **fields})


@pytest.mark.parametrize(
    ("children", "why"),
    [
        ("WREN  placeholder, born 2015-03-12", "same child: name and birth date"),
        ("Wren Placeholder", "same name; a birth date is missing on one of them"),
        ("W. P., NHS number 9991234560", "same child: NHS number"),
        ("Robin Placeholder, born 2015-03-12\nwren placeholder, born 2015-03-12", "same child"),
    ],
)
def test_the_same_child_is_found_in_other_spelling(children: str, why: str) -> None:
    found = related(case(), case(2, children=children, date_of_incident=None))
    assert found
    assert why in found.why
    assert not found.likely_duplicate


@pytest.mark.parametrize(
    "children", ["Wren Placeholder, born 2011-01-01", "not named", "Robin Placeholder", ""]
)
def test_a_namesake_a_sibling_or_nobody_is_not_related(children: str) -> None:
    assert related(case(), case(2, children=children, date_of_incident=None)) is None


def test_nobody_named_on_both_is_no_match() -> None:
    one, other = case(children="not named"), case(2, children="not named", date_of_incident=None)
    assert related(one, other) is None


def test_the_same_child_on_the_same_day_is_a_likely_duplicate_in_the_same_register() -> None:
    again = related(case(), case(2))
    assert again
    assert again.likely_duplicate
    behind = related(case(), Escalation(reference="ESC-2026-001", children=WREN))
    assert behind
    assert not behind.likely_duplicate


def test_what_a_form_leaves_out_is_named() -> None:
    bare = case(children="Wren Placeholder", summary="so", agency="Police")
    assert list(missing(bare)) == [
        "Referrer",
        "Contact",
        "Reason for learning",
        "a child's birth date",
    ]


def test_themes_come_with_the_words_that_suggest_them() -> None:
    found = suggestions(THEMES, "The baby had BRUISING;\nthis was not\nshared.  Neglected?")
    told = {suggestion.theme: suggestion.words for suggestion in found}
    assert told["Physical abuse"] == ("bruising",)
    assert told["Baby or under two"] == ("baby",)
    assert told["Timely information sharing"] == ("not shared",)
    assert told["Neglect"] == ("neglected",)


def test_part_of_a_word_suggests_nothing() -> None:
    assert suggestions(THEMES, "The white hitherto essential senate") == ()


def test_a_case_that_may_not_wait_names_the_day_of_a_serious_incident() -> None:
    drawn_up = sheet(case(same_day="Yes"), [], THEMES, CROYDON, HOURS)
    assert drawn_up.notify_by == date(2026, 12, 1)
    assert sheet(case(), [], THEMES, CROYDON, HOURS).notify_by is None


def test_themes_that_a_person_wrote_are_read_whatever_their_case() -> None:
    assert THEMES[0].named("neglect; Near Miss\nNeglect;\nour own") == (
        "Neglect",
        "Near miss",
        "our own",
    )


@pytest.mark.parametrize(
    ("content", "told"),
    [
        ("[[lists", "not valid TOML"),
        ("x = 1", "Input should be"),
        ("[[lists]]\nlabel='a'", "0.col"),
    ],
)
def test_a_wrong_list_of_themes_is_told_in_one_line(
    tmp_path: Path, content: str, told: str
) -> None:
    (tmp_path / "themes.toml").write_text(content)
    with pytest.raises(UnableToReadConfiguration, match=told) as error:
        load_themes(tmp_path / "themes.toml")
    assert "\n" not in str(error.value)
