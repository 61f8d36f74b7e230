"""Fictional forms written for tests: paragraphs and tables in a line each.

In all text, `**` turns bold on and off; a cell's or line's `\\n` starts a new paragraph.
"""

import io
from collections.abc import Sequence
from typing import Self

import docx
from docx.text.paragraph import Paragraph

CONCERN = (
    "Home visits were refused three times in May. Contact: the grandmother answered once. "
    "The school and the health visitor each held half of the picture."
)
LEARNING = "How agencies share what they know when visits are refused."
CHILD = {"name": "Marnie Pretend", "dob": "2016-04-05", "nhs_number": None}
SAID = {
    "referrer_name": "Dafydd Invented",
    "referrer_role": "Deputy Head",
    "referrer_agency": "Pretend Park School",
    "referrer_email": "d.invented@pretend-park.example",
    "referrer_phone": "01632 960111",
    "date_of_form": "2025-05-12",
    "children": [CHILD],
    "summary": CONCERN,
    "reason_for_learning": LEARNING,
}
PLAIN = (
    ("Child's name", "Marnie Pretend"),
    ("Date of birth", "05/04/2016"),
    ("Name of referrer", "Dafydd Invented"),
    ("Job title", "Deputy Head"),
    ("Agency", "Pretend Park School"),
    ("Telephone", "01632 960111"),
    ("Email", "d.invented@pretend-park.example"),
    ("Date of referral", "12/05/2025"),
    ("Nature of concern", CONCERN),
    ("Learning", LEARNING),
)
DISPUTE = "We say the threshold for a strategy meeting is met and Testham CSC says it is not."
WISH = "A strategy meeting this week."
TALK = "Spoke to the team manager; no change."
VISIT = "Heads of service met and agreed a joint visit."
RAISED = (
    ("**Name of practitioner raising the concern**", "Dafydd Invented"),
    ("**Agency raising the escalation**", "Pretend Park School"),
    ("**Date concern first raised**", "12/05/2025"),
    ("**Child's name**", "Marnie Pretend"),
    ("**Date of birth**", "05/04/2016"),
    ("**Agency the challenge is directed at**", "Testham CSC"),
    ("**What do you disagree with?**", DISPUTE),
    ("**What would you like to happen?**", WISH),
)
ESCALATED = {
    "referrer_name": "Dafydd Invented",
    "date_of_form": "2025-05-12",
    "children": [CHILD],
    "summary": DISPUTE,
    "desired_outcome": WISH,
    "agencies_in_disagreement": ["Pretend Park School", "Testham CSC"],
    "stage1_date": "2025-05-12",
    "stage1_notes": TALK,
    "stage1_resolved": "no",
    "stage2_date": "2025-05-16",
    "stage2_notes": VISIT,
    "stage2_resolved": "yes",
    "escalation_stage": "2",
    "resolved": "yes",
}


class Form:
    """A Word document in the making."""

    def __init__(self, title: str = "Case of Concern") -> None:
        self.document = docx.Document()
        self.document.add_heading(title, 1)

    def line(self, *texts: str, style: str | None = None) -> Self:
        """Add paragraphs."""
        for text in texts:
            _write(self.document.add_paragraph(style=style), text)
        return self

    def heading(self, text: str) -> Self:
        """Add a heading."""
        return self.line(text, style="Heading 2")

    def table(self, *rows: Sequence[str]) -> Self:
        """Add a table; a row of one cell in a wider table reaches across."""
        width = max(len(row) for row in rows)
        table = self.document.add_table(rows=0, cols=width, style="Table Grid")
        for row in rows:
            cells = table.add_row().cells
            if len(row) == 1 < width:
                cells[0].merge(cells[-1])
            for cell, text in zip(cells, row, strict=False):
                for number, part in enumerate(text.split("\n")):
                    _write(cell.paragraphs[0] if not number else cell.add_paragraph(), part)
        self.document.add_paragraph()
        return self

    def bytes(self) -> bytes:
        """The document as a file."""
        stream = io.BytesIO()
        self.document.save(stream)
        return stream.getvalue()


def plain_form(**extra: str) -> Form:
    """A whole form in two columns, labels bold; `extra` are more rows, "_" for spaces."""
    rows = [(f"**{label}**", value) for label, value in PLAIN]
    rows += [(f"**{label.replace('_', ' ')}**", value) for label, value in extra.items()]
    return Form().table(*rows)


def _write(paragraph: Paragraph, text: str) -> None:
    for number, part in enumerate(text.split("**")):
        if part:
            paragraph.add_run(part).bold = True if number % 2 else None
