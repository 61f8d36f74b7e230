"""What labels look like in this one document, learnt from the labels that are certain.

Where labels are bold and answers are not, bold text with unknown words is a label too, and plain
text that happens to read like a label is not.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from bot.forms.documents.content import Line, block_lines, lines_of
from bot.forms.documents.model import Block, Cell, Document, Paragraph, Table
from bot.forms.wordings.labels import Labels, Match

_CERTAIN = 0.99
_ENOUGH = 3


@dataclass(frozen=True, slots=True)
class Looks:
    """`bold` and `shaded`: labels have that look here, and answers do not."""

    bold: bool = False
    shaded: bool = False

    def agrees(self, line: Line, *, shaded: bool = False) -> bool:
        """Whether text looks as this document's labels do."""
        if self.bold:
            return line.share("bold") > 0.5
        return shaded if self.shaded else True

    def sets_apart(self, line: Line, *, shaded: bool = False) -> bool:
        """Whether the look alone says that this is a label."""
        return (self.bold and line.share("bold") > 0.8) or (self.shaded and shaded)


@dataclass(slots=True)
class _Count:
    labels: int = 0
    bold: int = 0
    shaded: int = 0
    letters: int = 0
    bold_letters: float = 0
    shaded_letters: int = 0


def learn_looks(document: Document, labels: Labels) -> Looks:
    """Look at every certain label and at everything else."""
    count = _Count()
    for line, cell in _lines(document.headers + document.body):
        _tally(count, line, cell, labels)
    if count.labels < _ENOUGH:
        return Looks()
    rare = 0.35 * count.letters
    return Looks(
        bold=count.bold >= 0.75 * count.labels and count.bold_letters <= rare,
        shaded=count.shaded >= 0.75 * count.labels and count.shaded_letters <= rare,
    )


def looks_in(table: Table, labels: Labels, looks: Looks) -> Looks:
    """The looks of labels in one table: none where it has certain labels, and all of them plain."""
    lines = [(line, cell.shaded) for cell in table.cells for line in block_lines(cell.blocks)]
    if any(looks.sets_apart(line, shaded=shaded) for line, shaded in lines if line.text.strip()):
        return looks
    certain = [cell for cell in table.cells if _is_certain(labels.match(cell.text))]
    return Looks() if certain and len(table.cells) > 1 else looks


def looks_of_heads(cells: list[Cell], labels: Labels, looks: Looks) -> Looks:
    """The looks of labels in rows of one shape, which may be plain in a table of bold ones."""
    heads = [cell for cell in cells if cell.row == cells[0].row] if cells else []
    plain = not any(looks.sets_apart(line) for cell in cells for line in block_lines(cell.blocks))
    certain = sum(_is_certain(labels.match(cell.text)) for cell in heads)
    return Looks() if plain and len(heads) > 2 and certain > 1 else looks


def _is_certain(match: Match) -> bool:
    return match.score >= _CERTAIN and match.key != "-"


def _tally(count: _Count, line: Line, cell: Cell | None, labels: Labels) -> None:
    head = _head(line)
    shaded = cell is not None and cell.shaded
    match = labels.match(head)
    if _is_certain(match):
        count.labels += 1
        count.bold += line.share("bold", 0, len(head)) > 0.5
        count.shaded += shaded
    elif not (match.key or line.level or labels.asked(head).key) and not _heads(head, labels):
        told = line.part(_bold_end(line))
        letters = sum(1 for character in told.text if character.isalnum())
        count.letters += letters
        count.bold_letters += letters * told.share("bold")
        count.shaded_letters += letters if shaded else 0


def _heads(text: str, labels: Labels) -> bool:
    return labels.heading(text).score >= _CERTAIN


def _head(line: Line) -> str:
    """The part of a line that may be a label: up to a tab or colon, or as far as it is bold."""
    head = line.text.split("\t")[0].split(":")[0]
    end = _bold_end(line)
    return head[:end] if end else head


def _bold_end(line: Line) -> int:
    """Where the bold beginning of a line ends, if plain text follows it; else 0."""
    at = 0
    for run in line.runs:
        if run.text.strip() and not run.bold:
            return at
        at += len(run.text)
    return 0


def _lines(
    blocks: tuple[Block, ...], cell: Cell | None = None
) -> Iterator[tuple[Line, Cell | None]]:
    """Every line that says something, with the cell that it stands in."""
    for block in blocks:
        if isinstance(block, Paragraph):
            yield from ((line, cell) for line in lines_of(block) if line.text.strip())
        else:
            for inner in block.cells:
                yield from _lines(inner.blocks, inner)
