"""Zip archives, opened within bounds. Their paths are only ever names; nothing is written."""

import lzma
import struct
import zipfile
import zlib
from collections.abc import Iterator
from io import BytesIO

MAGIC = b"PK\x03\x04"
MOST_ENTRIES = 200
MOST_BYTES = 100 * 1024 * 1024
MOST_BLOWN_UP = 200
SMALL = 1024 * 1024

_OFFICE_PARTS = (b"[Content_Types].xml", b"word/", b"_rels/", b"mimetypeapplication/vnd.oasis")
_CLUTTER = ("__MACOSX/", ".DS_Store", "Thumbs.db")
_BROKEN = (
    zipfile.BadZipFile,
    zlib.error,
    lzma.LZMAError,
    struct.error,
    EOFError,
    OSError,
    ValueError,
    OverflowError,
    NotImplementedError,
)
_ENCRYPTED = 0x1


class UnableToOpenZip(Exception):
    """The archive is protected, damaged or out of bounds; says which, without its names."""


def is_archive(data: bytes) -> bool:
    """Tell an archive from an office document, which is a zip as well: by the parts inside."""
    return data.startswith(MAGIC) and not any(part in data for part in _OFFICE_PARTS)


def members(data: bytes) -> Iterator[tuple[str, bytes]]:
    """Give name and content of each file inside.

    Raises UnableToOpenZip at the first that is protected or damaged, or where a bound is passed.
    """
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            files = [info for info in archive.infolist() if _is_file(info)]
            _check(files)
            for info in files:
                yield info.filename.replace("\\", "/").rpartition("/")[2], _content(archive, info)
    except _BROKEN as error:
        raise UnableToOpenZip("a zip file that is damaged") from error
    except RuntimeError as error:
        raise UnableToOpenZip("a zip file that is protected by a password") from error


def _is_file(info: zipfile.ZipInfo) -> bool:
    return not info.is_dir() and not any(clutter in info.filename for clutter in _CLUTTER)


def _check(files: list[zipfile.ZipInfo]) -> None:
    if any(info.flag_bits & _ENCRYPTED for info in files):
        raise UnableToOpenZip("a zip file that is protected by a password")
    if len(files) > MOST_ENTRIES or sum(info.file_size for info in files) > MOST_BYTES:
        raise UnableToOpenZip("a zip file that holds too much to be opened safely")


def _content(archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> bytes:
    """Read one file, never trusting the size that the archive states for it."""
    most = max(SMALL, min(MOST_BYTES, info.compress_size * MOST_BLOWN_UP))
    with archive.open(info) as file:
        content = file.read(most + 1)
    if len(content) > most:
        raise UnableToOpenZip("a zip file that holds too much to be opened safely")
    return content
