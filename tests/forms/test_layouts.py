"""Forms laid out and worded as agencies do, none of them like the samples."""

from docx.shared import RGBColor

from bot.forms import Kind, Labels, read, read_text
from tests.forms.saying import says
from tests.forms.writing import (
    CHILD,
    CONCERN,
    LEARNING,
    PLAIN,
    SAID,
    Form,
    plain_form,
)

REFERRER_ROWS = (
    ("Name", "Dafydd Invented", "Role", "Deputy Head"),
    ("Agency", "Pretend Park School", "Phone", "01632 960111"),
    ("E-mail", "d.invented@pretend-park.example", "Date", "12/05/2025"),
)
SECOND = {"name": "Rhys Pretend", "dob": "2018-02-01", "nhs_number": None}


def test_a_bare_name_is_whose_section_it_stands_in(labels: Labels) -> None:
    form = Form("Notification of a case of concern").line("1. REFERRER").table(*REFERRER_ROWS)
    form.line("2. CHILD'S DETAILS").table(("NAME", "Marnie Pretend", "DOB", "5.4.2016"))
    form.line("4. CIRCUMSTANCES THAT TRIGGERED THE REFERRAL", CONCERN)
    form.line("5. WHY SHOULD THIS CASE BE REVIEWED?", LEARNING)
    assert not says(read(form.bytes(), labels=labels), SAID)


def test_a_manager_who_agreed_is_not_the_referrer(labels: Labels) -> None:
    form = Form().line("**Person completing this form**").table(*REFERRER_ROWS)
    form.line("**Manager's authorisation**").table(
        ("Name", "Some Manager", "Role", "Head Teacher"),
        ("E-mail", "boss@pretend-park.example", "Date", "14/05/2025"),
    )
    form.line("**Details of child**").table(("Name", "Marnie Pretend", "DOB", "05/04/2016"))
    form.line("**Case summary**", CONCERN, "**What learning do you foresee?**", LEARNING)
    assert not says(read(form.bytes(), labels=labels), SAID)


def test_two_grids_with_the_same_heads_are_told_apart(labels: Labels) -> None:
    heads = ("NAME", "AGENCY & DESIGNATION/TITLE", "CONTACT DETAILS - telephone and e-mail")
    contact = "01632 960111\nd.invented@pretend-park.example"
    form = Form().line("REFERRER")
    form.table(heads, ("Dafydd Invented", "Pretend Park School\nDeputy Head", contact))
    form.line("DESIGNATED SAFEGUARDING LEAD (with whom this has been discussed)")
    form.table(heads, ("Some Lead", "Pretend Park School\nDSL", "01632 960999"))
    form.table(*(row for row in PLAIN if row[0][:4] in {"Chil", "Date", "Natu", "Lear"}))
    assert not says(read(form.bytes(), labels=labels), SAID)


def test_labels_stand_four_to_a_row(labels: Labels) -> None:
    form = Form("Referral for case review").table(
        ("**Name of referrer:**", "Dafydd Invented", "**Role of referrer:**", "Deputy Head"),
        ("**Agency:**", "Pretend Park School", "**Tel No.:**", "01632 960111"),
        ("**Email (Secure):**", "d.invented@pretend-park.example", "**Date:**", "12/05/2025"),
        ("**Child's name/identifier:**", "Marnie Pretend", "**D.O.B:**", "05/04/2016"),
    )
    form.table(
        ("**Brief circumstances of the case**",), (CONCERN,), ("**The learning**",), (LEARNING,)
    )
    assert not says(read(form.bytes(), labels=labels), SAID)


def test_answers_stand_under_plain_labels(labels: Labels) -> None:
    form = Form().table(
        ("Name of child", "Date of birth", "NHS No"),
        ("Marnie Pretend", "05/04/2016", ""),
        ("Referrer name", "Job title", "Organisation"),
        ("Dafydd Invented", "Deputy Head", "Pretend Park School"),
        ("Telephone", "E-mail", "Date of referral"),
        ("01632 960111", "d.invented@pretend-park.example", "12/05/2025"),
    )
    form.table(("Summary of concerns",), (CONCERN,), ("Learning for the partnership",), (LEARNING,))
    assert not says(read(form.bytes(), labels=labels), SAID)


