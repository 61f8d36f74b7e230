"""Makes the templates of agendas, triage sheets and reports, in this folder: `make_papers.py`.

Run it after a change here. The templates may as well be edited in Word: then leave this alone.
"""

from collections.abc import Sequence

from docx.document import Document as Word
from docx.oxml import OxmlElement
from docx.shared import Cm, Pt
from docx.table import Table
from make import FOLDER, PURPOSES, blank, shade, two_columns

WHOLE = 17.0  # centimetres of text on a page


def main() -> None:
    """Write every template."""
    _agenda().save(str(FOLDER / "agenda.docx"))
    _review_agenda().save(str(FOLDER / "review-agenda.docx"))
    _triage_sheet().save(str(FOLDER / "triage-sheet.docx"))
    _report().save(str(FOLDER / "report.docx"))
    _terms_of_reference().save(str(FOLDER / "terms-of-reference.docx"))


def _agenda() -> Word:
    document = blank("Agenda")
    two_columns(
        document,
        (
            ("Meeting", "{{ agenda.meeting.name }}"),
            ("Day", "{{ agenda.meeting.day | day }}, {{ agenda.meeting.hours }}"),
            ("Place", "{{ agenda.meeting.place }}"),
            ("Chair", "{{ agenda.meeting.chair }}"),
            ("Deputy", "{{ agenda.meeting.deputy }}"),
            ("Quoracy, by the replies so far", "{{ agenda.meeting.quoracy or 'not known yet' }}"),
        ),
    )
    document.add_heading("1. Welcome, apologies and quoracy", level=1)
    document.add_heading("2. Minutes and actions of the last meeting", level=1)
    document.add_paragraph("Actions that are overdue on {{ today | day }}:")
    _table(document, "agenda.overdue", ("Action", "How it stands"), ("reference", "what"))
    document.add_heading("3. Summary of reviews", level=1)
    document.add_paragraph(
        "{{ lists.serious_incident }}, {{ lists.rapid_review }} and {{ lists.practice_review }} in"
        " progress:"
    )
    _table(document, "agenda.reviews", ("Reference", "How it stands"), ("reference", "what"))
    document.add_heading("4. {{ lists.case_of_concern }} for discussion", level=1)
    _table(document, "agenda.concerns", ("Reference", "For"), ("reference", "what"))
    document.add_heading("5. {{ lists.escalation }} that are formal", level=1)
    _table(document, "agenda.escalations", ("Reference", "How it stands"), ("reference", "what"))
    document.add_heading("6. Partnership updates", level=1)
    document.add_heading("7. Meeting Schedule", level=1)
    _table(
        document,
        "agenda.schedule",
        ("Day", "Chair", "Deputy"),
        ("on | day", "chair", "deputy"),
        widths=(6.0, 5.5, 5.5),
    )
    document.add_heading("8. Any other business", level=1)
    document.add_paragraph(
        "Drafted on {{ today | day }} from the registers, for a person to finish."
    )
    return document


def _review_agenda() -> Word:
    document = blank("Agenda")
    two_columns(
        document,
        (
            ("Meeting", "{{ agenda.meeting.name }}"),
            ("Day", "{{ agenda.meeting.day | day }}, {{ agenda.meeting.hours }}"),
            ("Place", "{{ agenda.meeting.place }}"),
            ("Chair", "{{ agenda.meeting.chair or 'to be agreed' }}"),
            ("Deputy", "{{ agenda.meeting.deputy }}"),
            ("Quoracy, by the replies so far", "{{ agenda.meeting.quoracy or 'not known yet' }}"),
        ),
    )
    document.add_heading("1. Welcome, apologies and quoracy", level=1)
    document.add_heading("2. What the agencies have sent", level=1)
    _table(document, "agenda.asked", ("Agency", "How it stands"), ("reference", "what"), (9, 8))
    _when(document, "agenda.rapid")
    for number, (purpose, _column) in enumerate(PURPOSES, start=3):
        document.add_heading(f"{number}. {purpose.partition(') ')[2]}", level=1)
    document.add_heading("7. Conclusion, and who signs it off", level=1)
    document.add_paragraph("{%p else %}")
    document.add_heading("3. Terms of reference and method", level=1)
    document.add_heading("4. What has been found so far", level=1)
    document.add_heading("5. What is still to be asked, and of whom", level=1)
    document.add_heading("6. The child's and the family's view", level=1)
    document.add_heading("7. Risks to the timetable, and reasons for any delay", level=1)
    _end(document)
    document.add_heading("8. Timetable", level=1)
    _table(document, "agenda.timetable", ("What", "When"), ("reference", "what"), (9, 8))
    document.add_heading("9. Actions: who, what, by when", level=1)
    document.add_paragraph(
        "Drafted on {{ today | day }} from the register, for a person to finish."
    )
    return document


