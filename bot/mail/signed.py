"""S/MIME: the mail within an opaque signature (RFC 8551), taken out without judging it."""

from collections.abc import Iterator

_SIGNED_DATA = bytes.fromhex("06092a864886f70d010702")  # the object identifier, as it is encoded
_SEQUENCE, _CONTENT, _OCTETS, _PIECES = 0x30, 0xA0, 0x04, 0x24
_LONG = 0x80
_START = 64


class UnableToOpenSigned(Exception):
    """The mail is encrypted, not merely signed; or it is damaged."""


def content(data: bytes) -> bytes:
    """Give the MIME that was signed. Raises UnableToOpenSigned."""
    if _SIGNED_DATA not in data[:_START]:
        raise UnableToOpenSigned("an encrypted mail (S/MIME)")
    try:
        signed = _inside(_inside(_inside(data, _SEQUENCE), _CONTENT), _SEQUENCE)
        return b"".join(_octets(_inside(_inside(signed, _SEQUENCE), _CONTENT)))
    except (IndexError, RecursionError) as error:
        raise UnableToOpenSigned("a signed mail that is damaged") from error


def _octets(data: bytes) -> Iterator[bytes]:
    """Give the pieces of an octet string, which may be one or many."""
    for tag, value in _elements(data):
        if tag == _PIECES:
            yield from _octets(value)
        elif tag == _OCTETS:
            yield value


def _inside(data: bytes, wanted: int) -> bytes:
    for tag, value in _elements(data):
        if tag == wanted:
            return value
    raise IndexError("an element is missing")


def _elements(data: bytes) -> Iterator[tuple[int, bytes]]:
    position = 0
    while position < len(data):
        start, end, after = _extent(data, position)
        yield data[position], data[start:end]
        position = after


def _extent(data: bytes, position: int) -> tuple[int, int, int]:
    """Give where an element's value starts and ends, and where the next element starts (X.690)."""
    length, start = data[position + 1], position + 2
    if length == _LONG:
        end = start
        while data[end : end + 2] != b"\x00\x00":
            end = _extent(data, end)[2]
        return start, end, end + 2
    if length & _LONG:
        octets = length & ~_LONG
        length, start = int.from_bytes(data[start : start + octets], "big"), start + octets
    if start + length > len(data):
        raise IndexError("an element breaks off")
    return start, start + length, start + length