def test_label_and_answer_share_a_cell(labels: Labels) -> None:
    pairs = [f"{label}: {value}" for label, value in PLAIN[:8]]
    form = Form().table(*zip(pairs[::2], pairs[1::2], strict=True))
    form.table((f"What is the concern?\n{CONCERN}",), (f"What is the learning?\n{LEARNING}",))
    assert not says(read(form.bytes(), labels=labels), SAID)


def test_a_label_in_brackets_names_the_blank_before_it(labels: Labels) -> None:
    form = Form().line(
        "Report of ______Dafydd Invented______ (name of referrer)",
        "______Deputy Head______ (job title)   ____Pretend Park School____ (name of agency)",
        "__d.invented@pretend-park.example__ (e-mail)  __01632 960111__ (telephone number)",
        "About __Marnie Pretend__ (name of child), __5/4/2016__ (date of birth)",
        "__12/5/2025__ (date of referral)",
    )
    form.line("**Nature of concern**", CONCERN, "**Potential learning**", LEARNING)
    assert not says(read(form.bytes(), labels=labels), SAID)


def test_labels_are_the_beginnings_of_sentences(labels: Labels) -> None:
    form = Form().line(
        "This is (your name): Dafydd Invented",
        "I am a (job title): Deputy Head",
        "from (organisation): Pretend Park School",
        "My phone number: 01632 960111      My email: d.invented@pretend-park.example",
        "Date: 12-05-2025",
        "I am writing about a child called: Marnie Pretend",
        "Date of birth: 05 April 2016",
        f"My concern is: {CONCERN}",
        f"What we might learn: {LEARNING}",
    )
    assert not says(read(form.bytes(), labels=labels), SAID)


def test_dots_are_lines_to_write_on(labels: Labels) -> None:
    form = Form().line(
        "Name of Child .......Marnie Pretend....... D.O.B. .....05/04/2016.....",
        "Referrer .....Dafydd Invented..... Role .....Deputy Head.....",
        "Agency ......Pretend Park School......  Date of Referral .....12/05/2025.....",
        "Tel .....01632 960111..... E-mail ....d.invented@pretend-park.example....",
        "**Brief details of concern:**",
        CONCERN,
        "**Learning:**",
        LEARNING,
    )
    assert not says(read(form.bytes(), labels=labels), SAID)


def test_slips_of_spelling_are_forgiven(labels: Labels) -> None:
    slips = """Nmae of Chid|Date of Brith|Referer's Name|Desigantion|Orgainsation|Telehpone|Emial
Date of Referal|Sumary of Concerns|Learing identified""".replace("\n", "|").split("|")
    values = (value for _, value in PLAIN)
    form = Form().table(*zip(slips, values, strict=True))
    assert not says(read(form.bytes(), labels=labels), SAID)


def test_one_label_may_ask_for_two_things(labels: Labels) -> None:
    form = Form().table(
        ("**Name & DoB:**", "Marnie Pretend, 05/04/2016"),
        ("**Referrer name and role**", "Dafydd Invented, Deputy Head"),
        ("**Agency**", "Pretend Park School"),
        ("**Contact details**", "01632 960111 / d.invented@pretend-park.example"),
        ("**Date completed**", "12/05/2025"),
        ("**The concern**", CONCERN),
        ("**The learning**", LEARNING),
    )
    assert not says(read(form.bytes(), labels=labels), SAID)


def test_a_child_a_row_and_relatives_left_out(labels: Labels) -> None:
    form = plain_form().line("**Subject child/ren**")
    form.table(
        ("**Forename(s)**", "**Surname**", "**Date of birth**"),
        ("Marnie", "Pretend", "05/04/2016"),
        ("Rhys", "Pretend", "1/2/18"),
        ("", "", ""),
    )
    form.line("**Family composition**").table(
        ("**Name**", "**Relationship to child**", "**DOB**"),
        ("Mona Pretend", "Mother", "1/2/1985"),
    )
    assert not says(read(form.bytes(), labels=labels), {"children": [CHILD, SECOND]})


def test_children_and_referrer_share_one_grid(labels: Labels) -> None:
    heads = ("Children", "Forename(s)", "Surname", "Date of Birth", "Referrer's details", "")
    form = Form().table(
        tuple(f"**{head}**" for head in heads),
        ("Child 1", "Marnie", "Pretend", "05/04/2016", "**Name**", "Dafydd Invented"),
        ("Child 2", "Rhys", "Pretend", "01/02/2018", "**Role**", "Deputy Head"),
        ("Child 3", "", "", "", "**Agency**", "Pretend Park School"),
    )
    form.table(("**Concern**", CONCERN), ("**Learning**", LEARNING))
    expected = {"children": [CHILD, SECOND], "referrer_name": "Dafydd Invented"}
    assert not says(read(form.bytes(), labels=labels), expected)


