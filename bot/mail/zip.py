"""Zip archives, opened within bounds. Their paths are only ever names; nothing is written."""

import lzma
import re
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

_OFFICE_PARTS = ("[content_types].xml", "mimetype", "_rels", "word", "xl", "ppt")
_LOCAL_HEADER = struct.Struct("<4s22xHH")  # a name's length follows 22 bytes that do not matter
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
    if not data.startswith(MAGIC):
        return False
    parts = (re.split(r"[/\\]", name.lower())[0] for name in _names(data))
    return not any(part in _OFFICE_PARTS for part in parts)


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


def _names(data: bytes) -> list[str]:
    """Give the names inside; of a damaged file the first one, which stands at its beginning."""
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            return archive.namelist()
    except _BROKEN:
        padded = data.ljust(_LOCAL_HEADER.size, b"\0")
        length = _LOCAL_HEADER.unpack_from(padded)[1]
        return [padded[_LOCAL_HEADER.size :][:length].decode("latin-1")]


def _is_file(info: zipfile.ZipInfo) -> bool:
    is_folder = info.filename.endswith(("/", "\\")) or not info.filename
    return not is_folder and not any(clutter in info.filename for clutter in _CLUTTER)


def _check(files: list[zipfile.ZipInfo]) -> None:
    if not files:
        raise UnableToOpenZip("a zip file with nothing in it")
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
