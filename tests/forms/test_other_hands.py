"""Forms as other hands fill them in: parts side by side, answers that point at others, boxes."""

import pytest

from bot.forms import Labels, Reading, read, read_text
from tests.forms.packing import p, t, word
from tests.forms.saying import says
from tests.forms.writing import (
    CHILD,
    CONCERN,
    ESCALATED,
    LEARNING,
    PLAIN,
    RAISED,
    SAID,
    TALK,
    Form,
)

TWINS = [
    {"name": "Ada Pretend", "dob": "2016-04-05", "nhs_number": None},
    {"name": "Bo Pretend", "dob": "2016-04-05", "nhs_number": None},
]


def _read(form: Form, labels: Labels) -> Reading:
    return read(form.bytes(), labels=labels)


def test_children_on_the_left_and_the_referrer_on_the_right(labels: Labels) -> None:
    form = Form().table(
        ("**Children**", "", "**Referrer's details**", ""),
        ("**Name**", "**Date of birth**", "**Name**", "Dafydd Invented"),
        ("Ada Pretend", "05/04/2016", "**Role**", "Deputy Head"),
        ("Bo Pretend", "05/04/2016", "**Agency**", "Pretend Park School"),
    )
    heads = form.document.tables[0].rows[0].cells
    heads[0].merge(heads[1])
    heads[2].merge(heads[3])
    reading = _read(form.table(*((f"**{a}**", b) for a, b in PLAIN[6:])), labels)
    assert not says(reading, {**SAID, "children": TWINS, "referrer_phone": None})


def test_children_across_and_their_answers_below(labels: Labels) -> None:
    form = Form().table(
        ("", "Child 1", "Child 2"),
        ("First name", "Ada", "Bo"),
        ("Surname", "Pretend", "As Child 1"),
        ("Date of birth", "05/04/2016", "as child 1"),
        ("Address", "1 Mock Road", "As child 1"),
    )
    reading = _read(form.table(*PLAIN[2:]), labels)
    assert not says(reading, {"children": TWINS, "address": "1 Mock Road"})


def test_same_as_above_in_a_row_is_what_the_row_above_says(labels: Labels) -> None:
    form = Form().table(
        ("Forename", "Surname", "DOB"), ("Ada", "Pretend", "5/4/16"), ("Bo", "Ditto", "As above")
    )
    assert not says(_read(form.table(*PLAIN[2:]), labels), {"children": TWINS})


def test_as_above_never_gives_a_child_the_nhs_number_of_another(labels: Labels) -> None:
    form = Form().table(
        ("Forename", "Surname", "DOB", "NHS number"),
        ("Ada", "Pretend", "5/4/16", "999 000 0018"),
        ("Bo", "Ditto", "As above", "As above"),
    )
    ada, bo = TWINS
    expected = [ada | {"nhs_number": "9990000018"}, bo]
    assert not says(_read(form.table(*PLAIN[2:]), labels), {"children": expected})


def test_home_address_as_above_is_the_address_asked_for_before(labels: Labels) -> None:
    more = (("Placement address", "2 Mock Road"), ("Home address", "Same as above"))
    reading = _read(Form().table(*PLAIN[:2], *more, *PLAIN[2:]), labels)
    assert reading.fields["address"] == "2 Mock Road"


def test_as_above_under_something_else_is_no_address(labels: Labels) -> None:
    more = (("School", "Mock School"), ("Home address", "As above"))
    assert "address" not in _read(Form().table(*PLAIN[:2], *more, *PLAIN[2:]), labels).fields


def test_a_grid_with_the_two_agencies_as_heads(labels: Labels) -> None:
    form = Form("Escalation form").table(
        ("", "**Agency raising the dispute**", "**Agency responding**"),
        ("**Agency**", "Pretend Park School", "Testham CSC"),
        ("**Name**", "Dafydd Invented", "Una Other"),
        ("**Role**", "Deputy Head", "Team Manager"),
        ("**Telephone**", "01632 960111", "01632 960222"),
    )
    reading = _read(form.table(*RAISED[2:5], *RAISED[6:]), labels)
    told = {name: SAID[name] for name in ("referrer_role", "referrer_phone", "referrer_agency")}
    named = {name: ESCALATED[name] for name in ("referrer_name", "agencies_in_disagreement")}
    assert not says(reading, told | named)


