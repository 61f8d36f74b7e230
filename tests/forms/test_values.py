"""Values that are unclear are left out, and a person is told why."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.forms import Labels, read
from bot.forms.meaning.agencies import split_agencies
from bot.forms.meaning.people import child_name, emails, is_child_name, nhs_number, phones
from tests.forms.writing import CHILD, PLAIN, Form, plain_form


@pytest.mark.parametrize(
    ("label", "answer", "field", "reason"),
    [
        ("Incident date", "03/25/2025", "date_of_incident", "no such day"),
        ("Incident date", "12/03/25 or 13/03/25", "date_of_incident", "more than one date"),
        ("NHS number", "123 456 7890", "nhs_number", "check digit"),
        ("Secure email", "ask the office", "referrer_email", "not an e-mail address"),
    ],
)
def test_what_cannot_be_relied_on_is_missing_with_a_reason(
    label: str, answer: str, field: str, reason: str, labels: Labels
) -> None:
    rows = [("**Child's name**", "Marnie Pretend"), ("**Name of referrer**", "Dafydd Invented")]
    rows += [("**Concern**", "A concern of note."), (f"**{label}**", answer)]
    reading = read(Form().table(*rows).bytes(), labels=labels)
    assert not {**reading.fields["children"][0], **reading.fields}.get(field)
    assert any(label in remark and reason in remark for remark in reading.needs_person)


def test_an_unborn_child_has_no_date_of_birth(labels: Labels) -> None:
    rows = [("**Name of child**", "Baby Pretend"), ("**DoB or EDD**", "EDD 01/12/2025")]
    rows += [("**Referrer**", "Dafydd Invented"), ("**Concern**", "A concern of note.")]
    reading = read(Form().table(*rows).bytes(), labels=labels)
    assert reading.fields["children"][0]["dob"] is None
    assert any("expected date of delivery" in remark for remark in reading.needs_person)


@pytest.mark.parametrize(
    ("said", "kept"),
    [("20/11/2026", "2026-11-20"), ("last Tuesday", "last Tuesday"), ("N/A", None)],
)
def test_a_date_of_death_is_kept_as_a_date_or_in_words(
    said: str, kept: str | None, labels: Labels
) -> None:
    reading = read(plain_form(Date_of_death=said).bytes(), labels=labels)
    assert reading.fields.get("date_of_death") == kept


def test_two_answers_that_differ_are_no_answer(labels: Labels) -> None:
    form = plain_form()
    form.document.sections[0].header.paragraphs[0].text = "Child: Marnie Pretend   DOB: 06/04/2016"
    reading = read(form.bytes(), labels=labels)
    assert reading.fields["children"] == [{**CHILD, "dob": None}]
    assert any(remark.startswith("Two different answers") for remark in reading.needs_person)


@pytest.mark.parametrize(
    "said", ["N/A", "n/k", "-", "TBC", "Unknown", "Click or tap here to enter text."]
)
def test_a_blank_in_words_is_a_blank(said: str, labels: Labels) -> None:
    reading = read(plain_form(Address=said).bytes(), labels=labels)
    assert "address" not in reading.fields


@pytest.mark.parametrize(
    ("typed", "names"),
    [
        ("Police, CAMHS and Testham Housing", ["Police", "CAMHS", "Testham Housing"]),
        ("Testham CSC; Police - CAIT", ["Testham CSC", "Police - CAIT"]),
        ("Children and Families, Fire & Rescue", ["Children and Families", "Fire & Rescue"]),
        ("- School (Pretend, Park)\n- Probation", ["School (Pretend, Park)", "Probation"]),
        ("1. Health Visiting\n2. Police", ["Health Visiting", "Police"]),
        ("Testham HospitalTestham Police", ["Testham Hospital", "Testham Police"]),
    ],
)
def test_agencies_are_listed_in_many_ways(typed: str, names: list[str]) -> None:
    assert split_agencies(typed) == names


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("PRETEND, Marnie", "Marnie PRETEND"),
        ("Marnie Pretend (known as MP)", "Marnie Pretend"),
        ("Marnie Pretend aka Mim", "Marnie Pretend"),
        ("Marnie  Made-Up  O'Pretend", "Marnie Made-Up O'Pretend"),
    ],
)
def test_a_childs_name_comes_first_name_first(typed: str, name: str) -> None:
    assert child_name(typed) == name


@pytest.mark.parametrize("name", ["Twin 2 Mockton", "Baby 1", "Wren Pretend 3rd", "X Æ A-12 Mock"])
def test_a_number_in_a_childs_name_is_kept_and_shown_to_a_person(name: str, labels: Labels) -> None:
    rows = [(f"**{label}**", answer) for label, answer in PLAIN if label != "Child's name"]
    reading = read(Form().table(("**Child's name**", name), *rows).bytes(), labels=labels)
    assert [child["name"] for child in reading.fields["children"]] == [name]
    assert any("there is a number in the name" in remark for remark in reading.needs_person)


@pytest.mark.parametrize(
    "typed", ["Marnie Pretend aged 7", "Marnie 9 High Street Testham", "Marnie 1.2.15", "12"]
)
def test_an_age_or_an_address_is_no_part_of_a_childs_name(typed: str) -> None:
    assert not is_child_name(typed)


def test_contacts_are_found_in_running_text() -> None:
    text = "Ring (01632) 960 111 ext 4 or +44 7700 900123, or a.b@c-d.example. NHS 999 999 9999"
    assert phones(text) == ["(01632) 960 111 ext 4", "+44 7700 900123"]
    assert emails(text) == ["a.b@c-d.example"]


@given(st.integers(min_value=10**8, max_value=10**9 - 1), st.integers(0, 9))
def test_an_nhs_number_is_told_by_its_check_digit(nine: int, last: int) -> None:
    digits = f"{nine}{last}"
    total = sum(int(d) * w for d, w in zip(digits, range(10, 1, -1), strict=False))
    valid = (11 - total % 11) % 11 == last
    assert (nhs_number(f"{digits[:3]} {digits[3:6]}-{digits[6:]}") == digits) is valid


def test_an_email_address_that_a_line_end_cuts_is_not_half_read(labels: Labels) -> None:
    rows = [(a, "d.invented@pretend.exa mple" if a == "Email" else b) for a, b in PLAIN]
    reading = read(Form().table(*rows).bytes(), labels=labels)
    assert reading.fields.get("referrer_email") is None
    assert any("cuts the e-mail address" in doubt for doubt in reading.needs_person)