def _triage_sheet() -> Word:
    document = blank("Triage sheet {{ sheet.reference }}")
    document.add_paragraph(
        "Drawn up on {{ today | day }} for the {{ manager }}. The software suggests; it decides"
        " nothing."
    )
    _when(document, "sheet.same_day")
    document.add_heading("Look at this today", level=1)
    warning = document.add_paragraph(
        "The form speaks of death, serious harm or present danger. If this is a serious incident,"
        " its clock may be running already{% if sheet.notify_by %}: counted from the day on which"
        " the form arrived, the national Panel would have to be notified by"
        " {{ sheet.notify_by | day }}{% endif %}."
    )
    warning.runs[0].bold = True
    _end(document)
    document.add_heading("What the form says", level=1)
    _pairs(document, "sheet.said")
    document.add_heading("What is missing", level=1)
    _bullets(document, "sheet.missing", "Nothing that a form should say.")
    document.add_heading("What was hard to read", level=1)
    _bullets(document, "sheet.to_check", "Nothing.")
    document.add_heading("Entries that may belong together", level=1)
    _table(
        document,
        "sheet.related",
        ("Reference", "State", "Why", "Duplicate?"),
        ("reference", "state", "why", "verdict"),
        widths=(3.2, 3.6, 7.4, 2.8),
    )
    document.add_heading("Themes to consider", level=1)
    document.add_paragraph("Set by a person in the register; these are only suggested, by words.")
    _table(
        document,
        "sheet.suggestions",
        ("List", "Theme", "Words that suggest it"),
        ("list_label", "theme", "words | join(', ')"),
        widths=(4.0, 6.0, 7.0),
    )
    return document


def _report() -> Word:
    document = blank("{{ report.kind.label }}")
    document.add_paragraph(
        "{{ report.period.first | day }} to {{ report.period.last | day }}. Drafted on"
        " {{ today | day }} from the registers, for a person to finish."
    )
    document.add_paragraph(
        "Counts from 1 to {{ below - 1 }} are shown as “c”, and where one alone would be hidden"
        " the next smallest with it, so that no child can be made out. Check this again before"
        " the report goes round."
    )
    document.add_heading("Summary", level=1)
    document.add_paragraph("[For the author: what matters most in these months]")
    document.add_heading("Activity", level=1)
    _loop_start(document, "table in tables")
    document.add_heading("{{ table.figures.heading }}", level=2)
    _counts(document)
    _when(document, "table.picture")
    document.add_paragraph("{{ table.picture | picture }}").paragraph_format.space_before = Pt(10)
    _end(document)
    _loop_end(document)
    themes = document.add_paragraph(
        "{{ report.without_themes and 'Some new entries have no themes set yet.' or"
        " 'Every new entry has its themes set.' }}"
    )
    themes.paragraph_format.space_before = Pt(10)
    document.add_heading("Reviews and their progress", level=1)
    _table(document, "report.reviews", ("Reference", "How it stands"), ("reference", "what"))
    document.add_heading("Overdue", level=1)
    _table(document, "report.overdue", ("Reference", "What is overdue"), ("reference", "what"))
    document.add_heading("Overdue actions", level=1)
    _table(
        document, "report.overdue_actions", ("Reference", "How it stands"), ("reference", "what")
    )
    _when(document, "report.kind.value == 'quarterly'")
    document.add_heading("Review Summaries for the Executive Group", level=1)
    document.add_paragraph("{%p if not report.summaries %}")
    document.add_paragraph("No review was opened or under way.")
    _end(document)
    _loop_start(document, "summary in report.summaries")
    document.add_heading("{{ summary.reference }} ({{ summary.state }})", level=2)
    _pairs(document, "summary.lines")
    document.add_paragraph(
        "[For the author: learning, recommendations, what changed since]"
    ).paragraph_format.space_before = Pt(6)
    _loop_end(document)
    _end(document)
    document.add_heading("Sharing and impact of learning", level=1)
    document.add_paragraph("Actions finished in these months:")
    _table(
        document,
        "report.learning",
        ("Action", "From", "Evidence", "Impact"),
        ("reference", "source", "evidence", "impact or '(not said yet)'"),
        widths=(3.2, 3.2, 5.3, 5.3),
    )
    document.add_paragraph(
        "Members' reports due in these months:"
    ).paragraph_format.space_before = Pt(6)
    _table(document, "report.members", ("Action", "Who"), ("reference", "what"))
    document.add_paragraph(
        "[For the author: what members report: what was shared, with whom, and what has changed]"
    ).paragraph_format.space_before = Pt(6)
    return document


