"""The document library: filing documents under fixed paths, and reading them back.

A path stands for one content by construction (it is derived from it), so filing again what is
there already is no error and changes nothing.
"""

import asyncio
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote, unquote

from bot.m365.deltas import Changes
from bot.m365.documents import FiledDocument, LibraryPaper, read_document
from bot.m365.errors import NameTaken, NotFound, Transient
from bot.m365.line import Line
from bot.m365.requests import ask, ask_url
from bot.m365.site import Site
from bot.m365.upload import LARGEST_SINGLE_PUT, UploadSession

_UPLOAD_SESSIONS = 3


@dataclass(frozen=True, slots=True)
class _Drive:
    id: str
    web_url: str


class Library:
    """One library of the site, given by its title; paths run from its root, parted by `/`."""

    def __init__(self, *, client: Any, site: Site, title: str, line: Line) -> None:
        self._client = client
        self._site = site
        self._title = title
        self._line = line
        self._found: _Drive | None = None
        self._resolving = asyncio.Lock()

    async def web_url(self) -> str:
        """Where people find the library in a browser; a document's path follows it."""
        return (await self._drive()).web_url

    async def file(self, path: str, content: bytes) -> FiledDocument:
        """File a document, with the folders on its way; gives the one there if it was filed before.

        SharePoint writes properties into Office documents on their way in, so neither size nor
        digest tell whether two are the same: only the path does.
        """
        try:
            if len(content) > LARGEST_SINGLE_PUT:
                return await self._upload(path, content)
            return await self._put(path, content)
        except NameTaken:
            if (found := await self.find(path)) is None:
                raise
            return found

    async def find(self, path: str) -> FiledDocument | None:
        """Find a document by its path."""
        request = ask_url(await self._address(path))
        try:
            return read_document(await self._line.json(request, doing="find a document"))
        except NotFound:
            return None

    async def read(self, path: str) -> bytes:
        """Read a document. Raises `NotFound`."""
        request = ask_url(f"{await self._address(path)}:/content")
        return await self._line.content(request, doing="read a document")

    async def changes(self, link: str | None) -> Changes[LibraryPaper]:
        """Read one page of the documents that came or changed; without a link, of all there are.

        It is read as a list: a drive's own delta leaves out the paths. Raises `ResyncNeeded` when
        the link has expired.
        """
        page = await self._site.item_changes(self._title, link)
        root = f"{unquote(await self.web_url())}/"
        papers = (
            LibraryPaper(
                item.id, unquote(item.web_url).removeprefix(root), item.created, item.created_by
            )
            for item in page.items
            if not item.is_folder
        )
        return Changes(tuple(papers), page.touched, page.removed, page.next_link, page.delta_link)

    async def _put(self, path: str, content: bytes) -> FiledDocument:
        url = f"{await self._address(path)}:/content?@microsoft.graph.conflictBehavior=fail"
        request = ask_url(url, "PUT", data=content)
        return read_document(await self._line.json(request, doing="file a document"))

    async def _upload(self, path: str, content: bytes) -> FiledDocument:
        for _ in range(_UPLOAD_SESSIONS):
            session = UploadSession(line=self._line, url=await self._upload_url(path), data=content)
            if found := await session.carry() or await self.find(path):
                return found
        raise Transient("upload a document", code="sessionsLost")

    async def _upload_url(self, path: str) -> str:
        body = {"item": {"@microsoft.graph.conflictBehavior": "fail"}}
        request = ask_url(f"{await self._address(path)}:/createUploadSession", "POST", body=body)
        return str((await self._line.json(request, doing="start an upload"))["uploadUrl"])

    async def _address(self, path: str) -> str:
        drive = quote((await self._drive()).id, safe="!")
        return f"{self._line.base_url}/drives/{drive}/root:/{quote(path)}"

    async def _drive(self) -> _Drive:
        async with self._resolving:
            if self._found is None:
                lists = self._client.sites.by_site_id(await self._site.resolve()).lists
                request = ask(lists.by_list_id(self._title).drive, query={"$select": "id,webUrl"})
                answer = await self._line.json(request, doing="find the library")
                self._found = _Drive(answer["id"], answer["webUrl"])
            return self._found
