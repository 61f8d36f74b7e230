"""Header values in words: RFC 2047 and RFC 2231, and what mail programs write in their stead."""

import re
from binascii import a2b_base64, a2b_qp
from email.message import Message
from email.utils import getaddresses
from itertools import groupby
from urllib.parse import unquote_to_bytes

from bot.mail.message import NOBODY, Address

_CONTROL = re.compile(r"[\x00-\x1f\x7f\u2028\u2029]+")
_EXTENDED = re.compile(r"([\w.-]*)'[\w-]*'(.*%[0-9a-f]{2}.*)", re.IGNORECASE | re.DOTALL)
_WORD = re.compile(r"=\?([^?*\s]+)(?:\*[^?]*)?\?([bq])\?([^?]*)\?=", re.IGNORECASE)
_BETWEEN_WORDS = re.compile(r"(?<=\?=)\s+(?==\?[^?\s]+\?[bq]\?)", re.IGNORECASE)
_RUN_OF_WORDS = re.compile(rf"(?:{_WORD.pattern})+", re.IGNORECASE)
_MOST_NESTED = 3
LONGEST = 64 * 1024


def characters(data: bytes, charset: str = "") -> str:
    """Read bytes by the charset they claim, else as UTF-8, else as Windows does in Britain."""
    for candidate in (charset or "utf-8", "utf-8", "cp1252"):
        try:
            return data.decode(candidate)
        except (LookupError, ValueError):
            continue
    return data.decode("latin-1")


def eight_bit(text: str) -> str:
    """Read the raw bytes that the standard library keeps as surrogates."""
    if any("\ud800" <= character <= "\udfff" for character in text):
        return characters(text.encode("utf-8", "surrogateescape"))
    return text


def value(raw: object) -> str:
    """Give a header's value on one line, its encoded words read, free of control characters."""
    text = eight_bit(str(raw))
    for _ in range(_MOST_NESTED):
        if not _WORD.search(text):
            break
        text = _RUN_OF_WORDS.sub(_decoded, _BETWEEN_WORDS.sub("", text))
    return _CONTROL.sub(" ", text).strip()


def addresses(raw: str) -> tuple[Address, ...]:
    """Read an address header: the structure first, and only then what its words say."""
    flat = _CONTROL.sub(" ", eight_bit(raw[:LONGEST]))
    try:
        pairs = getaddresses([flat])
    except RecursionError:  # brackets within brackets, thousands deep: no address that anyone has
        return ()
    return tuple(
        Address(address.strip() if "@" in address else "", value(name))
        for name, address in pairs
        if name or address
    )


def only_address(raw: str) -> Address:
    """Give the one mailbox of a header; NOBODY where there is none, or where there are several."""
    found = addresses(raw)
    return found[0] if len(found) == 1 else NOBODY


def file_name(part: Message) -> str:
    """Give the name that a part was sent under, as sent: it may hold any character."""
    name = _parameter(part, "content-disposition", "filename")
    return name or _parameter(part, "content-type", "name")


def _parameter(part: Message, header: str, parameter: str) -> str:
    try:
        raw = part.get_param(parameter, "", header=header)
        if isinstance(raw, tuple):
            return value(characters(raw[2].encode("latin-1", "surrogateescape"), raw[0] or ""))
    except ValueError:
        return ""
    text = eight_bit(str(raw))
    extended = _EXTENDED.fullmatch(text)
    return value(characters(unquote_to_bytes(extended[2]), extended[1]) if extended else text)


def _decoded(run: re.Match[str]) -> str:
    """Read adjoining encoded words together: a character may be cut in two between them."""
    words = _WORD.findall(run[0])
    return "".join(
        characters(b"".join(_bytes(encoding, text) for _, encoding, text in same), charset)
        for charset, same in groupby(words, key=lambda word: word[0].lower())
    )


def _bytes(encoding: str, text: str) -> bytes:
    raw = text.encode("utf-8", "surrogateescape")
    if encoding in "qQ":
        return a2b_qp(raw, header=True)
    try:
        return a2b_base64(raw.rstrip(b"=") + b"==")
    except ValueError:
        return raw
