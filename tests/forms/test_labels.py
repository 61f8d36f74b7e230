"""Wordings are data: what the shipped ones understand, and what a broken file says."""

import string
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.forms import Labels, UnableToReadLabels, load_labels
from tests.forms.conftest import ROOT
from tests.forms.labels_shipped import SHIPPED

KEYS = [(key, w) for key, entry in SHIPPED.tables["labels"].items() for w in entry["wordings"]]


@pytest.mark.parametrize(
    ("worded", "key"),
    [
        ("2. NAME OF CHILD/YOUNG PERSON (please print):", "child.name"),
        ("Childs name", "child.name"),
        ("Child’s Full Name (including any aliases)", "child.name"),
        ("D.O.B", "child.dob"),
        ("Date of Birth or Expected Delivery Date", "child.dob"),
        ("Referrer's job title", "referrer_role"),
        ("I am a (job title):", "referrer_role"),
        ("Name of person completing this form", "referrer_name"),
        ("Contact number(s)", "phone"),
        ("Circumstances that triggered the referral", "summary"),
        ("Which other agencies are working with the family?", "other_agencies"),
        ("What needs to change for the child?", "desired_outcome"),
        ("Agency with whom there is a disagreement", "agency_challenged"),
        ("Date referral received by the Board:", "-"),
        ("Designated Safeguarding Lead consulted", "-"),
        ("Name of practitioner in other agency", "-"),
    ],
)
def test_wordings_of_real_forms_are_understood(worded: str, key: str) -> None:
    assert SHIPPED.match(worded).key == key


@pytest.mark.parametrize(
    "text",
    ["Marnie Pretend", "Pretend Park School", "Deputy Head", "The home was cold.", "12/3/25"],
)
def test_answers_are_no_labels(text: str) -> None:
    assert not SHIPPED.match(text).key


@given(st.sampled_from(KEYS), st.sampled_from(["upper", "title", "lower"]))
def test_case_numbers_and_colons_say_nothing(entry: tuple[str, str], case: str) -> None:
    _, worded = entry
    dressed = f"3.1 {getattr(worded, case)()}:"
    assert SHIPPED.match(dressed).key == SHIPPED.match(worded).key


@given(st.text(alphabet=string.printable + "’“”–☐☒", max_size=120))
def test_any_text_can_be_asked_about(text: str) -> None:
    match = SHIPPED.match(text)
    assert 0 <= match.score <= 1
    assert bool(match.key) == bool(match.score)


def test_stages_and_children_are_told_by_number() -> None:
    assert SHIPPED.match("Stage Two: manager to manager discussion").stage == 2
    assert SHIPPED.match("3rd stage").stage == 3
    assert SHIPPED.match("Child 2 name").child == 2
    assert SHIPPED.match("Stages 1 to 4").stage == SHIPPED.match("Stage 1-4").stage == 0


def test_a_business_team_can_add_a_wording(tmp_path: Path) -> None:
    text = (ROOT / "config" / "labels.toml").read_text(encoding="utf-8")
    added = text.replace('wordings = ["nhs number",', 'wordings = ["blue book reference",')
    file = tmp_path / "labels.toml"
    file.write_text(added, encoding="utf-8")
    assert load_labels(file).match("Blue-book reference:").key == "child.nhs_number"


@pytest.mark.parametrize(
    ("content", "complaint"),
    [
        ("same = [", "is not valid TOML"),
        ("ignored = []", "the list `same` is missing"),
        ("", "the list `same` is missing"),
    ],
)
def test_a_broken_file_says_what_to_mend(content: str, complaint: str, tmp_path: Path) -> None:
    file = tmp_path / "labels.toml"
    file.write_text(content, encoding="utf-8")
    with pytest.raises(UnableToReadLabels, match=complaint) as raised:
        load_labels(file)
    assert "\n" not in str(raised.value)


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(UnableToReadLabels, match="cannot be opened"):
        load_labels(tmp_path / "none.toml")


def test_a_label_without_wordings_is_named(labels: Labels) -> None:
    tables = {**labels.tables, "labels": {"summary": {"words": []}}}
    with pytest.raises(UnableToReadLabels, match=r"\[labels.summary\] needs `wordings`"):
        Labels.from_tables(tables)
