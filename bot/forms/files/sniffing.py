"""What a file really is, told from its first bytes and never from its name."""

from enum import Enum, auto

from bot.forms.files.sealed import is_word_97, sealed_reason

_ZIP = b"PK\x03\x04"
_OLE = bytes.fromhex("D0CF11E0A1B11AE1")
_HEAD = 4096


class Format(Enum):
    """The containers that a form may come in."""

    WORD = auto()
    FLAT_WORD = auto()
    OPEN_DOCUMENT = auto()
    OTHER_ZIP = auto()
    OLE = auto()
    RTF = auto()
    PDF = auto()
    HTML = auto()
    TEXT = auto()
    NOTHING = auto()
    UNKNOWN = auto()


def sniff(data: bytes) -> Format:
    """Tell the container of `data` from its content."""
    if not data.strip():
        return Format.NOTHING
    if data.startswith(_ZIP):
        return _sniff_zip(data)
    if data.startswith(_OLE):
        return Format.OLE
    if b"%PDF-" in data[:1024]:
        return Format.PDF
    return _sniff_text(data)


def _sniff_zip(data: bytes) -> Format:
    if b"mimetypeapplication/vnd.oasis.opendocument" in data[:200]:
        return Format.OPEN_DOCUMENT
    names = (b"[Content_Types].xml", b"word/", b"word\\", b"_rels/")
    return Format.WORD if any(name in data for name in names) else Format.OTHER_ZIP


def _sniff_text(data: bytes) -> Format:
    head = data[:_HEAD].lstrip(b"\xef\xbb\xbf \t\r\n")
    lower = head.lower()
    if lower.startswith(b"{\\rtf"):
        return Format.RTF
    if b"http://schemas.microsoft.com/office/2006/xmlpackage" in lower:
        return Format.FLAT_WORD
    if lower.startswith((b"<html", b"<!doctype html")) or b"<html" in lower[:1024]:
        return Format.HTML
    utf16 = data.startswith((b"\xff\xfe", b"\xfe\xff"))
    return Format.TEXT if utf16 or b"\x00" not in head else Format.UNKNOWN


def needs_office(data: bytes) -> bool:
    """Whether only LibreOffice can turn the file into one that is read here."""
    format_ = sniff(data)
    return format_ in {Format.RTF, Format.OPEN_DOCUMENT} or (
        format_ is Format.OLE and sealed_reason(data) is None and is_word_97(data)
    )
