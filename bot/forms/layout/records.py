"""Grids: a row of heads over rows of answers, such as one child or one agency a row."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import pairwise

from bot.forms.documents.model import TICKED, UNTICKED, Paragraph, Run
from bot.forms.documents.ticks import has_mark
from bot.forms.layout.entries import Entry, Found, Place
from bot.forms.layout.faces import Face, Faced, as_label
from bot.forms.layout.grid import Grid
from bot.forms.wordings.labels import Labels, Match

_AGENCIES = {"agency", "referrer_agency", "agency_challenged"}
_PARTIES = {"referrer", "person", "manager", "child"}
_PLAIN = {"", "escalation_stage", "child.name"}


@dataclass(frozen=True, slots=True)
class Records:
    """Reads the grids of one table."""

    grid: Grid
    labels: Labels

    def mark_options(self, row: int) -> None:
        """Under heads that are options ("Yes", "No"), each row's mark as the option chosen."""
        heads = [f for f in self.grid.rows[row] if f.face is not Face.EMPTY]
        options = {f.cell.col: f.cell.text.strip() for f in heads if self._is_option(f)}
        if len(options) < 2 or len(options) < len(heads) - 1:
            return
        for number in range(row + 1, len(self.grid.rows)):
            cells = self.grid.rows[number]
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
            self.grid.rows[number] = [*kept, Faced(answer, Face.TEXT)]
        self.grid.rows[row] = [f for f in self.grid.rows[row] if f.cell.col not in options]

    def _is_option(self, faced: Faced) -> bool:
        return self.labels.is_option(faced.cell.text) and not has_mark(faced.cell.text)

    def end(self, row: int) -> int:
        """The row after a grid that starts with the heads in `row`; `row` + 1 if none does."""
        heads = self.grid.rows[row]
        free = [faced for faced in heads if self.grid.is_free(faced)]
        if len(free) < 2 or not _are_heads(free):
            return row + 1
        end = row + 1
        while end < len(self.grid.rows) and self._continues(free, end):
            end += 1
        return end

    def _continues(self, heads: list[Faced], row: int) -> bool:
        cells = self.grid.rows[row]
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
        number = cells[0].cell.text.strip()
        if heads[0].match.key == "escalation_stage" and re.fullmatch("[1-9]", number):
            label = replace(cells[0], face=Face.LABEL, label=f"Stage {number}")
            stage = self.labels.stages.place_of(int(number))
            return [replace(label, match=Match("", 0.0, stage=stage)), *cells[1:]]
        first = as_label(cells[0], self.labels)
        if heads[0].face is Face.EMPTY and all(head.numbered for head in heads[1:]):
            return [first, *cells[1:]] if first.known else cells
        numbered = first.numbered and len(first.label.split()) <= 12
        plain = heads[0].face is Face.EMPTY or heads[0].match.key in _PLAIN
        return [first, *cells[1:]] if numbered and plain else cells

    def read(self, row: int, end: int, place: Place, name: str) -> Iterator[Found]:
        """The answers of the grid in rows `row` to `end`, each under its head."""
        heads = {faced.cell.col: self.grid.take(faced) for faced in self.grid.rows[row]}
        for number in range(row + 1, end):
            where = f"{name}, row {number + 1}"
            spot = replace(place, where=where, record=number - row)
            cells = [self.grid.take(faced) for faced in self.grid.rows[number]]
            yield from self._record(heads, self._sided(list(heads.values()), cells), spot)

    def _record(self, heads: dict[int, Faced], cells: list[Faced], place: Place) -> Iterator[Found]:
        side = cells[0] if _is_crosswise(list(heads.values()), cells) else None
        before: Faced | None = None
        for faced in cells if side is None else cells[1:]:
            head = heads.get(faced.cell.col)
            if faced.face is not Face.LABEL and before is not None:
                part = heads.get(before.cell.col)
                beside = "" if part is None else part.label
                alone = replace(place, record=0)
                yield Entry(before.label, before.match, faced.cell.blocks, alone, beside=beside)
            elif faced.face is not Face.LABEL and head is not None:
                yield self._crossing(head, side, faced, place)
            before = faced if faced.face is Face.LABEL else None

    def _crossing(self, head: Faced, side: Faced | None, answer: Faced, place: Place) -> Entry:
        """An answer of a grid under its head, and beside the label or number that opens its row."""
        if side is None:
            return Entry(head.label, head.match, answer.cell.blocks, place)
        aside = head.numbered or not head.match.key or self._is_party(head, side)
        numbered, label = (head, side) if aside else (side, head)
        stage = numbered.match.stage or label.match.stage
        child = numbered.match.child or label.match.child
        match = replace(label.match, stage=stage, child=child)
        alone = replace(place, record=0)
        return Entry(label.label, match, answer.cell.blocks, alone, numbered.label)

    def _is_party(self, head: Faced, side: Faced) -> bool:
        """Whether a head says of whom the labels beside the rows ask: "Agency responding", "Role".

        Of "Agency" it says more than that.
        """
        asks = "in" in self.labels.tables["labels"].get(side.match.key, {})
        if side.match.key == "agency" and head.match.key in _AGENCIES:
            return False
        return asks and self.labels.headed(head.label).key in _PARTIES


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
