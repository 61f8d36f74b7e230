"""Tables that a page break cut in the middle of a row, made whole again."""

from dataclasses import replace

from bot.forms.documents.content import text_of
from bot.forms.documents.model import Block, Cell, Document, Paragraph, Run, Table, paragraphs
from bot.forms.wordings.labels import Labels

_CERTAIN = 0.99


def mend(document: Document, labels: Labels) -> Document:
    """Join each table that a page break cut with the one before, where its first row carries on."""
    body: list[Block] = []
    for block in document.body:
        above = body[-1] if body else None
        if isinstance(block, Table) and block.cut and isinstance(above, Table):
            joined = _joined(above, block, labels)
            if joined is not None:
                body[-1] = joined
                continue
        body.append(block)
    return replace(document, body=tuple(body))


def _joined(above: Table, below: Table, labels: Labels) -> Table | None:
    last, first = above.rows[-1], below.rows[0]
    if [(c.col, c.width) for c in last] != [(c.col, c.width) for c in first]:
        return None
    if not _carries_on(last, first, labels):
        return None
    merged = [_put_together(*pair) for pair in zip(last, first, strict=True)]
    rows = len(above.rows) - 1
    rest = [replace(cell, row=cell.row + rows) for cell in below.cells if cell.row > 0]
    return Table((*(cell for cell in above.cells if cell.row < rows), *merged, *rest))


def _carries_on(last: list[Cell], first: list[Cell], labels: Labels) -> bool:
    """Whether a row goes on with the row before: in the middle of a label, or of a sentence."""
    if all(not cell.text.strip() for cell in first):
        return False
    label, more = last[0].text.strip(), first[0].text.strip()
    if len(first) == 1:
        return not _is_bold(first[0]) and _breaks_off(label, more)
    if not more or (not _is_bold(first[0]) and _is_bold(last[0])):
        return True
    whole = labels.match(f"{label} {more}")
    parts = (labels.match(label), labels.match(more))
    if whole.score >= _CERTAIN and any(part.score < _CERTAIN for part in parts):
        return True
    return any(
        _breaks_off(one.text, other.text) for one, other in zip(last[1:], first[1:], strict=True)
    )


def _breaks_off(above: str, below: str) -> bool:
    """Whether a text stops in the middle of a sentence that the other one carries on."""
    ends, starts = above.strip(), below.strip()
    return bool(ends and starts) and ends[-1] not in ".?!:" and starts[0].islower()


def _put_together(one: Cell, other: Cell) -> Cell:
    """Two halves of a cell; a sentence that was cut is one paragraph again."""
    if not (one.blocks and other.blocks) or not _is_one_sentence(one, other):
        return replace(one, blocks=one.blocks + other.blocks)
    last, first = one.blocks[-1], other.blocks[0]
    if not isinstance(last, Paragraph) or not isinstance(first, Paragraph):
        return replace(one, blocks=one.blocks + other.blocks)
    seam = replace(last, runs=(*last.runs, Run(" "), *first.runs))
    return replace(one, blocks=(*one.blocks[:-1], seam, *other.blocks[1:]))


def _is_one_sentence(one: Cell, other: Cell) -> bool:
    return _breaks_off(text_of(one.blocks), text_of(other.blocks)) or (
        _is_bold(one) and _is_bold(other)
    )


def _is_bold(cell: Cell) -> bool:
    runs = [run for paragraph in paragraphs(cell.blocks) for run in paragraph.runs]
    said = [run for run in runs if run.text.strip()]
    return bool(said) and said[0].bold
