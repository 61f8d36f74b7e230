"""The SharePoint site's lists: making them, and reading and writing their rows.

A list is given by its id or its title. Rows carry a key in a unique column, so that a row is never
written twice whatever happens between here and SharePoint.
"""

import asyncio
from collections.abc import AsyncIterator, Mapping, Sequence
from typing import Any
from urllib.parse import quote

from bot.m365.deltas import Changes, read_changes
from bot.m365.errors import DuplicateValue
from bot.m365.line import Line
from bot.m365.lists import (
    Column,
    FieldValue,
    ItemVersion,
    ListInfo,
    ListItem,
    ListTemplate,
    carries,
    quoted,
    read_column,
    read_item,
    read_list,
    read_version,
    write_column,
    write_fields,
)
from bot.m365.requests import ask, ask_url

_PAGE = {"Prefer": "odata.maxpagesize=200"}
_WHOLE = frozenset({"fields", "lastModifiedDateTime"})


class Site:
    """One site, given by host name and path; its id is asked for once, when first needed."""

    def __init__(self, *, client: Any, hostname: str, path: str, line: Line) -> None:
        self._client = client
        self._hostname = hostname
        self._path = path
        self._line = line
        self._id: str | None = None
        self._resolving = asyncio.Lock()

    async def resolve(self) -> str:
        """Find the site's id. Raises `NotFound` or `AccessDenied` if it may not be seen."""
        async with self._resolving:
            if self._id is None:
                path = quote(f"{self._hostname}:/{self._path.strip('/')}", safe=":/")
                request = ask_url(f"{self._line.base_url}/sites/{path}")
                self._id = str((await self._line.json(request, doing="find the site"))["id"])
            return self._id

    async def lists(self) -> tuple[ListInfo, ...]:
        request = ask(
            (await self._site()).lists, query={"$select": "id,displayName,description,list"}
        )
        found = self._line.pages(request, doing="list the site's lists")
        return tuple([read_list(answer) async for answer in found])

    async def create_list(
        self,
        name: str,
        *,
        columns: Sequence[Column] = (),
        template: ListTemplate = "genericList",
        description: str = "",
    ) -> ListInfo:
        """Create a list with all its columns at once. Raises `NameTaken` if there is one.

        Columns are best indexed now: SharePoint refuses to index a list that has grown large.
        """
        body = {
            "displayName": name,
            "description": description,
            "columns": [write_column(column) for column in columns],
            "list": {"template": template},
        }
        request = ask((await self._site()).lists, "POST", body=body)

        async def look() -> ListInfo | None:
            return next((found for found in await self.lists() if found.name == name), None)

        return await self._line.json_looking(
            request, doing=f"create the list {name}", read=read_list, look=look
        )

    async def columns(self, list_id: str) -> tuple[Column, ...]:
        request = ask((await self._list(list_id)).columns)
        found = self._line.pages(request, doing="list the columns of a list")
        return tuple([read_column(answer) async for answer in found])

    async def create_column(self, list_id: str, column: Column) -> Column:
        """Add a column. Raises `NameTaken` if there is one."""
        columns = (await self._list(list_id)).columns
        request = ask(columns, "POST", body=write_column(column))

        async def look() -> Column | None:
            there = await self.columns(list_id)
            return next((found for found in there if found.name == column.name), None)

        return await self._line.json_looking(
            request, doing=f"create the column {column.name}", read=read_column, look=look
        )

    async def create_item(
        self, list_id: str, fields: Mapping[str, FieldValue], *, unique: tuple[str, str]
    ) -> ListItem:
        """Write a row once: `unique` names the unique column with the key, and the key.

        Returns the row that holds the key, whether it was written now or was there before. Raises
        `DuplicateValue` when only another unique column refuses, such as a reference in use.
        """
        column, key = unique
        body = {"fields": write_fields(fields)}
        request = ask((await self._list(list_id)).items, "POST", body=body)

        async def look() -> ListItem | None:
            return await self.find_item(list_id, column, key)

        try:
            return await self._line.json_looking(
                request, doing="write a row", read=read_item, look=look
            )
        except DuplicateValue:
            if (found := await look()) is None:
                raise
            return found

    async def update_item(
        self,
        list_id: str,
        item_id: str,
        fields: Mapping[str, FieldValue],
        *,
        etag: str | None = None,
    ) -> None:
        """Change some fields of a row; None clears one.

        With an etag, raises `PreconditionFailed` if anybody changed the row since it was read, and
        never because of an earlier try of this very change.
        """
        row = (await self._list(list_id)).items.by_list_item_id(item_id).fields
        headers = {"If-Match": etag} if etag else {}
        request = ask(row, "PATCH", body=write_fields(fields), headers=headers)

        async def look() -> bool | None:
            there = await self.item(list_id, item_id, select=tuple(fields))
            return True if carries(there, fields) else None

        await self._line.json_looking(
            request, doing="change a row", read=lambda _answer: True, look=look
        )

    async def item(self, list_id: str, item_id: str, *, select: Sequence[str] = ()) -> ListItem:
        """Read a row. Raises `NotFound`."""
        row = (await self._list(list_id)).items.by_list_item_id(item_id)
        request = ask(row, query={"$expand": _expand(select)})
        return read_item(await self._line.json(request, doing="read a row"))

    async def find_item(self, list_id: str, column: str, value: str) -> ListItem | None:
        """Find the row with this text in a unique column."""
        match = f"fields/{column} eq {quoted(value)}"
        found = [item async for item in self.items(list_id, where=match, top=2)]
        return next(iter(found), None)

    async def items(
        self,
        list_id: str,
        *,
        where: str | None = None,
        select: Sequence[str] = (),
        order: str | None = None,
        top: int = 200,
    ) -> AsyncIterator[ListItem]:
        """List rows; `where` is a `$filter` such as `fields/Status eq 'Open'` (see `quoted`).

        It may use indexed columns only, and the first must match at most 5,000 rows; lookups and
        people come only when selected by name.
        """
        query = {"$expand": _expand(select), "$top": str(top)}
        query |= {"$filter": where} if where else {}
        query |= {"$orderby": order} if order else {}
        request = ask((await self._list(list_id)).items, query=query)
        async for answer in self._line.pages(request, doing="list rows"):
            yield read_item(answer)

    async def versions(self, list_id: str, item_id: str) -> tuple[ItemVersion, ...]:
        """Read how a row came to be what it is, the oldest version first. Raises `NotFound`."""
        row = (await self._list(list_id)).items.by_list_item_id(item_id)
        request = ask(row.versions, query={"$expand": "fields"})
        found = self._line.pages(request, doing="read the versions of a row")
        return tuple(reversed([read_version(answer) async for answer in found]))

    async def item_changes(self, list_id: str, link: str | None) -> Changes[ListItem]:
        """Read one page of what changed in a list; the last entry for a row is the one that counts.

        Raises `ResyncNeeded` when the link has expired.
        """
        doing = "read the changes of a list"
        if link is None:
            delta = (await self._list(list_id)).items.delta
            request = ask(delta, query={"$expand": "fields"}, headers=_PAGE)
        else:
            request = ask_url(link, headers=_PAGE)
        answer = await self._line.json(request, doing=doing)
        return read_changes(answer, read_item, whole=_WHOLE, link=link)

    async def _site(self) -> Any:
        return self._client.sites.by_site_id(await self.resolve())

    async def _list(self, list_id: str) -> Any:
        return (await self._site()).lists.by_list_id(list_id)


def _expand(select: Sequence[str]) -> str:
    return f"fields($select={','.join(select)})" if select else "fields"
