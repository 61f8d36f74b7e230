"""Tables read as people fill them in: labels to the left, above, in the cell, or as a grid's heads."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import pairwise

from bot.forms.content import as_paragraphs, block_lines
from bot.forms.entries import Entry, Found, Heading, Place, Prose
from bot.forms.faces import Face, Faced, as_answer, as_label, face_of, is_hint
from bot.forms.fields import CHOICES
from bot.forms.labels import Labels, Match
from bot.forms.looks import Looks
from bot.forms.model import TICKED, UNTICKED, Block, Cell, Paragraph, Run, Table
from bot.forms.wording import fold

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
        rows = [
            [face_of(cell, self.labels, self.looks) for cell in row]
            for row in _without_guidance(table, self.labels)
        ]
        _settle(rows, self.labels, self.looks)
        grid = _Grid(rows, set())
        row = 0
        while row < len(grid.rows):
            place = Place(f"{name}, row {row + 1}", group, number)
            self._mark_options(grid, row)
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

    def _option_rows(self, grid: _Grid, label: Faced) -> Table | None:
        """The rows under a choice that hold one option each, with its mark beside it."""
        kept: list[Cell] = []
        for row in grid.rows[label.cell.row + 1 :]:
            options = [f for f in row if self.labels.is_option(f.cell.text)]
            if len(options) != 1 or len(row) < 2:
                break
            kept += [grid.take(faced).cell for faced in row]
        return Table(tuple(kept)) if len({cell.row for cell in kept}) > 1 else None

    def _label(
        self, grid: _Grid, label: Faced, right: list[Faced], place: Place, name: str
    ) -> Iterator[Found]:
        if label.cell.height > 1 and _heads_labels(grid, label):
            yield self._heading(label, place)
            return
        answers = self._to_the_right(grid, label, right)
        if label.match.key in CHOICES and all(faced.face is Face.EMPTY for faced in answers):
            options = self._option_rows(grid, label)
            if options is not None:
                for answer in answers:
                    grid.take(answer)
                yield Entry(label.label, label.match, (options,), place)
                return
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
        blocks = _spelt_out(answers)
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

    def _mark_options(self, grid: _Grid, row: int) -> None:
        """Under heads that are options ("Yes", "No"), each row's mark as the option chosen."""
        heads = [f for f in grid.rows[row] if f.face is not Face.EMPTY]
        options = {f.cell.col: f.cell.text.strip() for f in heads if self._is_option(f)}
        if len(options) < 2 or len(options) < len(heads) - 1:
            return
        for number in range(row + 1, len(grid.rows)):
            cells = grid.rows[number]
            marks = [f for f in cells if f.cell.col in options]
            if len(marks) != len(options) or any(len(f.cell.text.strip()) > 6 for f in marks):
                return
            if not any(f.cell.text.strip() for f in marks):
                continue
            chosen = [
                Run(f"{TICKED if f.cell.text.strip() else UNTICKED} {options[f.cell.col]}  ")
                for f in marks
            ]
            answer = replace(marks[0].cell, blocks=(Paragraph(tuple(chosen)),))
            kept = [as_label(f, self.labels) for f in cells if f.cell.col not in options]
            grid.rows[number] = [*kept, Faced(answer, Face.TEXT)]
        grid.rows[row] = [f for f in grid.rows[row] if f.cell.col not in options]

    def _is_option(self, faced: Faced) -> bool:
        return self.labels.is_option(faced.cell.text)

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
        body = cells[1:] if _is_crosswise(heads, self._sided(heads, cells)) else cells
        labels = [faced for faced in body if faced.face in {Face.LABEL, Face.PAIRS}]
        return not labels or (body[0] not in labels and _pairs_off(body))

    def _sided(self, heads: list[Faced], cells: list[Faced]) -> list[Faced]:
        """The cells of a row, a first one such as "Level 2 manager" taken for the label it is."""
        if not cells or cells[0].face is not Face.TEXT or cells[0].cell.col != heads[0].cell.col:
            return cells
        first = as_label(cells[0], self.labels)
        numbered = first.numbered and len(first.label.split()) <= 12
        plain = heads[0].face is Face.EMPTY or heads[0].match.key in {"", "escalation_stage"}
        return [first, *cells[1:]] if numbered and plain else cells

    def _records(self, grid: _Grid, row: int, end: int, place: Place, name: str) -> Iterator[Found]:
        heads = {faced.cell.col: grid.take(faced) for faced in grid.rows[row]}
        for number in range(row + 1, end):
            where = f"{name}, row {number + 1}"
            spot = replace(place, where=where, record=number - row)
            cells = [grid.take(faced) for faced in grid.rows[number]]
            cells = self._sided(list(heads.values()), cells)
            first = cells[0] if cells else None
            crosswise = first is not None and _is_crosswise(list(heads.values()), cells)
            side = first if crosswise else None
            for before, faced in pairwise([None, *cells][1 if crosswise else 0 :]):
                head = heads.get(faced.cell.col)
                if faced.face is Face.LABEL:
                    continue
                if before is not None and before.face is Face.LABEL and before is not side:
                    part = heads.get(before.cell.col)
                    beside = part.label if part else ""
                    yield Entry(
                        before.label, before.match, faced.cell.blocks, place, beside=beside
                    )
                elif head is not None:
                    yield from _crossing(head, side, faced, spot)


