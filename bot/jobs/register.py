"""The registers as the jobs use them: typed rows over SharePoint lists.

The register allocates references itself: a number is proposed, the unique column refuses it where
another has it, and the next one is taken.
"""

import logging
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from datetime import datetime
from typing import Any, TypeVar

from pydantic.alias_generators import to_pascal

from bot.jobs.kept import Kept, RowChanges
from bot.jobs.references import References
from bot.m365 import DuplicateValue, Library, ListItem, NotFound, Site, quoted
from bot.process.columns import Row, UnableToReadRow, changed_fields
from bot.process.effects import ChangeEntry
from bot.process.entry import Entry
from bot.process.names import Names

log = logging.getLogger(__name__)
PROPOSALS = 10  # of one number after another, before the highest is read anew
R = TypeVar("R", bound=Row)
E = TypeVar("E", bound=Entry)


class UnableToFindRow(Exception):
    """A row that was there a moment ago is not to be found: a person removed it."""


class Register:
    """Opens, finds and changes rows. `clock` gives the moment, for the year of a reference.

    `names` are what the partnership calls its lists and how references begin: jobs ask them here.
    """

    def __init__(
        self,
        *,
        site: Site,
        library: Library,
        clock: Callable[[], datetime],
        names: Names,
    ) -> None:
        self.names = names
        self.references = References(site=site, library=library, clock=clock, names=names)
        self._site = site
        self._unreadable: dict[str, dict[str, str]] = {}

    async def open(self, entry: E) -> tuple[Kept[E], bool]:
        """Open an entry under the next reference, or find the one that has its subject key.

        Tells with the entry whether it was opened now: for the log only, since another instance may
        have opened it under the number that was proposed here as well. Raises DuplicateValue where
        no number helps: the key stands in a row that the service is not shown.
        """
        for _ in range(2):
            for _ in range(PROPOSALS):
                with suppress(DuplicateValue):  # another instance, or a person, was quicker
                    return await self._opened(entry)
            self.references.forget(type(entry))  # others have gone far ahead
        return await self._opened(entry)

    async def add(self, row: R, *, key: str) -> Kept[R]:
        """Add a row, or give the one that holds the same value in the unique column `key`.

        Raises DuplicateValue where only another unique column refuses the row.
        """
        fields = {"Title": row.title, **row.to_fields(self.names.columns(type(row)))}
        item = await self._site.create_item(
            self._list(type(row)), fields, unique=(key, fields[key])
        )
        return self._kept(type(row), item)

    async def by_key(self, row: type[R], column: str, value: str) -> Kept[R]:
        """Find the row that holds a value in a unique column. Raises UnableToFindRow."""
        item = await self._site.find_item(self._list(row), column, value)
        if item is None:
            raise UnableToFindRow(
                f"a row of {self._list(row)} is no longer there: a person removed it"
            )
        return self._kept(row, item)

    async def find(self, reference: str) -> Kept[Entry] | None:
        """Find the entry that bears a reference, if there is one."""
        kind = self.names.kind_of(reference)
        if kind is None:
            return None
        with suppress(UnableToFindRow):
            return await self.by_key(kind, "Reference", reference)
        return None

    async def again(self, kept: Kept[R]) -> Kept[R]:
        """Read a row once more. Raises UnableToFindRow where a person removed it meanwhile."""
        row = type(kept.row)
        try:
            columns = tuple(self.names.columns(row))
            item = await self._site.item(self._list(row), kept.id, select=columns)
        except NotFound:
            raise UnableToFindRow(f"a row of {self._list(row)} was removed by a person") from None
        return self._kept(row, item)

    async def rows(self, row: type[R], where: str) -> list[Kept[R]]:
        """Read the rows that a filter over indexed columns allows.

        One that a person left unreadable is passed over, so that it holds up no other; `unreadable`
        tells of it.
        """
        columns, found = tuple(self.names.columns(row)), list[Kept[R]]()
        unreadable: dict[str, str] = {}
        async for item in self._site.items(self._list(row), where=where, select=columns):
            try:
                found.append(self._kept(row, item))
            except UnableToReadRow as error:
                unreadable[item.id] = self._told(row, item, error)
        self._unreadable[row.KIND] = unreadable
        for line in unreadable.values():
            log.warning("%s", line)
        return found

    def note(self, row: type[Row], what: str) -> None:
        """Note what is wrong with a whole list until it is next read; the log has it once."""
        line = f"{self._list(row)}: {what}"
        if self._unreadable.get(row.KIND) != {"": line}:
            log.warning("%s", line)
        self._unreadable[row.KIND] = {"": line}

    @property
    def unreadable(self) -> list[str]:
        """Say which rows could not be read when their lists were last looked through."""
        return [line for lines in self._unreadable.values() for line in lines.values()]

    async def open_rows(self, row: type[E]) -> list[Kept[E]]:
        """Read the open entries: what it costs does not grow with the closed ones."""
        return await self.rows(row, self.where(row, "state", row.OPEN_STATES))

    def where(self, row: type[R], column: str, words: Iterable[str]) -> str:
        """Give the filter that finds rows by the words in a column, named by its field."""
        said = self.names.words_for(row, column, words)
        return " or ".join(f"fields/{to_pascal(column)} eq {quoted(word)}" for word in said)

    async def opened_in(self, row: type[E], year: int) -> list[Kept[E]]:
        """Read the entries, open and closed, whose references are of one year."""
        return await self.rows(row, self.references.of_year(row, year))

    async def changes(self, row: type[R], link: str | None) -> "RowChanges[R]":
        """Read one page of what changed in a list; without a link, from the beginning.

        A row that a person left unreadable is passed over, and told of in the log.
        """
        page = await self._site.item_changes(self._list(row), link)
        rows: list[Kept[R]] = []
        for item in page.items:
            try:
                rows.append(self._kept(row, item))
            except UnableToReadRow as error:
                log.warning("%s", self._told(row, item, error))
        return RowChanges(tuple(rows), page.next_link, page.delta_link)

    async def peoples_fields(self, kept: Kept[R]) -> frozenset[str]:
        """Name the fields of a row whose present value, or its absence, is a person's doing.

        Whose doing it was is no longer known of what stood there before the versions that
        SharePoint still keeps: it counts as a person's.
        """
        names = {to_pascal(name): name for name in type(kept.row).model_fields}
        theirs: set[str] = set()
        before: Mapping[str, Any] = {}
        for version in await self._site.versions(self._list(type(kept.row)), kept.id):
            changed = {c for c in names if version.fields.get(c) != before.get(c)}
            is_theirs = version.edited_by or not (before or version.the_first)
            theirs = theirs | changed if is_theirs else theirs - changed
            before = version.fields
        return frozenset(names[column] for column in theirs)

    async def change(
        self, kept: Kept[R], changes: Mapping[str, Any], *, whatever_came_between: bool = False
    ) -> Kept[R]:
        """Change some fields of a row, unless somebody changed it since it was read.

        Raises PreconditionFailed in that case; `whatever_came_between` is for facts that stand
        whoever edits the row, such as a mail that has been sent.
        """
        fields = self._written(type(kept.row), changes)
        etag = None if whatever_came_between else kept.etag or None
        await self._site.update_item(self._list(type(kept.row)), kept.id, fields, etag=etag)
        row = kept.row.model_copy(update=dict(changes))
        return Kept(kept.id, "", kept.link, kept.edited_by, row)

    async def change_item(self, effect: ChangeEntry) -> None:
        """Carry out a change that a rule asked for. Raises PreconditionFailed as `change` does."""
        fields = self._written(effect.row, effect.changes)
        await self._site.update_item(
            self._list(effect.row), effect.item_id, fields, etag=effect.etag or None
        )

    async def _opened(self, entry: E) -> tuple[Kept[E], bool]:
        async with self.references.proposed(type(entry)) as proposed:
            named, folder = proposed.reference, proposed.folder
            given = {"reference": named, "folder": folder, "state_seen": entry.state}
            kept = await self.add(entry.model_copy(update=given), key="SubjectKey")
        opened = kept.row.reference == named
        if not opened:
            proposed.give_back()
        return kept, opened

    def _kept(self, row: type[R], item: ListItem) -> Kept[R]:
        return Kept.of(row, item, self.names.columns(row))

    def _written(self, row: type[Row], changes: Mapping[str, Any]) -> dict[str, Any]:
        return changed_fields(row, _seen(changes, row), self.names.columns(row))

    def _list(self, row: type[Row]) -> str:
        return self.names.list_of(row)

    def _told(self, row: type[Row], item: ListItem, error: UnableToReadRow) -> str:
        return f"a row of {self._list(row)} cannot be read: {error} (row {item.id})"


def _seen(changes: Mapping[str, Any], row: type[Row]) -> Mapping[str, Any]:
    """Remember a state that the software records: any other is a person's doing."""
    if "state" in changes and issubclass(row, Entry):
        return {**changes, "state_seen": changes["state"]}
    return changes