def test_children_listed_in_one_cell_are_told_apart(labels: Labels) -> None:
    rows = [("Name(s) of child/ren", "Marnie Pretend\nRhys Pretend")]
    rows += [("Date(s) of birth", "05/04/2016\n01/02/2018"), *PLAIN[2:]]
    reading = read(Form().table(*rows).bytes(), labels=labels)
    assert not says(reading, {"children": [CHILD, SECOND]})


def test_a_column_of_guidance_is_no_answer(labels: Labels) -> None:
    guided = ((label, "Write clearly and in full", value) for label, value in PLAIN)
    form = Form().table(("**Question**", "**Guidance**", "**Answer**"), *guided)
    assert not says(read(form.bytes(), labels=labels), SAID)


def test_office_use_is_not_read(labels: Labels) -> None:
    form = Form().table(
        ("For completion by the Business Unit",),
        ("Date referral received:", "20/05/2025"),
        ("Child's initials:", "MP"),
    )
    form.table(*PLAIN)
    assert not says(read(form.bytes(), labels=labels), SAID)


def test_answers_in_bold_are_answers(labels: Labels) -> None:
    form = Form().table(*((label, f"**{value}**") for label, value in PLAIN))
    assert not says(read(form.bytes(), labels=labels), SAID)


def test_everything_in_bold_is_still_told_apart(labels: Labels) -> None:
    form = Form().table(*((f"**{label}**", f"**{value}**") for label, value in PLAIN))
    assert not says(read(form.bytes(), labels=labels), SAID)


def test_empty_columns_and_numbers_do_not_part_label_and_answer(labels: Labels) -> None:
    numbered = ((f"Q{number}", label, "", value) for number, (label, value) in enumerate(PLAIN, 1))
    assert not says(read(Form().table(*numbered).bytes(), labels=labels), SAID)


def test_a_date_written_a_digit_to_a_box_is_put_together(labels: Labels) -> None:
    form = Form().table(("Date of birth", *"05042016"))
    form.table(*(row for row in PLAIN if row[0] != "Date of birth"))
    assert not says(read(form.bytes(), labels=labels), SAID)


def test_a_name_in_the_page_header_counts(labels: Labels) -> None:
    form = Form().table(*PLAIN[1:])
    header = form.document.sections[0].header.paragraphs[0]
    header.text = "RESTRICTED    Ref No: ______    Name of child: Marnie Pretend"
    assert not says(read(form.bytes(), labels=labels), SAID)


def test_a_form_pasted_as_text_into_a_mail_is_read(labels: Labels) -> None:
    lines = [f"{label}: {value}" for label, value in PLAIN[:8]]
    body = ["Hi all, our case of concern form is below.", "", "CASE OF CONCERN FORM", *lines]
    body += ["", "Summary of concern:", CONCERN, "", "Identified learning:", LEARNING]
    body += ["Other agencies involved: Police; School Nursing", "", "Kind regards", "Dafydd"]
    reading = read_text("\n".join(body), labels=labels)
    assert not says(reading, {**SAID, "other_agencies": ["Police", "School Nursing"]})


def test_a_form_pasted_as_html_into_a_mail_is_read(labels: Labels) -> None:
    rows = "".join(f"<tr><td><b>{k}</b></td><td>{v}</td></tr>" for k, v in PLAIN)
    page = f"<html><body><h1>Case of Concern</h1><table>{rows}</table></body></html>"
    assert not says(read(page.encode(), labels=labels), SAID)


def test_an_address_has_the_postcode_asked_for_apart(labels: Labels) -> None:
    reading = read(plain_form(Address="1 Madeup Row", Post_Code="ZZ99 1AA").bytes(), labels=labels)
    assert reading.fields["address"] == "1 Madeup Row, ZZ99 1AA"


def test_every_field_says_where_it_stands(labels: Labels) -> None:
    reading = read(plain_form().bytes(), labels=labels)
    assert reading.kind is Kind.COC
    assert reading.provenance["referrer_name"].where == "table 1, row 3, “Name of referrer”"
    assert 0.9 <= reading.provenance["children[0].dob"].confidence <= 1


