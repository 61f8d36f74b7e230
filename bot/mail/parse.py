"""MIME bytes to a `Mail`: reads whatever arrives, however damaged, and raises nothing."""

import re
from collections.abc import Iterator
from email import message_from_bytes
from email.errors import CloseBoundaryNotFoundDefect
from email.message import Message
from email.parser import BytesHeaderParser
from email.policy import Compat32
from itertools import islice

from bot.mail import headers
from bot.mail.message import Attachment, Mail

_DELIMITER = re.compile(rb"^--([^\r\n]{1,200}?)[ \t]*\r?\n(?=Content-[\w-]+:)", re.MULTILINE)
_HEADER_LINE = re.compile(rb"[\w-]+[ \t]*:")
_TELLING = re.compile(
    rb"^(?:from|to|date|subject|received|mime-version|message-id)[ \t]*:",
    re.MULTILINE | re.IGNORECASE,
)
_FEWEST_TELLING = 3
_HEAD_BYTES = 1 << 20
_MOST_PARTS = 2_000
_NEVER_TEXT = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"%PDF-", b"{\\rtf")


class _Raw(Compat32):
    """Headers as they came, cut where absurdly long; `bot.mail.headers` reads 8-bit text."""

    def header_fetch_parse(self, _name: str, value: str) -> str:
        return value[: headers.LONGEST]


_RAW = _Raw()


class _Part(Message):
    """A part that leaves attached messages and reports as the bytes that they are.

    The standard library would take them apart; what is in a mail is its own mail, parsed as one.
    """

    def get_content_type(self) -> str:
        kind = super().get_content_type()
        return f"attached-{kind}" if kind.startswith("message/") else kind


def parse(mime: bytes) -> Mail:
    """Read a message in any state of repair; `damage` says what may have been lost."""
    try:
        return _mail(_structure(mime))
    except RecursionError:
        head = BytesHeaderParser(_Part, policy=_RAW).parsebytes(mime[:_HEAD_BYTES])
        return _mail(head, damage="its parts are nested too deeply")


def is_mail(data: bytes) -> bool:
    """Tell a saved message by its first lines: headers, several of which only mail has."""
    head = re.split(rb"\r?\n\r?\n", data[:_HEAD_BYTES].lstrip(), maxsplit=1)[0]
    return bool(_HEADER_LINE.match(head)) and len(_TELLING.findall(head)) >= _FEWEST_TELLING


def _structure(mime: bytes) -> Message:
    """Split a message into its parts, by the boundary that really stands in it if need be."""
    message = message_from_bytes(mime, _Part, policy=_RAW)
    whole = message.is_multipart() or "content-type" in message
    if whole and not (_claims_parts(message) and not message.is_multipart()):
        return message
    found = _DELIMITER.search(mime)
    if found:
        claim = b'Content-Type: multipart/mixed; boundary="%s"\n\n' % found[1].replace(b'"', b"")
        mended = message_from_bytes(claim + mime[found.start() :], _Part, policy=_RAW)
        message.set_payload(mended.get_payload())
    return message


def _claims_parts(message: Message) -> bool:
    return message.get_content_maintype() == "multipart"


def _mail(message: Message, damage: str = "") -> Mail:
    raw = [(name, str(text)) for name, text in message.items()]
    sent_by = [text for name, text in raw if name.lower() == "from"]
    parts = list(islice(_leaves(message), _MOST_PARTS))
    texts = [part for part in parts if _is_text(part)]
    html = _text(texts, "text/html")
    attachments = tuple(_attachment(part, html) for part in parts if not _is_text(part))
    return Mail(
        subject=headers.value(message.get("subject", "")),
        from_=headers.only_address(", ".join(sent_by)),
        sender=headers.only_address(str(message.get("sender", ""))),
        reply_to=headers.addresses(str(message.get("reply-to", ""))),
        to=tuple(
            a for n, text in raw if n.lower() in ("to", "cc") for a in headers.addresses(text)
        ),
        message_id=headers.value(message.get("message-id", "")),
        headers=tuple((name, headers.value(text)) for name, text in raw),
        text=_text(texts, "text/plain"),
        html=html,
        attachments=attachments,
        has_attachments=bool(attachments),
        meeting=any(_is_meeting(part) for part in parts),
        damage=damage or _damage(message),
    )


def _leaves(message: Message) -> Iterator[Message]:
    return (part for part in message.walk() if not part.is_multipart() and not _claims_parts(part))


def _is_text(part: Message) -> bool:
    """Tell the mail's own words from a file that says it is text, which some programs send."""
    if part.get_content_type() not in ("text/plain", "text/html"):
        return False
    kept_apart = part.get_content_disposition() == "attachment" or headers.file_name(part)
    return not kept_apart and not _data(part).startswith(_NEVER_TEXT)


def _is_meeting(part: Message) -> bool:
    """iTIP in the text of the mail (RFC 6047), not a calendar file that somebody attached."""
    is_calendar = part.get_content_type() == "text/calendar"
    says_method = part.get_param("method") or b"\nMETHOD:" in _data(part)[:_HEAD_BYTES]
    return is_calendar and bool(says_method) and part.get_content_disposition() != "attachment"


def _text(parts: list[Message], content_type: str) -> str:
    read = (
        headers.characters(_data(part), part.get_content_charset() or "")
        for part in parts
        if part.get_content_type() == content_type
    )
    return "\n".join(text.replace("\x00", "") for text in read)


def _attachment(part: Message, html: str) -> Attachment:
    content_id = headers.value(part.get("content-id", "")).strip("<>")
    shown = bool(content_id) and f"cid:{content_id}".lower() in html.lower()
    is_picture = part.get_content_maintype() == "image"
    return Attachment(
        name=headers.file_name(part),
        content_type=part.get_content_type().removeprefix("attached-"),
        data=_data(part),
        inline=is_picture and (shown or part.get_content_disposition() == "inline"),
        content_id=content_id if shown else "",
    )


def _data(part: Message) -> bytes:
    payload = part.get_payload(decode=True)
    return payload if isinstance(payload, bytes) else b""


def _damage(message: Message) -> str:
    if _claims_parts(message) and not message.is_multipart():
        return "its parts could not be told apart"
    if any(isinstance(defect, CloseBoundaryNotFoundDefect) for defect in message.defects):
        return "it breaks off before its end"
    return ""
