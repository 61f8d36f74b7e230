"""Makes the Word templates of this folder: `python templates/documents/make.py`.

Run it after a change here. The templates may as well be edited in Word: then leave this alone.
"""

from collections.abc import Iterable
from pathlib import Path

from docx import Document
from docx.document import Document as Word
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from docx.shared import Cm, Pt, RGBColor
from docx.table import _Cell

FOLDER = Path(__file__).parent
INK, SHADE = RGBColor(0x1F, 0x3A, 0x5F), "E8EEF5"
LEFT, RIGHT = Cm(5.5), Cm(11.5)
OFFICE = (
    ("Request reference", "{{ request.review }}, {{ request.reference }}"),
    ("Please return by", "{{ request.due_on | day }}"),
    ("Agency", "{{ request.agency }}"),
)
ABOUT = "Whom this is about stands in the secure folder of {{ request.review }}: {{ folder }}"
WHO = ("Completed by", "Job title", "E-mail address", "Date completed")
PURPOSES = (
    ("a) The facts", "facts"),
    ("b) Immediate action and learning to share now", "immediate_action"),
    ("c) What could be improved", "learning"),
    ("d) What should happen next", "next_steps"),
)
QUESTIONS = (
    (
        "a) Summary of your agency's involvement",
        "What your agency knew of the child and the family, and did, as far as is known now.",
    ),
    (
        "b) Immediate action",
        "What was done, or must be done at once, for safety; what others should hear at once.",
    ),
    (
        "c) Learning identified",
        "What worked well, and what your agency, or agencies together, could do better.",
    ),
    (
        "d) What should follow",
        "Which steps come next, and whether a wider review would teach more than this one.",
    ),
)


def main() -> None:
    """Write every template."""
    _request(
        "Rapid Review Information Request",
        "Please answer with what can be found out readily; the review gathers it within days.",
    ).save(str(FOLDER / "information-request.docx"))
    _request(
        "Individual Management Review",
        "Please look at your agency's part openly and critically, within the terms of reference.",
    ).save(str(FOLDER / "imr-request.docx"))
    _report().save(str(FOLDER / "rapid-review-report.docx"))


def _request(title: str, hint: str) -> Word:
    document = blank(title)
    two_columns(document, OFFICE)
    document.add_paragraph()
    document.add_paragraph(f"{hint} Send the form back to {{{{ words.short_name }}}} by e-mail.")
    document.add_paragraph(
        f"{ABOUT}. Leave names out of the file's name and out of your e-mail.",
    )
    document.add_heading("Who answers", level=2)
    two_columns(document, ((label, "") for label in WHO))
    document.add_heading("What your agency can tell", level=2)
    for label, explained in QUESTIONS:
        document.add_paragraph(explained).paragraph_format.keep_with_next = True
        two_columns(document, ((label, ""),), tall=True)
        document.add_paragraph()
    return document


def _report() -> Word:
    document = blank("Rapid Review {{ review }}: report")
    document.add_paragraph(
        "Draft of {{ today | day }}, put together from the agencies' returns for a person to"
        " finish.{% if guidance %} National guidance: {{ guidance }}.{% endif %}"
    )
    document.add_heading("Who was asked", level=1)
    _loop(document, "returned", "{{ row.agency }}: returned on {{ row.returned_on | day }}")
    _loop(document, "missing", "{{ row.agency }}: not returned yet, due {{ row.due_on | day }}")
    for heading, column in PURPOSES:
        document.add_heading(heading, level=1)
        said = f"{{{{ row.{column} or 'Nothing was said under this heading.' }}}}"
        _loop(document, "returned", "{{ row.agency }}", said)
        document.add_heading("Put together", level=2)
        document.add_paragraph("[For the author: what this amounts to]")
    document.add_heading("Decision", level=1)
    partners = ("Local authority", "Health", "Police")
    two_columns(document, (("Conclusion and reasons", ""),), tall=True)
    document.add_paragraph()
    two_columns(document, ((f"{partner}: agreed by, on", "") for partner in partners))
    return document


def blank(title: str) -> Word:
    document = Document()
    section = document.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = section.top_margin = Cm(2)
    section.bottom_margin = Cm(1.8)
    _set_styles(document)
    document.add_paragraph("{{ words.partnership }}").runs[0].font.color.rgb = INK
    document.add_heading(title, level=0)
    marking = document.add_paragraph("OFFICIAL-SENSITIVE when completed")
    marking.runs[0].bold = True
    foot = section.footer.paragraphs[0]
    foot.text = "Quote the reference. Never put a child's name into an e-mail or a file's name."
    foot.alignment = WD_ALIGN_PARAGRAPH.CENTER
    foot.runs[0].font.size = Pt(8)
    return document


def _set_styles(document: Word) -> None:
    for name, size in (("Normal", 11), ("Title", 20), ("Heading 1", 14), ("Heading 2", 12)):
        style = document.styles[name]
        style.font.name, style.font.size = "Arial", Pt(size)
        fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
        for theme in ("asciiTheme", "hAnsiTheme"):
            fonts.attrib.pop(f"{{{fonts.nsmap['w']}}}{theme}", None)
        if name != "Normal":
            style.font.color.rgb = INK


def two_columns(document: Word, rows: Iterable[tuple[str, str]], *, tall: bool = False) -> None:
    table = document.add_table(rows=0, cols=2)
    table.style = "Table Grid"
    table.autofit = False
    table.columns[0].width, table.columns[1].width = LEFT, RIGHT
    for label, answer in rows:
        row = table.add_row()
        row.cells[0].width, row.cells[1].width = LEFT, RIGHT
        for cell in row.cells:
            cell.paragraphs[0].paragraph_format.space_before = Pt(3)
            cell.paragraphs[0].paragraph_format.space_after = Pt(3)
        row.cells[0].paragraphs[0].add_run(label).bold = True
        row.cells[1].paragraphs[0].add_run(answer)
        shade(row.cells[0])
        if tall:
            row.height = Cm(4)


def shade(cell: _Cell) -> None:
    shading = f'<w:shd {nsdecls("w")} w:val="clear" w:color="auto" w:fill="{SHADE}"/>'
    cell._tc.get_or_add_tcPr().append(parse_xml(shading))  # noqa: SLF001 - python-docx has no other way


def _loop(document: Word, over: str, heading: str, text: str = "") -> None:
    """Repeat paragraphs for every row of a list; docxtpl takes the two control paragraphs away."""
    document.add_paragraph(f"{{%p for row in {over} %}}")
    told = document.add_paragraph(heading)
    if text:
        told.runs[0].bold = True
        told.paragraph_format.keep_with_next = True
        document.add_paragraph(text)
    else:
        told.style = document.styles["List Bullet"]
    document.add_paragraph("{%p endfor %}")


if __name__ == "__main__":
    main()
