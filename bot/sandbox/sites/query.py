"""$filter and $orderby on rows: by index where there is one, and refused as SharePoint refuses."""

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from bot.sandbox.core.clock import moment_of
from bot.sandbox.core.errors import invalid_filter, not_implemented
from bot.sandbox.core.odata.evaluate import Test, comparable, comparison, test_for
from bot.sandbox.core.odata.filters import parse_filter
from bot.sandbox.core.odata.tree import Compare, Leaf, Node, comparisons, conjuncts
from bot.sandbox.sites.columns import Column
from bot.sandbox.sites.errors import over_threshold, unindexed, unknown_field
from bot.sandbox.sites.lists import SharePointList
from bot.sandbox.sites.rows import Row

THRESHOLD = 5000
_OPERATORS = frozenset({"eq", "ne", "lt", "le", "gt", "ge", "startswith"})
_ALWAYS_INDEXED = frozenset({"id", "ID"})
_BUILT_IN: dict[str, Callable[[Row], Any]] = {
    "id": lambda row: row.id,
    "ID": lambda row: row.id,
    "Created": lambda row: row.created_at,
    "Modified": lambda row: row.latest.at,
}


class Query:
    """`tolerant` allows columns without an index, at the client's own risk."""

    def __init__(self, target: SharePointList, *, tolerant: bool) -> None:
        self._list = target
        self._tolerant = tolerant

    def rows(self, condition: str | None, order: Sequence[tuple[str, bool]]) -> list[Row]:
        """Raises GraphError: 400 unindexed or unreadable, 429 past the list view threshold."""
        found = list(self._list.rows.values()) if condition is None else self._filtered(condition)
        for path, descending in reversed(order):
            read = self._reader(path)
            found = sorted(found, key=lambda row: _sortable(read(row)), reverse=descending)
        return found

    def _filtered(self, condition: str) -> list[Row]:
        node = parse_filter(condition)
        test = test_for(node, self._leaf)
        candidates = self._candidates(node)
        self._check_threshold(node)
        return [row for row in candidates if test(row)]

    def _candidates(self, node: Node) -> Iterable[Row]:
        """Those that the index of the most telling term leaves, else all."""
        found = [self._by_index(t) for t in conjuncts(node) if isinstance(t, Compare)]
        told = [ids for ids in found if ids is not None]
        if not told:
            return self._list.rows.values()
        return [self._list.rows[row_id] for row_id in min(told, key=len)]

    def _by_index(self, term: Compare) -> list[int] | None:
        index = self._list.indexes.get(_name(term.path))
        if index is None or term.value is None:
            return None
        return index.found(term.operator, self._typed(term).value)

    def _check_threshold(self, node: Node) -> None:
        """The first column filtered by decides how many rows the server has to touch."""
        if len(self._list.rows) <= THRESHOLD:
            return
        first = comparisons(node)[0]
        test, told = self._leaf(first), self._by_index(first)
        rows = self._list.rows
        touched = rows.values() if told is None else (rows[row_id] for row_id in told)
        if sum(1 for row in touched if test(row)) > THRESHOLD:
            raise over_threshold()

    def _leaf(self, node: Leaf) -> Test[Row]:
        if not isinstance(node, Compare):
            raise not_implemented("any() on list items")
        if node.operator not in _OPERATORS:
            raise invalid_filter(f"'{node.operator}' is not supported on list items.")
        return comparison(self._typed(node), self._reader(node.path))

    def _typed(self, node: Compare) -> Compare:
        """The literal in the column's own type: dates and numbers may come as text."""
        column = self._list.columns.get(_name(node.path))
        name = _name(node.path)
        is_moment = name in {"Created", "Modified"} or (column and column.kind == "dateTime")
        if is_moment and isinstance(node.value, str):
            return Compare(node.path, node.operator, moment_of(node.value))
        if column and column.kind == "boolean" and isinstance(node.value, int):
            return Compare(node.path, node.operator, bool(node.value))
        numeric = name in _ALWAYS_INDEXED or (column and _holds_numbers(column))
        if numeric and isinstance(node.value, str):
            return Compare(node.path, node.operator, float(node.value))
        return node

    def _reader(self, path: str) -> Callable[[Row], Any]:
        if not path.startswith("fields/"):
            raise invalid_filter(f"'{path}': list items are filtered by fields/… only.")
        raw = path.removeprefix("fields/")
        if raw in _BUILT_IN:
            self._check_index(raw, indexed=raw in _ALWAYS_INDEXED)
            return _BUILT_IN[raw]
        column = self._list.columns.get(_name(path))
        if column is None or column.is_lookup != raw.endswith("LookupId"):
            raise unknown_field(raw)
        self._check_index(raw, indexed=column.indexed)
        return lambda row: row.fields.get(column.name)

    def _check_index(self, name: str, *, indexed: bool) -> None:
        if not indexed and not self._tolerant:
            raise unindexed(name)
        if not indexed and len(self._list.rows) > THRESHOLD:
            raise over_threshold()


def _name(path: str) -> str:
    return path.removeprefix("fields/").removesuffix("LookupId")


def _holds_numbers(column: Column) -> bool:
    return column.kind in {"number", "currency"} or column.is_lookup


def _sortable(value: Any) -> tuple[bool, Any]:
    return (value is not None, comparable(value, like=value) if value is not None else 0)
