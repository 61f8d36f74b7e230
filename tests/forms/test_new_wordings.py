"""Forms whose labels are worded like none that the file lists, and laid out by other hands."""

import pytest

from bot.forms import Kind, Labels, Reading, UnableToReadLabels, read, read_text
from tests.forms.saying import says
from tests.forms.writing import CHILD, CONCERN, ESCALATED, LEARNING, RAISED, SAID, TALK, Form

NEW = (
    ("Clinician sending us this form", "Dafydd Invented"),
    ("Their post in the surgery", "Deputy Head"),
    ("Surgery or clinic", "Pretend Park School"),
    ("Bleep or switchboard", "01632 960111"),
    ("Daytime e-mail", "d.invented@pretend-park.example"),
    ("Legal name of the patient", "Marnie Pretend"),
    ("Patient was born on", "05/04/2016"),
    ("Tell us in your own words what happened", CONCERN),
    ("What could have gone better, or went well?", LEARNING),
    ("Form filled in on", "12/05/2025"),
)
HARMS = "☐ Neglect ☒ Physical abuse ☐ Emotional abuse ☐ Sexual abuse"


def _in_two_columns(labels: Labels, *more: tuple[str, str]) -> Reading:
    form = Form().heading("Who sends this").table(*NEW[:5])
    form.heading("Patient").table(*NEW[5:7])
    return read(form.heading("Account").table(*NEW[7:], *more).bytes(), labels=labels)


@pytest.mark.parametrize(
    ("label", "field"),
    [
        ("What did you see?", "summary"),
        ("Criteria: why does this meet the threshold for the group?", "reason_for_learning"),
        ("Force", "referrer_agency"),
        ("Against whom?", "agency_challenged"),
        ("Sought", "desired_outcome"),
        ("Who escalates?", "referrer_name"),
        ("Which agencies are involved?", "other_agencies"),
    ],
)
def test_short_questions_are_known(label: str, field: str, labels: Labels) -> None:
    assert labels.match(label).key == field


def test_labels_of_new_wording_are_told_by_what_they_ask_and_of_whom(labels: Labels) -> None:
    assert not says(_in_two_columns(labels), SAID)


@pytest.mark.parametrize(
    ("label", "key"),
    [
        ("Direct line of the officer notifying us", "referrer_phone"),
        ("Post of the worker who is sending this", "referrer_role"),
        ("Name of colleague filling in this page", "referrer_name"),
        ("Address at which the children live", "child.address"),
        ("Date on which it came to light", "date_of_incident"),
        ("Legal status on the date of the incident", "cp_status"),
    ],
)
def test_one_label_of_new_wording(label: str, key: str, labels: Labels) -> None:
    assert labels.asked(label).key == key


@pytest.mark.parametrize(
    "label",
    [
        "Mobile of the interpreter",
        "Supervising officer's e-mail",
        "Name of the landlord",
        "Date the panel will review this",
        "Name of the child's school",
        "Where the boiler stands",
    ],
)
def test_what_is_asked_of_others_is_nobodys_here(label: str, labels: Labels) -> None:
    assert labels.asked(label).key in {"", "-", "setting"}


def test_a_column_of_numbers_and_one_of_guidance_are_left_out(labels: Labels) -> None:
    numbered = [(str(n), label, said) for n, (label, said) in enumerate(NEW[:5], 1)]
    guided = [(label, "(please complete)", said) for label, said in NEW[5:7]]
    form = Form().heading("Who sends this").table(("No.", "Question", "Response"), *numbered)
    form.heading("Patient").table(("Item", "Hint", "Entry"), *guided)
    reading = read(form.heading("Account").table(*NEW[7:]).bytes(), labels=labels)
    assert not says(reading, SAID)


def test_labels_and_answers_take_turns_in_one_column(labels: Labels) -> None:
    form = Form().heading("Who sends this").table(*((text,) for row in NEW[:5] for text in row))
    form.heading("Patient").table(*NEW[5:7]).heading("Account").table(*NEW[7:])
    assert not says(read(form.bytes(), labels=labels), SAID)


def test_a_label_in_two_languages_is_read_in_the_one_known(labels: Labels) -> None:
    form = (
        Form()
        .heading("Referrer / Atgyfeiriwr")
        .table(
            ("Name / Enw", "Dafydd Invented"),
            ("Job title / Teitl swydd", "Deputy Head"),
            ("Agency / Asiantaeth", "Pretend Park School"),
        )
    )
    form.heading("Child / Plentyn").table(
        ("Child's name / Enw'r plentyn", "Marnie Pretend"),
        ("Date of birth / Dyddiad geni", "05/04/2016"),
    )
    form.heading("Concern / Pryder").table(("Summary / Crynodeb", CONCERN), ("Learning", LEARNING))
    expected = {name: SAID[name] for name in ("referrer_name", "referrer_agency", "children")}
    assert not says(read(form.bytes(), labels=labels), expected)


def test_a_list_of_harms_says_itself_what_was_asked(labels: Labels) -> None:
    reading = _in_two_columns(labels, ("Kindly mark what fits", HARMS))
    assert reading.fields["categories"] == ["physical"]