def test_a_telephone_under_the_childs_details_is_not_the_referrers(labels: Labels) -> None:
    form = (
        Form()
        .line("**Child details**")
        .table(
            ("Name", "Marnie Pretend", "DOB", "05/04/2016"),
            ("Address & Tel", "1 Madeup Row, Testham 01632 960777", "E-mail", "mum@home.example"),
        )
    )
    form.line("**Referrer details**").table(
        ("Name", "Dafydd Invented", "Role", "Deputy Head"),
        ("Agency & Address", "Pretend Park School, Park Road, Testham", "Phone", "01632 960111"),
        ("E-mail", "d.invented@pretend-park.example", "Date", "12/05/2025"),
    )
    form.line("**Summary of concern**", CONCERN, "**Learning**", LEARNING)
    expected = {**SAID, "address": "1 Madeup Row, Testham"}
    assert not says(read(form.bytes(), labels=labels), expected)


def test_a_date_of_birth_under_each_numbered_name_is_that_childs(labels: Labels) -> None:
    rows = [("Child's name 1", "Marnie Pretend"), ("Date of birth", "05/04/2016")]
    rows += [("Child's name 2", "Rhys Pretend"), ("Date of birth", "01/02/2018")]
    rows += [row for row in PLAIN if row[0] not in {"Child's name", "Date of birth"}]
    reading = read(Form().table(*rows).bytes(), labels=labels)
    assert not says(reading, {"children": [CHILD, SECOND]})


def test_where_a_name_is_not_recognised_no_child_gets_anothers_birth_date(labels: Labels) -> None:
    rows = [("Who is it", "Marnie Pretend"), ("Date of birth", "05/04/2016")]
    rows += [("Child's name", "Rhys Pretend"), ("Date of birth", "01/02/2018")]
    rows += [row for row in PLAIN if row[0] not in {"Child's name", "Date of birth"}]
    reading = read(Form().table(*rows).bytes(), labels=labels)
    assert [child["dob"] for child in reading.fields["children"]] == [None]
    assert any("cannot be told" in doubt for doubt in reading.needs_person)


def test_answers_in_italics_or_in_blue_are_answers_and_not_guidance(labels: Labels) -> None:
    for look in ("italic", "blue"):
        form = Form()
        for label, value in PLAIN:
            form.line(f"**{label}**")
            run = form.document.add_paragraph().add_run(value)
            run.italic = look == "italic"
            run.font.color.rgb = RGBColor(0, 0, 255) if look == "blue" else None
        assert not says(read(form.bytes(), labels=labels), SAID)


def test_guidance_in_italics_is_no_answer(labels: Labels) -> None:
    form = Form()
    for label, _ in PLAIN:
        form.line(f"**{label}**")
        form.document.add_paragraph().add_run("Please write clearly, as 01/02/2003.").italic = True
    assert read(form.bytes(), labels=labels).kind is Kind.BLANK


def test_a_bullet_before_a_label_is_no_part_of_its_answer(labels: Labels) -> None:
    form = Form()
    for label, value in PLAIN:
        form.line(f"{label} – {value}", style="List Bullet")
    assert not says(read(form.bytes(), labels=labels), SAID)


def test_a_safeguarding_lead_who_raises_it_is_no_manager_consulted(labels: Labels) -> None:
    lead = {"Job title": "Designated Safeguarding Lead"}
    form = Form().table(*((f"{label}: {lead.get(label, value)}",) for label, value in PLAIN))
    said = {**SAID, "referrer_role": "Designated Safeguarding Lead"}
    assert not says(read(form.bytes(), labels=labels), said)


def test_a_line_to_sign_on_is_read_though_it_is_plain_where_labels_are_bold(
    labels: Labels,
) -> None:
    rows = [row for row in PLAIN if row[0] not in {"Name of referrer", "Date of referral"}]
    form = Form().table(*((f"**{label}**", value) for label, value in rows))
    form.line("Signed: D. I.   Print name: Dafydd Invented   Date: 12 May 2025")
    assert not says(read(form.bytes(), labels=labels), SAID)


def test_none_that_i_know_of_names_no_agency(labels: Labels) -> None:
    form = plain_form(Other_agencies_involved="None that I know of")
    assert read(form.bytes(), labels=labels).fields.get("other_agencies") is None


def test_what_has_happened_asks_for_the_concern_and_not_for_a_wish(labels: Labels) -> None:
    rows = [("What has happened?" if a == "Nature of concern" else a, b) for a, b in PLAIN]
    assert not says(read(Form().table(*rows).bytes(), labels=labels), SAID)