def test_the_heading_in_a_tables_last_row_is_that_of_the_grid_after_it(labels: Labels) -> None:
    form = Form().table(*PLAIN, ("**Other agencies involved**",))
    form.table(("Agency", "Name", "Telephone"), ("Mock Police", "PC One", "101 ext 12345"))
    assert not says(_read(form, labels), {**SAID, "other_agencies": ["Mock Police"]})


def test_a_telephone_number_keeps_its_extension(labels: Labels) -> None:
    rows = [(a, "01632 960111 ext. 6" if a == "Telephone" else b) for a, b in PLAIN]
    reading = _read(Form().table(*rows), labels)
    assert reading.fields["referrer_phone"] == "01632 960111 ext. 6"


@pytest.mark.parametrize(
    "said",
    [
        "Dafydd Invented, Deputy Head, Pretend Park School",
        "Dafydd Invented (Deputy Head), Pretend Park School",
        "Dafydd Invented - Deputy Head - Pretend Park School",
    ],
)
def test_a_referrer_who_gives_name_post_and_agency_in_one(said: str, labels: Labels) -> None:
    rows = (*PLAIN[:2], ("Completed by", said), *PLAIN[5:])
    assert not says(_read(Form().table(*rows), labels), SAID)


def test_two_people_named_in_one_are_not_one_and_a_post(labels: Labels) -> None:
    rows = (*PLAIN[:2], ("Completed by", "Dafydd Invented, Una Other"), *PLAIN[3:])
    assert _read(Form().table(*rows), labels).fields["referrer_role"] == "Deputy Head"


def test_a_text_box_of_several_lines_keeps_them_apart(labels: Labels) -> None:
    box = "".join(p(f"{label}: {said}") for label, said in PLAIN)
    spaces = 'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
    inner = f"<w:drawing><w:txbxContent>{box}</w:txbxContent></w:drawing>"
    choice = f'<mc:Choice Requires="wps">{inner}</mc:Choice>'
    anchor = p(f"<w:r><mc:AlternateContent {spaces}>{choice}</mc:AlternateContent></w:r>")
    assert not says(read(word(p("Case of Concern") + anchor), labels=labels), SAID)


def test_an_account_ends_where_the_form_is_signed(labels: Labels) -> None:
    lines = [f"{label}: {said}" for label, said in PLAIN if label != "Date of referral"]
    text = "\n\n".join(["Case of Concern", *lines, "Form completed on 12 May 2025"])
    assert not says(read_text(text, labels=labels), SAID)


def test_the_day_of_a_visit_in_an_account_stays_in_it(labels: Labels) -> None:
    account = f"{CONCERN}\n\nDate of last visit: 22/04/2025"
    lines = [f"{label}: {account if said == CONCERN else said}" for label, said in PLAIN]
    reading = read_text("\n\n".join(["Case of Concern", *lines]), labels=labels)
    assert not says(reading, {**SAID, "summary": account})


def test_a_question_in_capitals_with_its_answer_is_no_heading(labels: Labels) -> None:
    lines = [f"{label.upper()}: {said}" for label, said in (*PLAIN, ("Parents aware", "Y"))]
    reading = read_text("\n\n".join(["CASE OF CONCERN", *lines]), labels=labels)
    assert not says(reading, {"parents_aware": "yes", "reason_for_learning": LEARNING})
    assert reading.fields["children"] == [CHILD]


def test_the_final_outcome_is_the_forms_though_a_stage_stands_above(labels: Labels) -> None:
    form = Form("Escalation form").table(
        *RAISED,
        ("**Stage 1**",),
        ("**Date**", "12/05/2025"),
        ("**What was discussed**", TALK),
        ("**Stage 2**",),
        ("**Date**", ""),
        ("**What was discussed**", ""),
        ("**Final outcome**", "A joint visit is agreed."),
    )
    expected = {"outcome": "A joint visit is agreed.", "escalation_stage": "1"}
    assert not says(_read(form, labels), expected | {"stage2_notes": None})


