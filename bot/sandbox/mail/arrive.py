"""Turns parsed MIME into the message that Graph shows."""

import re
from datetime import datetime
from email.utils import getaddresses, parsedate_to_datetime
from typing import Any

from bot.sandbox.core.clock import iso
from bot.sandbox.core.ids import Ids
from bot.sandbox.mail.mime_in import Enclosure, Parsed, parse_mime
from bot.sandbox.mail.model import Attachment, Message
from bot.sandbox.mail.text import preview

_METHODS = {
    "REQUEST": ("eventMessageRequest", "meetingRequest"),
    "CANCEL": ("eventMessage", "meetingCancelled"),
}
_REPLIES = {
    "ACCEPTED": "meetingAccepted",
    "DECLINED": "meetingDeclined",
    "TENTATIVE": "meetingTenativelyAccepted",
}


def recipient(name: str, address: str) -> dict[str, Any]:
    return {"emailAddress": {"name": name or address, "address": address}}


def message_from_mime(raw: bytes, *, ids: Ids, received: datetime) -> Message:
    """`mime` keeps the bytes exactly as they came."""
    message = message_from_parsed(parse_mime(raw), ids=ids, received=received)
    message.mime = raw
    return message


def message_from_parsed(parsed: Parsed, *, ids: Ids, received: datetime) -> Message:
    properties = new_properties(iso(received))
    _fill_envelope(properties, parsed, ids)
    _fill_body(properties, parsed)
    message = Message(
        ids.outlook("AAkA"),
        ids.outlook("AAMk"),
        properties,
        headers=parsed.headers,
        arrived=True,
        calendar=parsed.calendar,
        change_key=ids.change_key(),
    )
    message.attachments = [_attachment(e, ids=ids, received=received) for e in parsed.enclosures]
    _mark_meeting(message, parsed.calendar)
    return message


def new_properties(now: str) -> dict[str, Any]:
    """Every property of a message, empty."""
    return {
        "createdDateTime": now,
        "lastModifiedDateTime": now,
        "categories": [],
        "receivedDateTime": now,
        "sentDateTime": now,
        "internetMessageId": None,
        "subject": "",
        "bodyPreview": "",
        "importance": "normal",
        "conversationId": None,
        "isDeliveryReceiptRequested": False,
        "isReadReceiptRequested": False,
        "isRead": False,
        "isDraft": False,
        "inferenceClassification": "focused",
        "body": {"contentType": "text", "content": ""},
        "sender": None,
        "from": None,
        "toRecipients": [],
        "ccRecipients": [],
        "bccRecipients": [],
        "replyTo": [],
        "flag": {"flagStatus": "notFlagged"},
    }


def _fill_envelope(properties: dict[str, Any], parsed: Parsed, ids: Ids) -> None:
    senders = _addresses(parsed.header("From"))
    properties["from"] = senders[0] if senders else None
    properties["sender"] = next(iter(_addresses(parsed.header("Sender")) or senders), None)
    for key, name in (("toRecipients", "To"), ("ccRecipients", "Cc"), ("replyTo", "Reply-To")):
        properties[key] = _addresses(parsed.header(name))
    properties["subject"] = parsed.header("Subject") or ""
    made_up = f"<{ids.guid()}@GBRP265.PROD.OUTLOOK.COM>"
    properties["internetMessageId"] = parsed.header("Message-ID") or made_up
    properties["importance"] = _importance(parsed.header("Importance"))
    properties["sentDateTime"] = _sent(parsed.header("Date")) or properties["receivedDateTime"]


def _addresses(value: str | None) -> list[dict[str, Any]]:
    pairs = getaddresses([value or ""])
    return [recipient(name, address) for name, address in pairs if address]


def _importance(value: str | None) -> str:
    return value.lower() if value and value.lower() in ("low", "normal", "high") else "normal"


def _sent(value: str | None) -> str | None:
    try:
        return iso(parsedate_to_datetime(value)) if value else None
    except (ValueError, OverflowError):
        return None


def _fill_body(properties: dict[str, Any], parsed: Parsed) -> None:
    if parsed.html is not None:
        properties["body"] = {"contentType": "html", "content": parsed.html}
    else:
        properties["body"] = {"contentType": "text", "content": parsed.text or ""}
    properties["bodyPreview"] = preview(properties["body"])


def _attachment(enclosure: Enclosure, *, ids: Ids, received: datetime) -> Attachment:
    attachment = Attachment(
        kind="item" if enclosure.nested else "file",
        token=ids.token()[:24],
        name=enclosure.name,
        content=enclosure.content,
        content_type=None if enclosure.nested else enclosure.content_type,
        is_inline=enclosure.is_inline,
        content_id=enclosure.content_id,
        modified=iso(received),
    )
    if enclosure.nested:
        attachment.item = message_from_mime(enclosure.content, ids=ids, received=received)
    return attachment


def calendar_value(calendar: str, name: str) -> str | None:
    """The first value of an iCalendar property, unfolded."""
    unfolded = re.sub(r"\r?\n[ \t]", "", calendar)
    found = re.search(rf"^{name}(?:;[^:\r\n]*)?:([^\r\n]*)", unfolded, re.MULTILINE | re.IGNORECASE)
    return found[1].strip() if found else None


def answer_in(calendar: str) -> tuple[str, str] | None:
    """(address, PARTSTAT) of the attendee who replies."""
    unfolded = re.sub(r"\r?\n[ \t]", "", calendar)
    line = re.search(
        r"^ATTENDEE(;[^\r\n]*)?:mailto:([^\r\n]+)", unfolded, re.MULTILINE | re.IGNORECASE
    )
    status = re.search(r"PARTSTAT=([\w-]+)", line[1] or "", re.IGNORECASE) if line else None
    return (line[2].strip(), status[1].upper()) if line and status else None


def _mark_meeting(message: Message, calendar: str | None) -> None:
    method = (calendar_value(calendar, "METHOD") or "").upper() if calendar else ""
    if calendar and method == "REPLY":
        answer = answer_in(calendar)
        message.kind = "eventMessageResponse"
        status = _REPLIES.get(answer[1] if answer else "", "none")
        message.properties["meetingMessageType"] = status
    elif method in _METHODS:
        message.kind, message.properties["meetingMessageType"] = _METHODS[method]