def _terms_of_reference() -> Word:
    document = blank("Terms of reference {{ terms.reference }}")
    document.add_paragraph(
        "Drafted on {{ today | day }} from the register, for the lead reviewer and the panel to"
        " finish. What stands in brackets is theirs to write."
    )
    two_columns(
        document,
        (
            ("Review", "{{ terms.reference }}"),
            ("Lead reviewer", "{{ terms.lead_reviewer }}"),
            ("Method", "{{ terms.method }}"),
            ("National guidance", "{{ terms.guidance or 'not named in the configuration' }}"),
        ),
    )
    document.add_heading("1. Why this review is held", level=1)
    document.add_paragraph("As recorded when it was considered; leave out what names anybody.")
    _pairs(document, "terms.reasons")
    document.add_heading("2. What the review is to answer", level=1)
    for number in range(1, 4):
        document.add_paragraph(f"[Question {number}]", style="List Bullet")
    document.add_heading("3. The time that is looked at", level=1)
    document.add_paragraph("From [day] to [day], because [reason].")
    document.add_heading("4. Agencies that contribute", level=1)
    _bullets(document, "terms.agencies", "[Agencies]")
    document.add_heading("5. The child's and the family's part", level=1)
    document.add_paragraph("[How they are told, asked and heard, and by whom]")
    document.add_heading("6. How the review works", level=1)
    document.add_paragraph(
        "{{ terms.method }}, led by {{ terms.lead_reviewer }}. [Panel members; how practitioners"
        " take part; other proceedings that run beside it, and what they mean for the timetable]"
    )
    document.add_heading("7. Timetable", level=1)
    _pairs(document, "terms.timetable", "{{ said | day if said else '(to be agreed)' }}")
    document.add_heading("8. Publication and sharing the learning", level=1)
    document.add_paragraph("[Who sees the report before it is published; how it is shared]")
    document.add_heading("9. Agreed by", level=1)
    _pairs(document, "terms.partners", "")
    return document


def _table(
    document: Word,
    over: str,
    heads: Sequence[str],
    cells: Sequence[str],
    widths: Sequence[float] = (),
) -> None:
    """A table with a row for each of a list; a sentence in its place where there is none."""
    widths = widths or (4.5, *((WHOLE - 4.5) / (len(heads) - 1) for _ in heads[1:]))
    _when(document, over)
    table = document.add_table(rows=4, cols=len(heads))
    table.style = "Table Grid"
    table.autofit = False
    for number, (head, cell) in enumerate(zip(heads, cells, strict=True)):
        table.cell(0, number).paragraphs[0].add_run(head).bold = True
        shade(table.cell(0, number))
        table.cell(2, number).text = f"{{{{ row.{cell} }}}}"
    _set_widths(table, widths)
    table.cell(1, 0).text = f"{{%tr for row in {over} %}}"
    table.cell(3, 0).text = "{%tr endfor %}"
    _repeat_head(table)
    document.add_paragraph("{%p else %}")
    document.add_paragraph("None.")
    _end(document)


def _pairs(document: Word, over: str, said: str = "{{ said or '(not said)' }}") -> None:
    """A table of labels and what stands under each, empty ones marked."""
    table = document.add_table(rows=3, cols=2)
    table.style = "Table Grid"
    table.autofit = False
    table.cell(0, 0).text = f"{{%tr for label, said in {over} %}}"
    table.cell(1, 0).paragraphs[0].add_run("{{ label }}").bold = True
    table.cell(1, 1).text = said
    table.cell(2, 0).text = "{%tr endfor %}"
    shade(table.cell(1, 0))
    _set_widths(table, (4.5, WHOLE - 4.5))


def _counts(document: Word) -> None:
    table = document.add_table(rows=4, cols=2)
    table.style = "Table Grid"
    table.autofit = False
    for number, head in enumerate(("What", "How many")):
        table.cell(0, number).paragraphs[0].add_run(head).bold = True
        shade(table.cell(0, number))
    table.cell(1, 0).text = "{%tr for name, count in table.figures.shown.items() %}"
    table.cell(2, 0).text, table.cell(2, 1).text = "{{ name }}", "{{ count }}"
    table.cell(3, 0).text = "{%tr endfor %}"
    _set_widths(table, (WHOLE - 3, 3.0))
    _repeat_head(table)


def _bullets(document: Word, over: str, otherwise: str) -> None:
    _loop_start(document, f"line in {over}")
    document.add_paragraph("{{ line }}", style="List Bullet")
    document.add_paragraph("{%p else %}")
    document.add_paragraph(otherwise)
    _loop_end(document)


def _set_widths(table: Table, widths: Sequence[float]) -> None:
    """Set widths in centimetres, for Word by the cells and for others by the columns."""
    for column, width in zip(table.columns, widths, strict=True):
        column.width = Cm(width)
        for cell in column.cells:
            cell.width = Cm(width)
            spacing = cell.paragraphs[0].paragraph_format
            spacing.space_before = spacing.space_after = Pt(2)


def _repeat_head(table: Table) -> None:
    """Mark the first row as the head, which screen readers name and each page repeats."""
    properties = table.rows[0]._tr.get_or_add_trPr()  # noqa: SLF001 - python-docx has no other way
    properties.append(OxmlElement("w:tblHeader"))
    for cell in table.rows[0].cells:  # a head does not stand alone at the foot of a page
        cell.paragraphs[0].paragraph_format.keep_with_next = True


def _when(document: Word, condition: str) -> None:
    document.add_paragraph(f"{{%p if {condition} %}}")


def _end(document: Word) -> None:
    document.add_paragraph("{%p endif %}")


def _loop_start(document: Word, loop: str) -> None:
    document.add_paragraph(f"{{%p for {loop} %}}")


def _loop_end(document: Word) -> None:
    document.add_paragraph("{%p endfor %}")


if __name__ == "__main__":
    main()
