"""Ruled lines on a page made into tables: their cells, with what is merged kept as one."""

from dataclasses import dataclass, field

from bot.forms.documents.pdf_page import Box

_NEAR = 3.0
_SMALL = 6.0
_MOST = 4_000


@dataclass(frozen=True, slots=True)
class RuledCell:
    """A cell of a ruled table: its place in the grid, its reach, and its sides on the page."""

    row: int
    col: int
    width: int
    height: int
    box: Box


@dataclass(slots=True)
class _Rules:
    """Lines that touch each other, and so draw one table."""

    level: list[Box] = field(default_factory=list)
    upright: list[Box] = field(default_factory=list)


def ruled_tables(boxes: list[Box]) -> list[list[RuledCell]]:
    """The tables that the rules of a page draw, from the top of the page down."""
    level = [box for box in boxes if box.is_level][:_MOST]
    upright = [box for box in boxes if box.is_upright][:_MOST]
    tables = [_cells(rules) for rules in _connected(level, upright)]
    return sorted((cells for cells in tables if len(cells) > 1), key=lambda cells: -cells[0].box.y1)


def _connected(level: list[Box], upright: list[Box]) -> list[_Rules]:
    lines = [(box, True) for box in level] + [(box, False) for box in upright]
    group = list(range(len(lines)))

    def root(index: int) -> int:
        while group[index] != index:
            group[index] = group[group[index]]
            index = group[index]
        return index

    order = sorted(range(len(lines)), key=lambda i: lines[i][0].x0)
    for place, i in enumerate(order):
        for j in order[place + 1 :]:
            if lines[j][0].x0 > lines[i][0].x1 + _NEAR:
                break
            if _touch(lines[i][0], lines[j][0]):
                group[root(i)] = root(j)
    found: dict[int, _Rules] = {}
    for index, (box, is_level) in enumerate(lines):
        rules = found.setdefault(root(index), _Rules())
        (rules.level if is_level else rules.upright).append(box)
    return [rules for rules in found.values() if len(rules.level) > 1 and len(rules.upright) > 1]


def _touch(one: Box, other: Box) -> bool:
    return (
        one.x0 - _NEAR <= other.x1
        and other.x0 - _NEAR <= one.x1
        and one.y0 - _NEAR <= other.y1
        and other.y0 - _NEAR <= one.y1
    )


def _steps(places: list[float]) -> list[float]:
    """Places along one side, those that differ by a hair taken as one."""
    steps: list[float] = []
    for place in sorted(places):
        if not steps or place - steps[-1] > _SMALL:
            steps.append(place)
    return steps


def _cells(rules: _Rules) -> list[RuledCell]:
    xs = _steps([line.x0 for line in rules.upright])
    ys = _steps([line.y0 for line in rules.level])[::-1]
    if len(xs) < 2 or len(ys) < 2 or len(xs) * len(ys) > _MOST:
        return []
    taken: set[tuple[int, int]] = set()
    cells: list[RuledCell] = []
    for row in range(len(ys) - 1):
        for col in range(len(xs) - 1):
            if (row, col) in taken:
                continue
            width = height = 1
            while col + width < len(xs) - 1 and not _parted(
                rules.upright, xs[col + width], ys, row
            ):
                width += 1
            while row + height < len(ys) - 1 and not _floored(
                rules.level, ys[row + height], xs[col], xs[col + width]
            ):
                height += 1
            taken |= {(row + r, col + c) for r in range(height) for c in range(width)}
            box = Box(xs[col], ys[row + height], xs[col + width], ys[row])
            cells.append(RuledCell(row, col, width, height, box))
    return cells


def _parted(upright: list[Box], x: float, ys: list[float], row: int) -> bool:
    """Whether an upright line at `x` runs through the middle of a row."""
    middle = (ys[row] + ys[row + 1]) / 2
    return any(abs(line.x0 - x) <= _SMALL and line.y0 <= middle <= line.y1 for line in upright)


def _floored(level: list[Box], y: float, left: float, right: float) -> bool:
    """Whether a level line at `y` runs under the middle of a cell."""
    middle = (left + right) / 2
    return any(abs(line.y0 - y) <= _SMALL and line.x0 <= middle <= line.x1 for line in level)
