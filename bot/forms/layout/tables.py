"""Tables read as people fill them in: labels to the left, above, in the cell, or as heads."""

from collections.abc import Iterator
from dataclasses import dataclass

from bot.forms.documents.content import as_paragraphs, block_lines
from bot.forms.documents.model import Block, Cell, Paragraph, Run, Table
from bot.forms.fields import CHOICES
from bot.forms.layout.beside import parts
from bot.forms.layout.entries import Entry, Found, Heading, Place, Prose
from bot.forms.layout.faces import Face, Faced, as_label, face_of
from bot.forms.layout.grid import Grid
from bot.forms.layout.hints import is_hint
from bot.forms.layout.looks import Looks, looks_in, looks_of_heads
from bot.forms.layout.records import Records
from bot.forms.layout.settling import bands, settle, without_guidance
from bot.forms.wordings.labels import Labels, Match

_HEADING = 0.9
_LONGEST_HEADING = 14


@dataclass(slots=True)
class TableReader:
    """Reads one table after another; nested tables are read where they stand."""

    labels: Labels
    looks: Looks
    groups: int = 0

    def read(self, table: Table, name: str, number: int) -> Iterator[Found]:
        """Everything that the table holds, in reading order."""
        for part in parts(table, self.labels):
            yield from self._part(part, name, number)

    def _part(self, table: Table, name: str, number: int) -> Iterator[Found]:
        self.groups += 1
        group = self.groups
        looks = looks_in(table, self.labels, self.looks)
        rows: list[list[Faced]] = []
        for band in bands(without_guidance(table, self.labels)):
            own = looks_of_heads([cell for row in band for cell in row], self.labels, looks)
            faces = [[face_of(cell, self.labels, own) for cell in row] for row in band]
            settle(faces, self.labels, own)
            rows += faces
        grid = Grid(rows, set())
        records = Records(grid, self.labels)
        row = 0
        while row < len(grid.rows):
            place = Place(f"{name}, row {row + 1}", group, number)
            records.mark_options(row)
            end = records.end(row)
            if end > row + 1:
                yield from records.read(row, end, place, name)
                row = end
            else:
                yield from self._row(grid, row, place, name)
                row += 1

    def _row(self, grid: Grid, row: int, place: Place, name: str) -> Iterator[Found]:
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
                wide = faced.cell.width > 1
                yield self._text(faced, place, alone=len(grid.rows[row]) == 1, wide=wide)

    def _text(self, faced: Faced, place: Place, *, alone: bool, wide: bool) -> Found:
        """Text under no label: prose, or a heading that has a row to itself.

        One in bold across the table is a heading whatever it says.
        """
        words = " ".join(faced.cell.text.split())
        if not alone or len(words.split()) > _LONGEST_HEADING:
            return Prose(faced.cell.text, place)
        lines = block_lines(faced.cell.blocks)
        if wide and all(line.share("bold") > _HEADING for line in lines if line.text.strip()):
            return Heading(words, self.labels.headed(words), place)
        heading = self.labels.heading(words)
        if heading.score >= _HEADING:
            return Heading(words, heading, place)
        return Prose(faced.cell.text, place)

    def _option_rows(self, grid: Grid, label: Faced) -> Table | None:
        """The rows under a choice that hold one option each, with its mark beside it."""
        kept: list[Cell] = []
        for row in grid.rows[label.cell.row + 1 :]:
            options = [f for f in row if self.labels.is_option(f.cell.text)]
            if len(options) != 1 or len(row) < 2:
                break
            kept += [grid.take(faced).cell for faced in row]
        return Table(tuple(kept)) if len({cell.row for cell in kept}) > 1 else None

    def _label(
        self, grid: Grid, label: Faced, right: list[Faced], place: Place, name: str
    ) -> Iterator[Found]:
        if label.cell.height > 1 and _heads_labels(grid, label):
            yield self._heading(label, place)
            return
        answers = self._to_the_right(grid, label, right)
        if label.match.key in CHOICES and all(faced.face is Face.EMPTY for faced in answers):
            options = self._option_rows(grid, label)
            if options is not None:
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
        taken = [grid.take(answer) for answer in answers]
        said = [answer for answer in taken if not self._is_guidance(answer)]
        blocks = _spelt_out(said or taken)
        if _may_head(label, self.labels):
            yield self._heading(label, place)
        yield Entry(label.label, label.match, blocks, place)

    def _to_the_right(self, grid: Grid, label: Faced, right: list[Faced]) -> list[Faced]:
        """The cells beside a label up to the next label: one answer, or one spread over boxes."""
        found: list[Faced] = []
        for faced in right:
            if faced.face in {Face.LABEL, Face.PAIRS} or not grid.is_free(faced):
                break
            if faced.face is Face.NEST:
                return found or [faced]
            found.append(faced)
        for row in range(label.cell.row + 1, label.cell.row + label.cell.height):
            found += [f for f in grid.rows[row] if f.face is Face.TEXT and grid.is_free(f)]
        return found

    def _underneath(self, grid: Grid, label: Faced) -> list[Faced]:
        below = grid.below(label)
        while below is not None and below.face is Face.TEXT and self._is_guidance(below):
            grid.take(below)
            below = grid.below(below)
        if below is None or (below.cell.width != label.cell.width and below.face is Face.EMPTY):
            return []
        if label.cell.width > below.cell.width and len(grid.rows[label.cell.row]) == 1:
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

    def _has_labels(self, faced: Faced) -> bool:
        return any(
            as_label(face_of(cell, self.labels, looks), self.labels).known
            for table in faced.cell.tables
            for looks in (looks_in(table, self.labels, self.looks),)
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


def _spelt_out(answers: list[Faced]) -> tuple[Block, ...]:
    """The blocks of an answer; one written a character to a box is put together."""
    filled = [faced.cell.text.strip() for faced in answers if faced.cell.text.strip()]
    if len(filled) >= 4 and all(len(text) == 1 and text.isalnum() for text in filled):
        return (Paragraph((Run("".join(filled)),)),)
    return tuple(block for answer in answers for block in answer.cell.blocks)


def _heads_labels(grid: Grid, label: Faced) -> bool:
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
