"""OLE files (MS-CFB) opened within bounds: old Office documents, locked ones, saved mails."""

from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from typing import TYPE_CHECKING, Any

import olefile

MAGIC = bytes.fromhex("D0CF11E0A1B11AE1")
MOST_ENTRIES = 10_000  # streams and storages; a mail with a hundred files has some thousand

_DAMAGED = (OSError, ValueError, IndexError, KeyError, TypeError, AttributeError, RecursionError)


class UnableToOpenOle(Exception):
    """The file is damaged, or holds more than is safe to go through."""


if TYPE_CHECKING:
    _OleFile = olefile.OleFileIO[str]
else:
    _OleFile = olefile.OleFileIO


class _Bounded(_OleFile):
    """Stops at the bound while its directory is being built, not after it."""

    _loaded = 0

    def _load_direntry(self, sid: int) -> Any:
        self._loaded += 1
        if self._loaded > MOST_ENTRIES:
            raise OSError("it has too many entries")
        return super()._load_direntry(sid)


@contextmanager
def opened(data: bytes) -> Iterator["olefile.OleFileIO[str]"]:
    """Open a file and whatever is read of it. Raises UnableToOpenOle, in the `with` block too."""
    try:
        with _Bounded(BytesIO(data)) as ole:
            yield ole
    except _DAMAGED as error:
        raise UnableToOpenOle("an OLE file that is damaged") from error


def streams(data: bytes) -> set[str]:
    """Give the paths of the streams; none of a file that does not open."""
    try:
        with opened(data) as ole:
            return {"/".join(path) for path in ole.listdir()}
    except UnableToOpenOle:
        return set()