def test_of_two_names_under_unknown_labels_neither_is_taken(labels: Labels) -> None:
    rows = (("Frobnicator", "Dafydd Invented"), ("Wibbler", "Some Body"), *NEW[1:5])
    form = Form().heading("Referrer").table(*((f"**{label}**", said) for label, said in rows))
    form.heading("Patient").table(*NEW[5:7]).heading("Account").table(*NEW[7:])
    assert "referrer_name" not in read(form.bytes(), labels=labels).fields


def test_one_name_under_an_unknown_label_is_the_referrers(labels: Labels) -> None:
    rows = (("Frobnicator", "Dafydd Invented"), *NEW[1:5])
    form = Form().heading("Referrer").table(*((f"**{label}**", said) for label, said in rows))
    form.heading("Patient").table(*NEW[5:7]).heading("Account").table(*NEW[7:])
    assert read(form.bytes(), labels=labels).fields["referrer_name"] == "Dafydd Invented"


def test_a_yes_or_no_is_no_account_of_a_stage(labels: Labels) -> None:
    form = Form("Escalation Record").table(*RAISED)
    form.heading("Stage 1: worker to worker").table(
        ("Date of discussion", "12/05/2025"),
        ("What was said and agreed", TALK),
        ("Was agreement reached?", "☐ Yes ☒ No"),
    )
    expected = {name: ESCALATED[name] for name in ("stage1_notes", "stage1_resolved")}
    assert not says(read(form.bytes(), labels=labels), expected)


def test_a_question_below_a_heading_stays_in_its_stage(labels: Labels) -> None:
    form = Form("Escalation Record").table(*RAISED)
    form.line("Stage one: worker to worker", style="Heading 2")
    form.line("When", style="Heading 3").line("12/05/2025")
    form.line("What was discussed and decided", style="Heading 3").line(TALK)
    form.line("Was it resolved?", style="Heading 3").line("No")
    expected = {n: ESCALATED[n] for n in ("stage1_date", "stage1_notes", "stage1_resolved")}
    assert not says(read(form.bytes(), labels=labels), expected)


def test_children_side_by_side_have_plain_labels(labels: Labels) -> None:
    form = (
        Form()
        .heading("Children")
        .table(
            ("", "Child 1", "Child 2", "Child 3"),
            ("Full name", "Marnie Pretend", "Rhys Pretend", ""),
            ("Date of birth", "05/04/2016", "01/02/2018", ""),
            ("Ethnicity", "White British", "White British", ""),
        )
    )
    form.heading("Account").table(*NEW[7:])
    second = {"name": "Rhys Pretend", "dob": "2018-02-01", "nhs_number": None}
    assert read(form.bytes(), labels=labels).fields["children"] == [CHILD, second]


def test_the_agency_that_responds_sends_an_agencys_return(labels: Labels) -> None:
    form = (
        Form("Rapid Review Agency Return")
        .heading("Responding agency")
        .table(
            ("Name", "Dafydd Invented"), ("Agency name", "Pretend Park School"), ("Title", "Head")
        )
    )
    form.heading("Answers").table(("What did your agency know?", CONCERN))
    reading = read(form.bytes(), labels=labels)
    assert reading.kind is Kind.AGENCY_RETURN
    assert not says(reading, {"referrer_agency": "Pretend Park School", "referrer_role": "Head"})


def test_a_label_ends_an_account_in_plain_text(labels: Labels) -> None:
    rows = [f"{label}: {said}" for label, said in NEW[:5]]
    text = "\n".join(("Case of Concern", "", "REFERRER", *rows, "", "CHILD"))
    text += "\nChild's name: Marnie Pretend\nDate of birth: 05/04/2016\n\nACCOUNT\n"
    text += f"What are you worried about?\n{CONCERN}\nWhat could agencies learn?: {LEARNING}\n"
    reading = read_text(text, labels=labels)
    assert not says(reading, {"summary": CONCERN, "reason_for_learning": LEARNING})


def test_an_answer_behind_a_line_break_is_not_part_of_its_bold_label(labels: Labels) -> None:
    rows = "".join(f"<p><strong>{label}</strong><br>{said}</p>" for label, said in NEW)
    page = f"<html><body><h2>Case of Concern</h2>{rows}</body></html>"
    expected = {name: SAID[name] for name in ("children", "summary", "reason_for_learning")}
    assert not says(read(page.encode(), labels=labels), expected)


@pytest.mark.parametrize("officer", ["PC 4417 Dai Sample", "PC Dai Sample 4417"])
def test_an_officers_number_is_no_part_of_what_makes_a_name(labels: Labels, officer: str) -> None:
    rows = (("Reporting officer", officer), ("Contact telephone", "101 ext. 55012"))
    form = Form().heading("Referrer").table(*rows, *NEW[1:3])
    form.heading("Patient").table(*NEW[5:7]).heading("Account").table(*NEW[7:])
    expected = {"referrer_name": officer, "referrer_phone": "101 ext. 55012"}
    assert not says(read(form.bytes(), labels=labels), expected)


def test_a_file_without_the_words_for_asking_is_named(labels: Labels) -> None:
    tables = {name: table for name, table in labels.tables.items() if name != "asking"}
    with pytest.raises(UnableToReadLabels, match=r"\[asking"):
        Labels.from_tables(tables)
