"""MAPI properties as winmail.dat stores them (MS-OXTNEF 2.1.3.5): just what an attachment has."""

import struct
from dataclasses import dataclass

_LONG_NAME, _SHORT_NAME, _CONTENT = 0x3707, 0x3704, 0x3701
_TEXT, _UNICODE, _OBJECT = 0x1E, 0x1F, 0x0D
_VARIABLE = frozenset({_TEXT, _UNICODE, _OBJECT, 0x102})
_EIGHT_BYTES = frozenset({0x05, 0x06, 0x07, 0x14, 0x40})
_GUID, _GUID_BYTES = 0x48, 16
_MULTIPLE, _NAMED = 0x1000, 0x8000
_MOST = 10_000


@dataclass(frozen=True, slots=True)
class AttachmentProperties:
    """What the properties say of an attachment; an embedded message's data is itself a TNEF."""

    name: str = ""
    data: bytes = b""
    is_message: bool = False


def attachment(data: bytes) -> AttachmentProperties:
    """Read the properties of one attachment. Raises struct.error where they break off."""
    reader = _Reader(data)
    names: dict[int, str] = {}
    content, kind = b"", 0
    for _ in range(min(reader.number(), _MOST)):
        this_kind, identity, value = reader.property()
        if identity in (_LONG_NAME, _SHORT_NAME):
            names[identity] = _text(this_kind, value)
        elif identity == _CONTENT:
            content, kind = value, this_kind
    is_message = kind == _OBJECT
    return AttachmentProperties(
        name=names.get(_LONG_NAME) or names.get(_SHORT_NAME, ""),
        data=content[_GUID_BYTES:] if is_message else content,
        is_message=is_message,
    )


def _text(kind: int, value: bytes) -> str:
    text = value.decode("utf-16-le" if kind == _UNICODE else "cp1252", "replace")
    return text.rstrip("\0")


class _Reader:
    """Reads little-endian values one after the other, each padded to four bytes."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        self._position = 0

    def number(self) -> int:
        return int.from_bytes(self._take(4), "little")

    def property(self) -> tuple[int, int, bytes]:
        """Give type, id and (first) value of the next property."""
        tag = self.number()
        kind, identity = tag & 0xFFFF, tag >> 16
        if identity & _NAMED:
            self._skip_name()
        single = kind & ~_MULTIPLE
        counted = bool(kind & _MULTIPLE) or single in _VARIABLE
        values = [self._value(single) for _ in range(min(self.number(), _MOST) if counted else 1)]
        return single, identity, values[0] if values else b""

    def _value(self, kind: int) -> bytes:
        if kind in _VARIABLE:
            return self._take(self.number())
        if kind == _GUID:
            return self._take(_GUID_BYTES)
        return self._take(8 if kind in _EIGHT_BYTES else 4)

    def _skip_name(self) -> None:
        self._take(_GUID_BYTES)
        is_text = self.number()
        length = self.number()
        if is_text:
            self._take(length)

    def _take(self, length: int) -> bytes:
        end = self._position + length
        if end > len(self._data):
            raise struct.error("the properties break off")
        value = self._data[self._position : end]
        self._position = end + -length % 4
        return value
