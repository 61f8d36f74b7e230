"""The index of one column: rows by value, and values in order for ranges."""

from bisect import bisect_left, bisect_right, insort
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from bot.sandbox.core.clock import iso

_NOBODY: dict[int, None] = {}
# Behind every text that starts with the same characters.
_LAST = "\U0010ffff"


class Index:
    """`_order` is made by the first range that is asked for, and kept from then on."""

    def __init__(self) -> None:
        self._rows: dict[Any, dict[int, None]] = {}
        self._order: list[Any] | None = None

    def add(self, value: Any, row_id: int) -> None:
        key = index_key(value)
        if key not in self._rows:
            self._rows[key] = {}
            if self._order is not None:
                insort(self._order, key)
        self._rows[key][row_id] = None

    def discard(self, value: Any, row_id: int) -> None:
        self._rows[index_key(value)].pop(row_id, None)

    def holders(self, value: Any) -> Iterable[int]:
        """The rows with that value."""
        return self._rows.get(index_key(value), _NOBODY)

    def has_repeats(self) -> bool:
        return any(len(rows) > 1 for rows in self._rows.values())

    def found(self, operator: str, value: Any) -> list[int] | None:
        """The rows that `operator value` may concern, in order; None when the index cannot tell."""
        key = index_key(value)
        if operator == "eq":
            return sorted(self._rows.get(key, _NOBODY))
        order = self._ordered()
        bounds = {
            "lt": (0, bisect_right(order, key)),
            "le": (0, bisect_right(order, key)),
            "gt": (bisect_left(order, key), len(order)),
            "ge": (bisect_left(order, key), len(order)),
        }
        if operator == "startswith" and isinstance(key, str):
            bounds[operator] = (bisect_left(order, key), bisect_right(order, key + _LAST))
        if operator not in bounds:
            return None
        first, last = bounds[operator]
        return sorted(row for key in order[first:last] for row in self._rows[key])

    def _ordered(self) -> list[Any]:
        if self._order is None:
            self._order = sorted(self._rows)
        return self._order


def index_key(value: Any) -> Any:
    """SharePoint compares text without regard to case; moments are kept as text."""
    if isinstance(value, datetime):
        value = iso(value)
    return value.casefold() if isinstance(value, str) else value
