"""One list: its columns, rows, indexes and history. Everything that SharePoint enforces on it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from bot.sandbox.core.changes import Change, Changes
from bot.sandbox.sites.columns import MOST_INDEXES, Column, changed_settings
from bot.sandbox.sites.errors import (
    duplicate_value,
    etag_mismatch,
    invalid_request,
    item_not_found,
    name_exists,
    read_only_field,
    unknown_field,
)
from bot.sandbox.sites.indexes import Index
from bot.sandbox.sites.rows import Author, Row
from bot.sandbox.sites.values import stored

_BUILT_IN_READ_ONLY = frozenset({"id", "ID", "Created", "Modified", "Author", "Editor"})


@dataclass(slots=True)
class Switches:
    """`strict_choices` refuses values outside the set; the status of a duplicate varies."""

    strict_choices: bool = False
    duplicate_status: int = 400


@dataclass(slots=True, eq=False)
class SharePointList:
    """`history` holds row ids in order of change, for delta; a row that is gone was deleted."""

    id: str
    display_name: str
    name: str
    template: str
    created_by: Author
    created_at: str
    switches: Switches
    description: str = ""
    hidden: bool = False
    columns: dict[str, Column] = field(default_factory=dict)
    rows: dict[int, Row] = field(default_factory=dict)
    history: list[int] = field(default_factory=list)
    indexes: dict[str, Index] = field(default_factory=dict)
    next_id: int = 1
    site_id: str = ""
    changes: Changes = field(default_factory=Changes)

    def add_column(self, column: Column) -> Column:
        """Raises GraphError: 409 for a name in use, 400 past twenty indexes."""
        if column.name in self.columns:
            raise name_exists(f"A column named '{column.name}' already exists.")
        self._install(column)
        return column

    def change_column(self, column: Column, definition: Mapping[str, Any]) -> Column:
        """Raises GraphError 400."""
        changed = changed_settings(column, definition)
        self._install(changed)
        return changed

    def remove_column(self, column: Column) -> None:
        del self.columns[column.name]
        self.indexes.pop(column.name, None)

    def column(self, reference: str) -> Column:
        """By id or internal name. Raises GraphError 404."""
        for column in self.columns.values():
            if reference in (column.id, column.name):
                return column
        raise item_not_found()

    def row(self, row_id: str) -> Row:
        """Raises GraphError 404."""
        found = self.rows.get(int(row_id)) if row_id.isdecimal() else None
        if found is None:
            raise item_not_found()
        return found

    def add_row(self, fields: Mapping[str, Any], *, guid: str, by: Author, at: str) -> Row:
        """Raises GraphError when a field is unknown or its value refused."""
        kept = {k: v for k, v in self.read_fields(fields).items() if v is not None}
        self._check_unique(kept, None)
        row = Row(self.next_id, guid, kept, by, at)
        self.next_id += 1
        self.rows[row.id] = row
        self._record(row, by, at)
        return row

    def change_row(
        self, row: Row, fields: Mapping[str, Any], *, by: Author, at: str, etag: str | None = None
    ) -> None:
        """Raises GraphError: 412 when `etag` is not the row's, 400 as for a new one."""
        check_etag(row, etag)
        changes = self.read_fields(fields)
        self._check_unique(changes, row)
        self._unindex(row)
        row.fields = {k: v for k, v in {**row.fields, **changes}.items() if v is not None}
        self._record(row, by, at)

    def current(self) -> Iterable[int]:
        """The rows that are there, for delta."""
        return self.rows

    def delete_row(self, row: Row, *, etag: str | None = None) -> None:
        """Raises GraphError 412."""
        check_etag(row, etag)
        self._unindex(row)
        del self.rows[row.id]
        self._note(row)

    def restore(self, row: Row, number: str, *, by: Author, at: str) -> None:
        """Make an earlier version the newest. Raises GraphError 404."""
        for version in row.versions:
            if f"{version.number}.0" == number:
                self._check_unique(version.fields, row)
                self._unindex(row)
                row.fields = dict(version.fields)
                self._record(row, by, at)
                return
        raise item_not_found()

    def read_fields(self, fields: Mapping[str, Any]) -> dict[str, Any]:
        """What is to be stored, by internal name. Raises GraphError 400."""
        strict = self.switches.strict_choices
        read: dict[str, Any] = {}
        for name, value in fields.items():
            if "@" not in name:
                column = self._column_written(name)
                read[column.name] = stored(column, value, fields, strict=strict)
        return read

    def _column_written(self, name: str) -> Column:
        if name in _BUILT_IN_READ_ONLY:
            raise read_only_field(name)
        column = self.columns.get(name.removesuffix("LookupId"))
        if column is None or column.is_lookup != name.endswith("LookupId"):
            raise unknown_field(name)
        return column

    def _install(self, column: Column) -> None:
        indexed = [c for c in self.columns.values() if c.indexed and c.name != column.name]
        if column.indexed and len(indexed) >= MOST_INDEXES:
            raise invalid_request(f"A list takes at most {MOST_INDEXES} indexed columns.")
        index = self._index_of(column) if column.indexed else None
        if column.unique and index and index.has_repeats():
            raise duplicate_value(column.name, self.switches.duplicate_status)
        self.columns[column.name] = column
        self.indexes.pop(column.name, None)
        if index is not None:
            self.indexes[column.name] = index

    def _index_of(self, column: Column) -> Index:
        index = Index()
        for row in self.rows.values():
            if column.name in row.fields:
                index.add(row.fields[column.name], row.id)
        return index

    def _check_unique(self, fields: Mapping[str, Any], row: Row | None) -> None:
        for name, value in fields.items():
            if value is not None and self.columns[name].unique:
                holders = set(self.indexes[name].holders(value))
                if holders - ({row.id} if row else set()):
                    raise duplicate_value(name, self.switches.duplicate_status)

    def _record(self, row: Row, by: Author, at: str) -> None:
        for name, index in self.indexes.items():
            if name in row.fields:
                index.add(row.fields[name], row.id)
        row.record(by, at)
        self._note(row)

    def _note(self, row: Row) -> None:
        """Subscriptions on lists hear of every change as of an update."""
        self.history.append(row.id)
        ids = (str(row.id), str(row.id))
        change = Change("updated", "items", self.site_id, self.id, *ids, row.etag)
        self.changes.publish(change)

    def _unindex(self, row: Row) -> None:
        for name, index in self.indexes.items():
            if name in row.fields:
                index.discard(row.fields[name], row.id)


def check_etag(row: Row, etag: str | None) -> None:
    """Raises GraphError 412."""
    if etag is not None and etag != "*" and etag.removeprefix("W/") != row.etag:
        raise etag_mismatch()
