"""What a document is: told by its title and its questions, never by words in its prose."""

import pytest

from bot.forms import Kind, Labels, content_digest, read, read_text
from tests.forms.writing import CONCERN, PLAIN, RAISED, Form, plain_form

CHILD_ROWS = PLAIN[:4]


@pytest.mark.parametrize(
    "title",
    [
        "Case of Concern",
        "CoC form",
        "Case for Consideration for Review",
        "Referral Form of Serious Incidents",
        "Case Review Referral",
        "",
    ],
)
def test_a_case_of_concern_form_by_many_names(title: str, labels: Labels) -> None:
    reading = read(Form(title).table(*PLAIN).bytes(), labels=labels)
    assert reading.kind is Kind.COC
    assert (reading.confidence > 0.9) is bool(title)


@pytest.mark.parametrize(
    "title",
    [
        "Multi-Agency Referral Form (MARF)",
        "LADO Referral",
        "Cause for Concern slip",
        "Referral to Children's Services",
        "Early Help Assessment",
        "Complaint record",
    ],
)
def test_other_forms_about_a_child_are_other(title: str, labels: Labels) -> None:
    form = Form(title).table(*CHILD_ROWS, ("Reason for referral", CONCERN))
    reading = read(form.bytes(), labels=labels)
    assert (reading.kind, reading.fields) == (Kind.OTHER, {})


@pytest.mark.parametrize(
    "lines",
    [
        ("Review Group – Minutes", "Case of Concern COC-2025-003: name of child: see register."),
        ("Escalation Policy", "Stage 1: practitioners talk. Stage 2: managers meet."),
        ("Dear Manager", "Re: Case of Concern – Marnie Pretend, DOB 05/04/2016", "Attached."),
        ("Case of Concern Procedure", "Give the name of the child and the date of birth."),
    ],
    ids=["minutes", "policy", "letter", "procedure"],
)
def test_prose_about_forms_is_no_form(lines: tuple[str, ...], labels: Labels) -> None:
    form = Form(lines[0]).line(*lines[1:])
    assert read(form.bytes(), labels=labels).kind is Kind.OTHER


@pytest.mark.parametrize(
    "title", ["Rapid Review – Agency Information Request", "Rapid Review – Information Return"]
)
def test_an_agencys_return_is_told_by_its_title(title: str, labels: Labels) -> None:
    form = Form(title).table(
        ("Name of agency", "Testham CSC"), ("Author", "A B"), ("Child name", "Marnie Pretend")
    )
    assert read(form.bytes(), labels=labels).kind is Kind.AGENCY_RETURN


def test_a_form_with_nothing_filled_in_is_blank(labels: Labels) -> None:
    prompts = ("Enter name", "dd/mm/yyyy", "Click here to enter text.", "", "[insert agency]")
    answers = (*prompts, "", "", "DD/MM/YYYY", "Please give a brief factual account.", "")
    rows = zip((f"**{label}**" for label, _ in PLAIN), answers, strict=True)
    reading = read(Form().table(*rows).bytes(), labels=labels)
    assert (reading.kind, reading.fields) == (Kind.BLANK, {})


def test_a_form_that_names_nobody_is_blank_but_shown_to_a_person(labels: Labels) -> None:
    form = Form("Escalation Record").table(*((label, "") for label, _ in RAISED))
    form.table(("", "Stage 1", "Stage 2"), ("Date", "12/05/2025", ""), ("Notes", "They met.", ""))
    reading = read(form.bytes(), labels=labels)
    assert reading.kind is Kind.BLANK
    assert reading.needs_person


def test_the_reason_is_told_in_words(labels: Labels) -> None:
    why = read(plain_form().bytes(), labels=labels).why
    assert why == "Its title says “case of concern”, and it asks 10 of such a form's questions."


def test_the_same_content_has_the_same_digest_in_other_bytes(labels: Labels) -> None:
    as_word = read(plain_form().bytes(), labels=labels)
    lines = (f"{label}: {value}" for label, value in PLAIN)
    as_text = read_text("\n".join(("CASE OF CONCERN", *lines)), labels=labels)
    assert content_digest(as_word) == content_digest(as_text)
    other = read(plain_form(Gender="F", Address="1 Madeup Row").bytes(), labels=labels)
    assert content_digest(as_word) != content_digest(other)


def test_an_agencys_return_under_numbered_headings_of_its_own(labels: Labels) -> None:
    form = Form("Individual Management Review")
    form.line("Request reference: REQ-2026-004", "Agency: Testham Police", "IMR Author: A. Writer")
    said = ("Seen twice.", "A flag was set.", "Notes were not read.", "None is needed.")
    heads = (
        "Summary of involvement",
        "Immediate safeguarding action",
        "Key learning",
        "Next steps",
    )
    for number, (head, answer) in enumerate(zip(heads, said, strict=True), 1):
        form.heading(f"{number}. {head}").line(answer)
    reading = read(form.bytes(), labels=labels)
    names = ("agency_involvement", "immediate_action", "reason_for_learning", "next_steps")
    assert tuple(reading.fields.get(name) for name in names) == said
    assert reading.fields["referrer_agency"] == "Testham Police"
    assert reading.needs_person == ()


def test_an_unknown_label_after_the_agency_is_no_part_of_its_name(labels: Labels) -> None:
    rows = [f"{label}: {value}" for label, value in PLAIN]
    rows.insert(5, "Best days in the week: Monday")
    reading = read(Form().line(*rows).bytes(), labels=labels)
    assert reading.fields["referrer_agency"] == "Pretend Park School"
