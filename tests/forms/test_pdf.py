"""PDFs: printed from Word, or filled in as PDF forms."""

import pytest

from bot.forms import Kind, Labels, read
from tests.forms.printing import Sheet, printed
from tests.forms.saying import says
from tests.forms.writing import PLAIN, SAID

SHORT = [*PLAIN[:8], ("Nature of concern", "The home was cold."), ("Learning", "Sharing.")]
EXPECTED = {**SAID, "summary": "The home was cold.", "reason_for_learning": "Sharing."}


def _form(rows: list[tuple[str, str]]) -> Sheet:
    sheet = Sheet()
    sheet.text(50, 800, "Case of Concern", bold=True)
    sheet.table(50, 780, rows)
    return sheet


def test_a_ruled_table_is_read(labels: Labels) -> None:
    assert not says(read(printed(_form(SHORT)), labels=labels), EXPECTED)


def test_a_label_broken_by_a_narrow_column_is_one_label(labels: Labels) -> None:
    sheet = Sheet()
    sheet.text(50, 800, "Case of Concern", bold=True)
    sheet.table(50, 780, [("Name of child or young", "Marnie Pretend")], deep=34)
    sheet.text(54, 754, "person", bold=True)
    sheet.table(50, 740, SHORT[1:])
    assert not says(read(printed(sheet), labels=labels), EXPECTED)


def test_a_drawn_box_with_a_cross_is_ticked(labels: Labels) -> None:
    sheet = _form([*SHORT, ("Parents aware?", "")])
    for x, word, ticked in ((216, "Yes", False), (276, "No", True)):
        sheet.box(x, 564, ticked=ticked)
        sheet.text(x + 14, 566, word)
    assert read(printed(sheet), labels=labels).fields["parents_aware"] == "no"


def test_a_line_through_a_word_strikes_it(labels: Labels) -> None:
    sheet = _form([*SHORT, ("Parents aware?", "Yes / No")])
    sheet.rule(214, 569, 230, 569)
    assert read(printed(sheet), labels=labels).fields["parents_aware"] == "no"


def test_filled_in_fields_of_a_pdf_form_are_answers(labels: Labels) -> None:
    sheet = _form([(label, "") for label, _ in SHORT])
    for number, (_, value) in enumerate(SHORT):
        sheet.field_(214, 780 - 20 * number - 17, value)
    assert not says(read(printed(sheet), labels=labels), EXPECTED)


def test_a_sentence_cut_by_the_page_goes_on(labels: Labels) -> None:
    first, second = _form([*SHORT[:8], ("Nature of concern", "The home was")]), Sheet()
    second.table(50, 780, [("", "cold in May."), *SHORT[9:]])
    reading = read(printed(first, second), labels=labels)
    assert reading.fields["summary"] == "The home was cold in May."


def test_a_running_line_and_page_numbers_are_no_text_of_the_form(labels: Labels) -> None:
    sheets = [_form(SHORT[:5]), Sheet()]
    sheets[1].table(50, 780, SHORT[5:])
    for number, sheet in enumerate(sheets, 1):
        sheet.text(50, 30, f"Version 2 - Page {number} of 2")
    assert not says(read(printed(*sheets), labels=labels), EXPECTED)


def test_a_pdf_form_without_rules_is_read_by_its_lines(labels: Labels) -> None:
    sheet = Sheet()
    sheet.text(50, 800, "Case of Concern", bold=True)
    for number, (label, value) in enumerate(SHORT):
        sheet.text(50, 770 - 24 * number, f"{label}:", bold=True)
        sheet.text(220, 770 - 24 * number, value)
    assert not says(read(printed(sheet), labels=labels), EXPECTED)


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (printed(Sheet()), "It is a scan: a picture of the pages, without text."),
        (b"%PDF-1.4 nonsense", "The PDF is damaged."),
    ],
)
def test_a_pdf_that_cannot_be_read_says_why(data: bytes, why: str, labels: Labels) -> None:
    reading = read(data, labels=labels)
    assert (reading.kind, reading.why) == (Kind.UNREADABLE, why)
