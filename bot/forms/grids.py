"""Tables read as people fill them in: labels to the left, above, in the cell, or as a grid's heads."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from bot.forms.content import as_paragraphs, block_lines
from bot.forms.entries import Entry, Found, Heading, Place, Prose
from bot.forms.faces import Face, Faced, face_of, is_hint
from bot.forms.labels import Labels, Match
from bot.forms.looks import Looks
from bot.forms.model import Block, Table

_HEADING = 0.9


@dataclass(slots=True)
class _Grid:
    """One table while it is read: every cell's face, and which cells are used up."""

    rows: list[list[Faced]]
    used: set[tuple[int, int]]

    def take(self, faced: Faced) -> Faced:
        self.used.add((faced.cell.row, faced.cell.col))
        return faced

    def is_free(self, faced: Faced) -> bool:
        return (faced.cell.row, faced.cell.col) not in self.used

    def below(self, faced: Faced) -> Faced | None:
        """The cell that starts right under `faced`, in its own column."""
        row = faced.cell.row + faced.cell.height
        if row >= len(self.rows):
            return None
        for other in self.rows[row]:
            if other.cell.col == faced.cell.col and self.is_free(other):
                return other
        return None

    def at(self, row: int, col: int) -> Faced | None:
        for other in self.rows[row]:
            if other.cell.col <= col < other.cell.col + other.cell.width:
                return other
        return None


@dataclass(slots=True)
class TableReader:
    """Reads one table after another; nested tables are read where they stand."""

    labels: Labels
    looks: Looks
    groups: int = 0

    def read(self, table: Table, name: str, number: int) -> Iterator[Found]:
        """Everything that the table holds, in reading order."""
        self.groups += 1
        group = self.groups
        grid = _Grid(
            [[face_of(cell, self.labels, self.looks) for cell in row] for row in table.rows], set()
        )
        _settle(grid)
        row = 0
        while row < len(grid.rows):
            place = Place(f"{name}, row {row + 1}", group, number)
            end = self._grid_end(grid, row)
            if end > row + 1:
                yield from self._records(grid, row, end, place, name)
                row = end
            else:
                yield from self._row(grid, row, place, name)
                row += 1

    # --- rows of labels and answers -------------------------------------------------------

    def _row(self, grid: _Grid, row: int, place: Place, name: str) -> Iterator[Found]:
        cells = [faced for faced in grid.rows[row] if grid.is_free(faced)]
        at = 0
        while at < len(cells):
            faced = cells[at]
            at += 1
            if not grid.is_free(faced):
                continue
            grid.take(faced)
            if faced.face is Face.LABEL:
                yield from self._label(grid, faced, cells[at:], place, name)
            elif faced.face is Face.PAIRS:
                yield from self._pairs(faced, place)
            elif faced.face is Face.NEST:
                yield from self._nest(faced, "", place, name)
            elif faced.face is Face.TEXT:
                yield Prose(faced.cell.text, place)

    def _label(
        self, grid: _Grid, label: Faced, right: list[Faced], place: Place, name: str
    ) -> Iterator[Found]:
        if label.cell.height > 1 and _heads_labels(grid, label):
            yield self._heading(label, place)
            return
        answers = self._to_the_right(grid, label, right)
        if len(answers) == 1 and answers[0].face is Face.NEST:
            yield from self._nest(grid.take(answers[0]), label.label, place, name, label.match)
            return
        if not answers:
            answers = self._underneath(grid, label)
        if not answers:
            yield self._heading(label, place)
            return
        for answer in answers:
            grid.take(answer)
        blocks = tuple(block for answer in answers for block in answer.cell.blocks)
        if _may_head(label, self.labels):
            yield self._heading(label, place)
        yield Entry(label.label, label.match, blocks, place)

    def _to_the_right(self, grid: _Grid, label: Faced, right: list[Faced]) -> list[Faced]:
        """The cells beside a label up to the next label: one answer, or one spread over boxes."""
        found: list[Faced] = []
        for faced in right:
            if faced.face in {Face.LABEL, Face.PAIRS} or not grid.is_free(faced):
                break
            if faced.face is Face.NEST:
                return [faced] if not found else found
            found.append(faced)
        for row in range(label.cell.row + 1, label.cell.row + label.cell.height):
            found += [f for f in grid.rows[row] if f.face is Face.TEXT and grid.is_free(f)]
        return found

    def _underneath(self, grid: _Grid, label: Faced) -> list[Faced]:
        below = grid.below(label)
        while below is not None and below.face is Face.TEXT and self._is_guidance(below):
            grid.take(below)
            below = grid.below(below)
        if below is None or (below.cell.width != label.cell.width and below.face is Face.EMPTY):
            return []
        if below.face is Face.NEST and not below.label:
            return [below] if not self._has_labels(below) else []
        return [below] if below.face in {Face.TEXT, Face.EMPTY} else []

    def _is_guidance(self, faced: Faced) -> bool:
        lines = [line for line in block_lines(faced.cell.blocks) if line.text.strip()]
        return all(is_hint(line, self.labels) for line in lines)

    def _heading(self, label: Faced, place: Place) -> Heading:
        return Heading(label.label, _section(label, self.labels), place)

    def _pairs(self, faced: Faced, place: Place) -> Iterator[Found]:
        for pair in faced.pairs:
            if pair.label:
                yield Entry(pair.label, pair.match, as_paragraphs(pair.lines), place)
            else:
                yield Prose("\n".join(line.text for line in pair.lines), place)

    # --- nested tables --------------------------------------------------------------------

    def _has_labels(self, faced: Faced) -> bool:
        return any(
            face_of(cell, self.labels, self.looks).known
            for table in faced.cell.tables
            for cell in table.cells
        )

    def _nest(
        self, faced: Faced, label: str, place: Place, name: str, match: Match | None = None
    ) -> Iterator[Found]:
        """A table in a cell: the answer to the label beside it, or a form within the form."""
        words = label or faced.label
        own = match if match is not None else faced.match
        if own.key and not self._has_labels(faced):
            yield Entry(words, own, faced.cell.blocks, place)
            return
        if words:
            heading = self.labels.heading(words)
            yield Heading(words, heading, place)
        for table in faced.cell.tables:
            yield from self.read(table, name, place.table)

    # --- grids: a row of heads over rows of answers -----------------------------------------

    def _grid_end(self, grid: _Grid, row: int) -> int:
        """The row after a grid that starts with the heads in `row`; `row` + 1 if none does."""
        heads = grid.rows[row]
        free = [faced for faced in heads if grid.is_free(faced)]
        if len(free) < 2 or not _are_heads(free):
            return row + 1
        end = row + 1
        while end < len(grid.rows) and self._continues(grid, free, end):
            end += 1
        return end

    def _continues(self, grid: _Grid, heads: list[Faced], row: int) -> bool:
        cells = grid.rows[row]
        if len(cells) < 2 and len(heads) > 1:
            return False
        columns = {faced.cell.col for faced in heads}
        if len(columns & {faced.cell.col for faced in cells}) < min(len(cells), len(heads)):
            return False
        body = cells[1:] if _is_crosswise(heads, cells) else cells
        labels = [faced for faced in body if faced.face in {Face.LABEL, Face.PAIRS}]
        return not labels

    def _records(self, grid: _Grid, row: int, end: int, place: Place, name: str) -> Iterator[Found]:
        heads = {faced.cell.col: grid.take(faced) for faced in grid.rows[row]}
        for number in range(row + 1, end):
            where = f"{name}, row {number + 1}"
            spot = replace(place, where=where, record=number - row)
            cells = [grid.take(faced) for faced in grid.rows[number]]
            first = cells[0] if cells else None
            crosswise = first is not None and _is_crosswise(list(heads.values()), cells)
            for faced in cells[1:] if crosswise else cells:
                head = heads.get(faced.cell.col)
                if head is not None:
                    yield from _crossing(head, first if crosswise else None, faced, spot)


