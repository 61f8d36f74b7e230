"""Uploads of more than four megabytes: in fragments, to a URL that carries its own permission.

The SDK's own upload task fails on the open ranges that SharePoint answers with, and would send the
token to the upload URL, which refuses it.
"""

from dataclasses import dataclass
from math import ceil

import httpx

from bot.m365.answers import content
from bot.m365.documents import FiledDocument, read_document
from bot.m365.errors import NotFound, Permanent, Transient
from bot.m365.line import Line

LARGEST_SINGLE_PUT = 4 * 1024 * 1024
_FRAGMENT = 16 * 320 * 1024  # SharePoint wants multiples of 320 KiB, best between 5 and 10 MiB
_TRIES = 3  # of a fragment that the server loses, or says that it has not
_DOING = "upload a document"


@dataclass(frozen=True, slots=True)
class _Progress:
    """Where the next fragment starts, or the document; neither when the session is lost."""

    start: int | None = None
    document: FiledDocument | None = None


class UploadSession:
    """Carries one document's bytes to one upload URL, resuming where the server says it stands."""

    def __init__(self, *, line: Line, url: str, data: bytes) -> None:
        self._line = line
        self._url = url
        self._data = data

    async def carry(self) -> FiledDocument | None:
        """Upload all fragments; None when the server no longer knows the session.

        Raises `NameTaken` (with the last fragment only) if the path is taken, and `Transient` when
        the server asks for the same fragments again and again.
        """
        progress = _Progress(start=0)
        for _ in range(_TRIES * ceil(len(self._data) / _FRAGMENT)):
            progress = await self._fragment(progress.start or 0)
            if progress.start is None:
                return progress.document
        raise Transient(_DOING, code="noProgress")

    async def _fragment(self, start: int) -> _Progress:
        async def attempt() -> _Progress:
            return await self._put(start)

        async def look() -> _Progress | None:
            progress = await self._status()
            return None if progress.start == start else progress

        try:
            return await self._line.retry.looking(attempt, look)
        except NotFound:
            return _Progress()

    async def _put(self, start: int) -> _Progress:
        data = self._data[start : start + _FRAGMENT]
        span = f"bytes {start}-{start + len(data) - 1}/{len(self._data)}"
        headers = {"Content-Range": span}
        try:
            response = await self._line.bare(
                "PUT", self._url, doing=_DOING, headers=headers, data=data
            )
        except Permanent as error:
            if error.status != httpx.codes.REQUESTED_RANGE_NOT_SATISFIABLE:
                raise
            return await self._status()
        return _read_progress(response)

    async def _status(self) -> _Progress:
        try:
            return _read_progress(await self._line.bare("GET", self._url, doing=_DOING))
        except NotFound:
            return _Progress()


def _read_progress(response: httpx.Response) -> _Progress:
    answer = content(response, _DOING)
    if "id" in answer:
        return _Progress(document=read_document(answer))
    first = answer["nextExpectedRanges"][0]  # "26-", "26-51" and a bare "26" all occur
    return _Progress(start=int(first.split("-")[0]))
