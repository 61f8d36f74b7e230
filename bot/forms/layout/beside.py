"""Tables that hold two parts of a form next to each other: the children left, the referrer right.

A row of headings opens the parts; each is read as a table of its own, one after the other.
"""

from functools import partial
from itertools import takewhile

from bot.forms.documents.model import Cell, Table
from bot.forms.wordings.labels import Labels

_HEADING = 0.9
_TWO = 2


def parts(table: Table, labels: Labels) -> list[Table]:
    """The table cut into what can be read row by row."""
    rows = table.rows
    for at, row in enumerate(rows):
        sides = _sides(row, labels)
        under = _under(sides, rows[at + 1 :]) if sides else []
        if not under:
            continue
        end = at + 1 + len(under)
        before, after = _table(rows[:at]), _table(rows[end:])
        beside = [_table(_within(side, rows[at:end])) for side in sides]
        rest = parts(after, labels) if after.cells else []
        return [part for part in (before, *beside, *rest) if part.cells]
    return [table]


def _sides(row: list[Cell], labels: Labels) -> list[range]:
    """The columns under each heading, where a row holds the headings of different parts."""
    found = [(cell, labels.headed(cell.text)) for cell in row]
    sure = all(match.score >= _HEADING for _, match in found)
    several = len({match.key for _, match in found}) == len(found) >= _TWO
    return [range(cell.col, cell.col + cell.width) for cell, _ in found] if sure and several else []


def _under(sides: list[range], rows: list[list[Cell]]) -> list[list[Cell]]:
    """The rows that belong to the parts; nothing where the headings are labels over answers."""
    if not all(len(side) >= _TWO for side in sides):
        return list(takewhile(partial(_are_lined, sides), rows))
    found = list(takewhile(partial(_fits, sides), rows))
    splits = len(found) >= _TWO and all(_splits(side, found[0]) for side in sides)
    return found if splits else []


def _are_lined(sides: list[range], cells: list[Cell]) -> bool:
    """Whether each part is one cell with labelled lines in it."""
    lined = all(sum(":" in line for line in cell.text.splitlines()) >= _TWO for cell in cells)
    return lined and _fits(sides, cells)


def _fits(sides: list[range], cells: list[Cell]) -> bool:
    """Whether no cell of a row reaches from one part into the next, or stands outside of both."""
    return all(
        any(cell.col in side and cell.col + cell.width - 1 in side for side in sides)
        for cell in cells
    )


def _splits(side: range, cells: list[Cell]) -> bool:
    """Whether a part has several cells a row, so that its heading is no label over an answer."""
    return sum(cell.col in side for cell in cells) >= _TWO


def _within(side: range, rows: list[list[Cell]]) -> list[list[Cell]]:
    return [[cell for cell in row if cell.col in side] for row in rows]


def _table(rows: list[list[Cell]]) -> Table:
    """The rows as a table; its cells stay in the places that they have in the whole."""
    return Table(tuple(cell for row in rows for cell in row))