def _crossing(head: Faced, side: Faced | None, answer: Faced, place: Place) -> Iterator[Found]:
    """One answer of a grid under its head, and beside the label or number that opens its row."""
    if side is None:
        yield Entry(head.label, head.match, answer.cell.blocks, place)
        return
    numbered, label = (head, side) if head.numbered or not head.match.key else (side, head)
    stage = numbered.match.stage or label.match.stage
    child = numbered.match.child or label.match.child
    match = replace(label.match, stage=stage, child=child)
    yield Entry(label.label, match, answer.cell.blocks, replace(place, record=0), numbered.label)


def _is_crosswise(heads: list[Faced], cells: list[Faced]) -> bool:
    """Whether the row's first cell is itself a label or number, so that two labels cross."""
    first = cells[0]
    if first.face is not Face.LABEL or first.cell.col != heads[0].cell.col:
        return False
    return first.numbered or any(head.numbered for head in heads) or not heads[0].known


def _are_heads(cells: list[Faced]) -> bool:
    """Whether a row holds nothing but labels (its first cell may be empty)."""
    rest = cells[1:] if cells[0].face is Face.EMPTY else cells
    if len(rest) < 2 and not (rest and len(cells) > 1 and rest[0].numbered):
        return False
    known = any(faced.known or faced.numbered for faced in rest)
    return known and all(faced.face is Face.LABEL for faced in rest)


def _heads_labels(grid: _Grid, label: Faced) -> bool:
    """Whether a tall cell stands beside labels, as the heading of their rows."""
    rows = range(label.cell.row, label.cell.row + label.cell.height)
    beside = [f for row in rows for f in grid.rows[row] if f.cell.col > label.cell.col]
    return any(faced.face in {Face.LABEL, Face.PAIRS} for faced in beside)


def _section(label: Faced, labels: Labels) -> Match:
    heading = labels.heading(label.label)
    if heading.score >= _HEADING:
        return heading
    return Match("", 0.0, heading.stage, heading.child) if label.numbered else heading


def _may_head(label: Faced, labels: Labels) -> bool:
    """Labels that open a part of their own: a signature line, a manager's consent."""
    return labels.heading(label.label).key == "signoff"


def _settle(grid: _Grid) -> None:
    """Second thoughts, once all cells are known.

    A cell taken for label and answer in one is a label with a hint if a plain answer stands beside
    it in a table whose other first cells are labels; text in an answers' column that happens to
    read like a label is an answer.
    """
    firsts = [row[0].face for row in grid.rows if len(row) == 2]
    labelled = sum(face is Face.LABEL for face in firsts)
    if not firsts or labelled < 0.6 * len(firsts):
        return
    seconds = [row[1] for row in grid.rows if len(row) == 2]
    answers = sum(faced.face in {Face.TEXT, Face.EMPTY} for faced in seconds)
    for row in grid.rows:
        if len(row) == 2 and row[0].face is Face.PAIRS and row[1].face is Face.TEXT:
            row[0] = replace(row[0], face=Face.LABEL)
        if len(row) == 2 and row[0].face is Face.LABEL and row[1].face in {Face.LABEL, Face.PAIRS}:
            if answers > 0.6 * len(seconds):
                row[1] = replace(row[1], face=Face.TEXT)


__all__ = ["Block", "TableReader"]
