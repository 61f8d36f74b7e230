"""Messages that a client gives as MIME, in base64, instead of as JSON."""

import base64
import binascii

from bot.sandbox.core.calls import Call
from bot.sandbox.core.clock import iso
from bot.sandbox.core.errors import GraphError
from bot.sandbox.mail.arrive import message_from_mime, recipient
from bot.sandbox.mail.model import Mailbox, Message
from bot.sandbox.mail.state import MailSystem

_STRIPPED = (b"auto-submitted",)


def is_raw(call: Call) -> bool:
    return call.headers.get("content-type", "").lower().startswith("text/plain")


def raw_draft(system: MailSystem, mailbox: Mailbox, call: Call) -> Message:
    """A draft that is in no folder yet. Raises GraphError 400 for what is not base64."""
    draft = message_from_mime(_without(_decoded(call.body)), ids=system.ids, received=system.now())
    owner = recipient(mailbox.name, mailbox.address)
    draft.properties["from"] = draft.properties["from"] or owner
    draft.properties["sender"] = draft.properties["sender"] or owner
    draft.properties.update(isDraft=True, isRead=True, conversationId=system.ids.outlook("AAQk"))
    draft.properties["createdDateTime"] = iso(system.now())
    draft.arrived = False
    return draft


def _decoded(body: bytes) -> bytes:
    try:
        return base64.b64decode(b"".join(body.split()), validate=True)
    except binascii.Error:
        message = "Invalid base64 string for MIME content."
        raise GraphError(400, "ErrorMimeContentInvalidBase64String", message) from None


def _without(raw: bytes) -> bytes:
    """Exchange takes Auto-Submitted away, whoever sets it."""
    head, gap, body = raw.partition(b"\r\n\r\n" if b"\r\n\r\n" in raw else b"\n\n")
    lines = head.split(b"\n")
    return b"\n".join(line for line in lines if not line.lower().startswith(_STRIPPED)) + gap + body