def test_children_listed_with_their_births_under_a_heading(labels: Labels) -> None:
    form = Form().heading("Children involved")
    form.line("Ada Pretend (dob 05/04/2016)", "Bo Pretend, 05/04/2016", style="List Bullet")
    form.heading("Referrer").table(*PLAIN[2:])
    assert not says(_read(form, labels), {**SAID, "children": TWINS})


def test_a_mother_listed_under_that_heading_is_no_child(labels: Labels) -> None:
    form = Form().heading("Child").line("Marnie Pretend 05/04/2016")
    form.line("Jane Pretend (mother) 01/02/1990").heading("Referrer").table(*PLAIN[2:])
    assert not says(_read(form, labels), SAID)


def test_answers_in_red_behind_their_labels(labels: Labels) -> None:
    red = '<w:color w:val="C00000"/>'
    lines = [p(f"{label}: ", t(said, red)) for label, said in PLAIN[2:]]
    child = p("Child's name: ", t("Marnie Pretend", red), " born on: ", t("05/04/2016", red))
    assert not says(read(word(p("Case of Concern") + child + "".join(lines)), labels=labels), SAID)


@pytest.mark.parametrize("other", ["Receiving practitioner", "Allocated practitioner"])
def test_a_practitioners_role_is_the_senders_where_no_other_is_spoken_of(
    other: str, labels: Labels
) -> None:
    asked = (
        ("Practitioner raising the concern", "Dafydd Invented"),
        ("Practitioner's job title", "Deputy Head"),
        ("Agency of practitioner", "Mock Park"),
    )
    alone = _read(Form().table(*PLAIN[:2], *asked, *PLAIN[5:]), labels)
    assert not says(alone, {**SAID, "referrer_agency": "Mock Park"})
    both = _read(Form().table(*PLAIN[:2], *asked, (other, "Una Other"), *PLAIN[5:]), labels)
    assert "referrer_agency" not in both.fields


def test_each_row_of_a_grid_of_agencies_names_one(labels: Labels) -> None:
    form = Form().table(*PLAIN).heading("Other agencies involved")
    form.table(("Agency", "Contact"), ("Dr Mock and Sons, Mock Surgery", "-"), ("Mock Police", "-"))
    expected = ["Dr Mock and Sons, Mock Surgery", "Mock Police"]
    assert _read(form, labels).fields["other_agencies"] == expected


def test_a_telephone_number_with_the_email_address_behind_it(labels: Labels) -> None:
    both = "01632 960111 or d.invented@pretend-park.example"
    rows = [(a, both if a == "Telephone" else b) for a, b in PLAIN if a != "Email"]
    assert not says(_read(Form().table(*rows), labels), SAID)


@pytest.mark.parametrize(
    "said",
    [
        "Dafydd Invented (Deputy Head), Pretend Park School, 01632 960111, d.inv@park.example",
        "Dafydd Invented, Deputy Head\nPretend Park School\nTel 01632 960111\nd.inv@park.example",
    ],
)
def test_a_sender_names_post_agency_and_number_in_one_answer(labels: Labels, said: str) -> None:
    form = Form().table(*PLAIN[:2], ("Filled in by", said), *PLAIN[7:])
    expected = {
        "referrer_name": "Dafydd Invented",
        "referrer_role": "Deputy Head",
        "referrer_agency": "Pretend Park School",
        "referrer_phone": "01632 960111",
        "referrer_email": "d.inv@park.example",
    }
    assert not says(_read(form, labels), expected)


@pytest.mark.parametrize(
    ("label", "said"),
    [
        ("The child this is about", "Ada Pretend, born on the 5th of April 2016"),
        ("Name(s) of child(ren) and date(s) of birth", "Ada Pretend 5.4.2016"),
        ("Concerning (child, DOB)", "Ada Pretend, 05/04/2016"),
        ("Child", "Ada Pretend (b. 05.04.2016)"),
    ],
)
def test_a_child_is_named_with_its_birth(labels: Labels, label: str, said: str) -> None:
    form = Form().table((label, said), *PLAIN[2:])
    assert not says(_read(form, labels), {"children": TWINS[:1]})


