"""Forms as fictional agencies fill them in, made with python-docx. Every person is invented."""

from collections.abc import Iterable, Sequence
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from docx import Document

Rows = Iterable[tuple[str, str]]


def case_of_concern(answers: Rows, *, title: str = "Case of Concern Report Form") -> bytes:
    """Fill in a Case of Concern form: labels on the left, answers on the right."""
    return _form(title, "Please complete every section and e-mail the form.", answers)


def escalation(
    answers: Rows,
    stages: Sequence[tuple[str, str, str, str]],
    *,
    title: str = "Escalation and Resolution Record",
) -> bytes:
    """Fill in an escalation record; each stage gives its number or name, date, note, yes or no."""
    rows = list(answers)
    for stage, day, note, resolved in stages:
        called = f"Stage {stage}" if stage.isdecimal() else stage
        rows += [
            (f"{called} - date raised", day),
            (f"{called} - discussion and response", note),
            (f"{called} - resolved?", resolved),
        ]
    hint = "Send a copy to the partnership when the disagreement reaches Stage 3."
    return _form(title, hint, rows)


def _form(title: str, hint: str, rows: Rows) -> bytes:
    document = Document()
    document.add_heading(title, level=1)
    document.add_paragraph(hint)
    table = document.add_table(rows=0, cols=2)
    table.style = "Table Grid"
    for label, answer in rows:
        cells = table.add_row().cells
        cells[0].paragraphs[0].add_run(label).bold = True
        cells[1].text = answer
    content = BytesIO()
    document.save(content)
    return _without_times(content)


def _without_times(package: BytesIO) -> bytes:
    """Pack a document anew without the time of day: the same answers give the same bytes."""
    timeless = BytesIO()
    with ZipFile(package) as made, ZipFile(timeless, "w", ZIP_DEFLATED) as packed:
        for name in made.namelist():
            packed.writestr(ZipInfo(name), made.read(name), ZIP_DEFLATED)
    return timeless.getvalue()
