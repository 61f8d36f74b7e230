"""winmail.dat: the attachments within Outlook's own wrapper (MS-OXTNEF)."""

import struct
from collections.abc import Iterator
from dataclasses import dataclass, replace

from bot.mail import mapi

MAGIC = struct.pack("<I", 0x223E9F78)

_HEADER = 6  # the magic number and a key
_ATTRIBUTE = struct.Struct("<BIi")  # level, id, length; a checksum of two bytes follows the data
_RENDERING, _TITLE, _DATA, _PROPERTIES = 0x9002, 0x8010, 0x800F, 0x9005


class UnableToOpenTnef(Exception):
    """The wrapper is damaged."""


@dataclass(frozen=True, slots=True)
class Attached:
    """A file in the wrapper; `is_message` where it is itself a wrapped mail."""

    name: str = ""
    data: bytes = b""
    is_message: bool = False


def attachments(data: bytes) -> tuple[Attached, ...]:
    """Give the files in a winmail.dat. Raises UnableToOpenTnef."""
    found: list[Attached] = []
    try:
        for attribute, value in _attributes(data):
            if attribute == _RENDERING:
                found.append(Attached())
            elif found:
                found[-1] = _with(found[-1], attribute, value)
    except (struct.error, IndexError, UnicodeDecodeError) as error:
        raise UnableToOpenTnef("a winmail.dat that is damaged") from error
    return tuple(found)


def _attributes(data: bytes) -> Iterator[tuple[int, bytes]]:
    position = _HEADER
    while position + _ATTRIBUTE.size <= len(data):
        _, identity, length = _ATTRIBUTE.unpack_from(data, position)
        position += _ATTRIBUTE.size
        if length < 0 or position + length > len(data):
            raise UnableToOpenTnef("a winmail.dat that breaks off before its end")
        yield identity & 0xFFFF, data[position : position + length]
        position += length + 2


def _with(attached: Attached, attribute: int, value: bytes) -> Attached:
    if attribute == _TITLE:
        return replace(
            attached, name=attached.name or value.rstrip(b"\0").decode("cp1252", "replace")
        )
    if attribute == _DATA:
        return replace(attached, data=attached.data or value)
    if attribute == _PROPERTIES:
        found = mapi.attachment(value)
        return replace(
            attached,
            name=found.name or attached.name,
            data=found.data or attached.data,
            is_message=found.is_message,
        )
    return attached