def _spelt_out(answers: list[Faced]) -> tuple[Block, ...]:
    """The blocks of an answer; one written a character to a box is put together."""
    filled = [faced.cell.text.strip() for faced in answers if faced.cell.text.strip()]
    if len(filled) >= 4 and all(len(text) == 1 and text.isalnum() for text in filled):
        return (Paragraph((Run("".join(filled)),)),)
    return tuple(block for answer in answers for block in answer.cell.blocks)


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
    rest = [faced for faced in cells if faced.face is not Face.EMPTY]
    if len(rest) < 2 and not (rest and len(cells) > 1 and rest[0].numbered):
        return False
    known = any(faced.known or faced.numbered for faced in rest)
    return known and all(faced.face is Face.LABEL for faced in rest)


def _pairs_off(cells: list[Faced]) -> bool:
    """Whether every label in a row of a grid has its own answer right beside it."""
    return all(
        faced.face is not Face.LABEL or (beside is not None and beside.face is not Face.LABEL)
        for faced, beside in pairwise([*cells, None])
        if faced is not None
    )


def _heads_labels(grid: _Grid, label: Faced) -> bool:
    """Whether a tall cell stands beside labels, as the heading of their rows."""
    rows = range(label.cell.row, label.cell.row + label.cell.height)
    beside = [f for row in rows for f in grid.rows[row] if f.cell.col > label.cell.col]
    return any(faced.face in {Face.LABEL, Face.PAIRS} for faced in beside)


def _section(label: Faced, labels: Labels) -> Match:
    heading = labels.headed(label.label)
    if heading.score >= _HEADING:
        return heading
    return Match("", 0.0, heading.stage, heading.child) if label.numbered else heading


def _may_head(label: Faced, labels: Labels) -> bool:
    """Labels that open a part of their own: a signature line, a manager's consent."""
    return labels.heading(label.label).key == "signoff"


def _without_guidance(table: Table, labels: Labels) -> list[list[Cell]]:
    """The rows without a column that, by its head, only says how to fill in the next one."""
    if not table.rows:
        return []
    guiding = set(labels.tables["guidance_heads"])
    heads = table.rows[0]
    dropped = {cell.col for cell in heads if fold(cell.text).strip(" :") in guiding}
    if not dropped or len(heads) - len(dropped) < 2:
        return table.rows
    kept = [[cell for cell in row if cell.col not in dropped] for row in table.rows]
    return kept[1:] if len(heads) - len(dropped) == 2 and _only_heads(heads, labels) else kept


def _only_heads(heads: list[Cell], labels: Labels) -> bool:
    """Whether the heads are words like "Question" and "Answer" that ask for nothing themselves."""
    return not any(labels.match(cell.text).key for cell in heads)


def _settle(rows: list[list[Faced]], labels: Labels, looks: Looks) -> None:
    """Second thoughts, once all cells of a table are known.

    Rows of one shape are either labels with answers beside them, or answers under a row of heads;
    whichever puts more known labels where labels belong settles the cells that could be both.
    Where labels have a look of their own, that has settled it already.
    """
    if looks.bold or looks.shaded:
        for row in rows:
            _settle_hints(row)
        return
    start = 0
    while start < len(rows):
        end = start + 1
        shape = _shape(rows[start])
        while end < len(rows) and _shape(rows[end]) == shape:
            end += 1
        if len(shape) > 1:
            _settle_band(rows[start:end], labels)
        start = end


def _shape(row: list[Faced]) -> list[tuple[int, int]]:
    return [(faced.cell.col, faced.cell.width) for faced in row]


def _settle_band(band: list[list[Faced]], labels: Labels) -> None:
    side = [_known(faced) for row in band for faced in row[::2]]
    beside = [_known(faced) for row in band for faced in row[1::2]]
    heads = [_known(faced) for faced in band[0]]
    under = [_known(faced) for row in band[1:] for faced in row if not faced.numbered]
    alternate = sum(side) - sum(beside)
    headed = sum(heads) - sum(under)
    if any(faced.numbered for faced in band[0]):
        return
    if sum(row[0].numbered for row in band[1:]) >= max(2, len(band) - 2):
        if sum(heads) >= 2:
            band[0][:] = [as_label(faced, labels) for faced in band[0]]
        return
    if len(band[0]) % 2 == 0 and alternate > headed and sum(side) >= max(1.5, 2 * sum(beside)):
        for row in band:
            trusted = sum(side) >= (0.6 if any(beside) else 0.35) * len(side)
            _alternate(row, labels, trusted=trusted)
    elif len(band) > 1 and headed > alternate and sum(heads) >= max(2, len(heads) / 2):
        band[0][:] = [as_label(faced, labels) for faced in band[0]]
        for row in band[1:]:
            row[:] = [faced if faced.numbered else as_answer(faced) for faced in row]


def _known(faced: Faced) -> float:
    """How much a cell looks like a label whose meaning is known."""
    if faced.face not in {Face.LABEL, Face.PAIRS} or not faced.match.key:
        return 0.0
    return 1.0 if faced.match.score >= _HEADING else 0.5


def _settle_hints(row: list[Faced]) -> None:
    """A label with other words in its cell is a label with a hint if an answer stands beside it."""
    for place, faced in enumerate(row[:-1]):
        if faced.face is Face.PAIRS and row[place + 1].face is Face.TEXT:
            row[place] = replace(faced, face=Face.LABEL)


def _alternate(row: list[Faced], labels: Labels, *, trusted: bool) -> None:
    _settle_hints(row)
    for place, faced in enumerate(row):
        if place % 2:
            row[place] = as_answer(faced) if row[place - 1].face is not Face.PAIRS else faced
        elif trusted and row[place + 1].face in {Face.TEXT, Face.EMPTY}:
            row[place] = as_label(faced, labels)
