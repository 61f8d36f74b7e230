"""A Word package opened with limits that are counted while reading, since its own sizes may lie.

Only the parts that are asked for are unpacked; nothing is written to disk, nothing is fetched.
"""

import base64
import binascii
import io
import posixpath
import struct
import zipfile
import zlib
from collections.abc import Callable
from dataclasses import dataclass, field

from lxml import etree

from bot.forms.errors import UnableToReadDocument
from bot.forms.files import safe_xml

MAX_FILE = 25_000_000
MAX_PART = 20_000_000
MAX_UNPACKED = 100_000_000
MAX_RATIO = 200
MAX_ENTRIES = 2_000

_RELATIONSHIP = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
_PKG = "{http://schemas.microsoft.com/office/2006/xmlPackage}"
_LOCAL_HEADER = struct.Struct("<4sHHHHHIIIHH")
_HAS_DESCRIPTOR = 0x08
_ENCRYPTED = 0x01
_STORED, _DEFLATED = 0, 8


@dataclass(slots=True)
class Package:
    """The parts of one document by name, each unpacked when first asked for."""

    names: frozenset[str]
    _unpack: Callable[[str], bytes]
    _packed: int
    _unpacked: int = field(default=0)

    def part(self, name: str) -> bytes:
        """Return one part's bytes, or none where the document has no such part."""
        if name not in self.names:
            return b""
        data = self._unpack(name)
        self._unpacked += len(data)
        if self._unpacked > min(MAX_UNPACKED, max(MAX_PART, MAX_RATIO * self._packed)):
            raise UnableToReadDocument("It unpacks to far more than a form could hold.")
        return data

    def related(self, source: str, kind: str) -> list[str]:
        """Names of the parts that `source` ("" for the package) relates to as `kind`."""
        folder, base = posixpath.split(source)
        rels = self.part(posixpath.join(folder, "_rels", f"{base}.rels"))
        return [target for _, target in self._targets(rels, folder, kind)]

    def related_by_id(self, source: str, kind: str) -> dict[str, str]:
        """Internal targets of `source` by relationship id."""
        folder, base = posixpath.split(source)
        rels = self.part(posixpath.join(folder, "_rels", f"{base}.rels"))
        return dict(self._targets(rels, folder, kind))

    def _targets(self, rels: bytes, folder: str, kind: str) -> list[tuple[str, str]]:
        if not rels:
            return []
        found = []
        for element in safe_xml.parse(rels).iter(_RELATIONSHIP):
            external = element.get("TargetMode") == "External"
            if element.get("Type", "").endswith(f"/{kind}") and not external:
                target = element.get("Target", "").replace("\\", "/")
                path = posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/")
                found.append((element.get("Id", ""), path))
        return [(key, path) for key, path in found if path in self.names]

    @property
    def main(self) -> str:
        """The name of the part that holds the text, whatever it is called."""
        candidates = [*self.related("", "officeDocument"), "word/document.xml"]
        for name in candidates:
            if name in self.names:
                return name
        raise UnableToReadDocument("It is an Office file, but not a Word document.")


def open_package(data: bytes) -> Package:
    """Open the bytes of a .docx, .docm, .dotx or .dotm file, mending a cut-off one if possible."""
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
    except (zipfile.BadZipFile, ValueError, OverflowError, NotImplementedError):
        return _salvage(data)
    infos = archive.infolist()
    if len(infos) > MAX_ENTRIES:
        raise UnableToReadDocument(f"It has more than {MAX_ENTRIES:,} parts inside.")
    by_name = {info.filename.replace("\\", "/"): info for info in infos}

    def unpack(name: str) -> bytes:
        return _unpack(archive, by_name[name])

    return Package(frozenset(by_name), unpack, len(data))


def open_flat_package(data: bytes) -> Package:
    """Open a document saved as one XML file ("Word XML document")."""
    root = safe_xml.parse(data)
    parts = {
        element.get(f"{_PKG}name", "").lstrip("/"): _flat_part(element)
        for element in root.iter(f"{_PKG}part")
    }
    return Package(frozenset(parts), parts.__getitem__, len(data))


def _flat_part(element: etree._Element) -> bytes:
    content = element.find(f"{_PKG}xmlData")
    if content is not None and len(content):
        return etree.tostring(content[0])
    binary = element.findtext(f"{_PKG}binaryData", "")
    try:
        return base64.b64decode(binary)
    except binascii.Error:
        return b""


def _unpack(archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> bytes:
    if info.flag_bits & _ENCRYPTED:
        raise UnableToReadDocument("It is protected with a password.")
    try:
        with archive.open(info) as stream:
            data = stream.read(MAX_PART + 1)
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError) as error:
        raise UnableToReadDocument("The file is damaged: part of it cannot be unpacked.") from error
    return _within_limit(data)


def _within_limit(data: bytes) -> bytes:
    if len(data) > MAX_PART:
        raise UnableToReadDocument("It unpacks to far more than a form could hold.")
    return data


def _salvage(data: bytes) -> Package:
    """Read a zip file whose end is missing from the headers in front of each part."""
    parts: dict[str, bytes] = {}
    at, unpacked = data.find(b"PK\x03\x04"), 0
    while 0 <= at <= len(data) - _LOCAL_HEADER.size and len(parts) < MAX_ENTRIES:
        name, content, at = _salvage_part(data, at)
        unpacked += len(content)
        if unpacked > MAX_UNPACKED:
            raise UnableToReadDocument("It unpacks to far more than a form could hold.")
        if content:
            parts.setdefault(name.replace("\\", "/"), content)
        at = data.find(b"PK\x03\x04", at)
    if not parts:
        raise UnableToReadDocument("The file is damaged or was cut off on its way.")
    return Package(frozenset(parts), parts.__getitem__, len(data))


def _salvage_part(data: bytes, at: int) -> tuple[str, bytes, int]:
    """One part from its local header: its name, its content (empty if unsound), where it ends."""
    fields = _LOCAL_HEADER.unpack_from(data, at)
    flags, method, crc, size = fields[2], fields[3], fields[6], fields[7]
    start = at + _LOCAL_HEADER.size + fields[9] + fields[10]
    name = data[at + _LOCAL_HEADER.size : at + _LOCAL_HEADER.size + fields[9]]
    if method == _STORED and not flags & _HAS_DESCRIPTOR:
        content, end = data[start : start + size], start + size
    elif method == _DEFLATED:
        content, end = _inflate(data, start)
    else:
        return "", b"", start
    sound = flags & _HAS_DESCRIPTOR or zlib.crc32(content) == crc
    return name.decode("utf-8", errors="replace"), content if sound else b"", max(end, start)


def _inflate(data: bytes, start: int) -> tuple[bytes, int]:
    engine = zlib.decompressobj(-zlib.MAX_WBITS)
    try:
        content = engine.decompress(data[start : start + MAX_FILE], MAX_PART + 1)
    except zlib.error:
        return b"", start
    _within_limit(content)
    end = len(data) - len(engine.unused_data) if engine.eof else len(data)
    return (content if engine.eof else b""), end
