"""Mail that servers send about an earlier mail of ours: what became of it (RFC 3464, RFC 8098)."""

import re
from dataclasses import dataclass

from bot.mail import references
from bot.mail.correspondents import Correspondents
from bot.mail.message import Mail
from bot.mail.parse import parse
from bot.mail.text import whole
from bot.mail.vocabulary import Vocabulary

_STATUS = ("message/delivery-status", "message/global-delivery-status")
_RETURNED = ("text/rfc822-headers", "message/rfc822", "message/global", "message/rfc822-headers")
_ACTION = re.compile(rb"^action:[ \t]*([a-z]+)", re.IGNORECASE | re.MULTILINE)
_HEADERS_IN_TEXT = re.compile(
    r"^(?:return-path|received|from|to|date|subject|message-id|x-[\w-]+):[ \t]*\S.*\n"
    r"(?:(?:[\w-]+:|[ \t]).*\n){2,}",
    re.IGNORECASE | re.MULTILINE,
)
_SUPPRESS = "x-auto-response-suppress"


@dataclass(frozen=True, slots=True)
class Bounce:
    """What came of a mail that left this mailbox.

    `failed`: it did not arrive. `ours`: the service wrote it, not a person of the team.
    """

    failed: bool
    ours: bool
    references: tuple[str, ...]


def read(mail: Mail, correspondents: Correspondents, words: Vocabulary) -> Bounce:
    """Read a report, or the text of a server that writes none."""
    back = _returned(mail)
    named = references.in_texts((back.subject, mail.subject), correspondents.prefixes)
    marked = back.has(correspondents.marker) or back.has(_SUPPRESS)
    return Bounce(_has_failed(mail, words), marked or bool(named), named)


def _has_failed(mail: Mail, words: Vocabulary) -> bool:
    """By the status that the report states; by its words where it states none."""
    attached = mail.attachments or ()
    actions = [
        action.lower()
        for part in attached
        if part.content_type in _STATUS
        for action in _ACTION.findall(part.data)
    ]
    if actions:
        return b"failed" in actions
    if any(part.content_type == "message/disposition-notification" for part in attached):
        return False
    return not words.receipts.start(mail.subject) and words.undelivered.are_in(
        f"{mail.subject}\n{whole(mail)}"
    )


def _returned(mail: Mail) -> Mail:
    """Give what was sent back of the earlier mail: its headers, at least."""
    for part in mail.attachments or ():
        if part.content_type in _RETURNED:
            return parse(part.data)
    quoted = _HEADERS_IN_TEXT.search(whole(mail))
    return parse(quoted[0].encode()) if quoted else Mail()