def test_a_name_that_ends_in_b_keeps_it_before_a_birth(labels: Labels) -> None:
    form = Form().table(("Child", "Ada Caleb. 05.04.2016"), *PLAIN[2:])
    child = TWINS[0] | {"name": "Ada Caleb"}
    assert not says(_read(form, labels), {"children": [child]})


def test_a_paragraph_that_tells_of_contact_stays_in_the_account(labels: Labels) -> None:
    account = "Visits were refused three times.\n\nContact: the aunt rang and nobody rang back."
    lines = [f"{label}: {account if said == CONCERN else said}" for label, said in PLAIN]
    reading = read_text("\n\n".join(["Case of Concern", *lines]), labels=labels)
    assert not says(reading, {**SAID, "summary": account})


BY_LINES = "Name: {}\nPost: {}\nAgency: {}\nTel: {}\nEmail: {}"


@pytest.mark.parametrize("label", ["Referrer details", "Your details", "**Who is reporting**"])
@pytest.mark.parametrize("lines", [BY_LINES, BY_LINES.replace("\n", ", "), "{}\n{}\n{}\n{}\n{}"])
def test_a_box_for_the_sender_holds_lines_with_labels_of_their_own(
    labels: Labels, label: str, lines: str
) -> None:
    rows = [(f"**{a}**", b) for a, b in PLAIN] if label.startswith("**") else PLAIN
    said = lines.format(*(b for _, b in PLAIN[2:7]))
    form = Form().table(*rows[:2], (label, said), *rows[7:])
    assert not says(_read(form, labels), SAID)


def test_a_box_for_the_child_holds_lines_with_labels_of_their_own(labels: Labels) -> None:
    said = "Name: Marnie Pretend\nDoB: 05/04/2016\nAddress: 1 Mock Road"
    form = Form().table(("Details of the child", said), *PLAIN[2:])
    assert not says(_read(form, labels), SAID | {"address": "1 Mock Road"})


def test_an_account_that_opens_like_a_labelled_line_stays_whole(labels: Labels) -> None:
    account = "Name: nobody was told it.\nPost: it came back, and no agency asked why."
    form = Form().table(*PLAIN[:8], ("Nature of concern", account), PLAIN[9])
    assert not says(_read(form, labels), SAID | {"summary": account})


def test_two_boxes_of_labelled_lines_stand_side_by_side(labels: Labels) -> None:
    sender = BY_LINES.replace("Agency", "Org").format(*(b for _, b in PLAIN[2:7]))
    form = Form().table(
        ("PERSON REPORTING", "CHILD"),
        (sender, "Name: Marnie Pretend\nDate of birth: 05/04/2016"),
        *PLAIN[7:],
    )
    assert not says(_read(form, labels), SAID)


def test_a_question_of_what_and_when_has_the_account_for_its_answer(labels: Labels) -> None:
    account = f"On 3 May 2025 the door stayed shut. {CONCERN}"
    form = Form().table(*PLAIN[:8], ("What happened, and when?", account), PLAIN[9])
    assert not says(_read(form, labels), SAID | {"summary": account})


def test_a_number_stands_before_the_address_that_was_asked_for(labels: Labels) -> None:
    reached = ("Best number / email", f"{PLAIN[5][1]} / {PLAIN[6][1]}")
    form = Form().table(*PLAIN[:5], reached, *PLAIN[7:])
    assert not says(_read(form, labels), SAID)


def test_an_answer_that_could_be_a_label_stands_beside_one(labels: Labels) -> None:
    rows = (("Who else worked with them", "Social worker"),)
    reading = _read(Form().table(*PLAIN[:8], *rows, *PLAIN[8:]), labels)
    assert not says(reading, SAID | {"other_agencies": ["Social worker"]})


def test_post_and_address_behind_a_name_count_where_the_label_is_of_new_wording(
    labels: Labels,
) -> None:
    said = "Dr Dafydd Invented (Named Doctor), d.inv@park.example"
    lines = [f"{label}: {answer}" for label, answer in PLAIN[:2] + PLAIN[7:]]
    reading = read_text(
        "\n".join(["Case of Concern", f"Escalating officer: {said}", *lines]), labels=labels
    )
    expected = {"referrer_role": "Named Doctor", "referrer_email": "d.inv@park.example"}
    assert not says(reading, expected)
