"""Two agencies side by side: "From" and "To", and under both the same questions.

Each row asks the same twice; the side on which the raising agency stands is the referrer's.
"""

from collections import defaultdict
from dataclasses import replace

from bot.forms.layout.entries import Entry, Found
from bot.forms.wordings.labels import Labels
from bot.forms.wordings.wording import fold

_RAISING = "referrer_agency"
_BOTH = {_RAISING, "agency_challenged"}
_Row = dict[int, Entry]  # by their places among all that was found


def with_sides(found: list[Found], labels: Labels) -> list[Found]:
    """What was found, questions asked of both agencies told apart."""
    told = list(found)
    for rows in _tables(found):
        sides = [side for row in rows if (side := _raising_side(row)) is not None]
        asked = [row for row in rows if _asks_the_same(row)] if sides else []
        for row in asked:
            for side, (at, entry) in enumerate(row.items()):
                told[at] = _of_side(entry, labels, theirs=side != sides[0])
    return told


def _tables(found: list[Found]) -> list[list[_Row]]:
    """The rows of each table."""
    tables: defaultdict[int, defaultdict[str, _Row]] = defaultdict(lambda: defaultdict(dict))
    for at, item in enumerate(found):
        if isinstance(item, Entry) and not item.place.record:
            tables[item.place.group][item.place.where][at] = item
    return [list(rows.values()) for rows in tables.values()]


def _raising_side(row: _Row) -> int | None:
    """On which side the raising agency stands, in the row that names both."""
    keys = [entry.match.key for entry in row.values()]
    return keys.index(_RAISING) if len(keys) == len(_BOTH) and set(keys) == _BOTH else None


def _asks_the_same(row: _Row) -> bool:
    labels = [fold(entry.label) for entry in row.values()]
    return len(labels) == len(_BOTH) and labels[0] == labels[1]


def _of_side(entry: Entry, labels: Labels, *, theirs: bool) -> Entry:
    key = "-" if theirs else labels.field_in(entry.match.key, "referrer")
    return replace(entry, match=replace(entry.match, key=key))
