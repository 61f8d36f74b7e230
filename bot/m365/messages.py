"""Mail as the port gives and takes it: what was received, and what is sent."""

from base64 import b64encode
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal

from bot.m365.times import moment

LARGEST_ATTACHMENTS = 3 * 1024 * 1024  # bytes, before they are encoded
ENVELOPE = ("id", "internetMessageId", "receivedDateTime", "categories", "parentFolderId")
CONTENT = (
    *ENVELOPE,
    "subject",
    "from",
    "sender",
    "replyTo",
    "toRecipients",
    "hasAttachments",
    "isDraft",
    "body",
    "internetMessageHeaders",
)


@dataclass(frozen=True, slots=True)
class Address:
    """A mailbox as mail headers write it; `name` may be empty."""

    address: str
    name: str = ""


@dataclass(frozen=True, slots=True)
class Body:
    """A mail's or an event's body; Exchange makes the text alternative of an HTML one itself."""

    content: str
    kind: Literal["html", "text"] = "html"


@dataclass(frozen=True, slots=True)
class Envelope:
    """What a listing tells of a message: enough to know whether it has been dealt with."""

    id: str
    internet_message_id: str
    received: datetime
    categories: tuple[str, ...]
    parent_folder_id: str


@dataclass(frozen=True, slots=True)
class ReceivedMessage(Envelope):
    """One message. `has_attachments` is false when all are inline: look for `cid:` in the body.

    `headers` keeps the order and the repeats of the original; Exchange may leave out From and To.
    """

    subject: str
    from_: Address | None
    sender: Address | None
    reply_to: tuple[Address, ...]
    to: tuple[Address, ...]
    has_attachments: bool
    is_draft: bool
    body: Body
    headers: tuple[tuple[str, str], ...]


class UnableToAttach(Exception):
    """A mail's attachments are larger than Exchange takes together with the mail itself."""


@dataclass(frozen=True, slots=True)
class Attachment:
    """A document that goes out with a mail."""

    name: str
    content: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class OutgoingMail:
    """A mail to one recipient. `key` says what caused it and finds it again; the sent copy is kept.

    `headers` must begin with `x-`, five at most, and are fixed once the draft exists. Attachments
    go with the draft itself, so that no draft is ever found without them: three megabytes in all.
    """

    to: str
    subject: str
    body: Body
    key: str
    headers: tuple[tuple[str, str], ...] = ()
    attachments: tuple[Attachment, ...] = ()

    def __post_init__(self) -> None:
        """Raise UnableToAttach for what Exchange would refuse."""
        size = sum(len(attachment.content) for attachment in self.attachments)
        if size > LARGEST_ATTACHMENTS:
            raise UnableToAttach(
                f"attachments of {size} bytes do not fit into a mail, which takes"
                f" {LARGEST_ATTACHMENTS}: send a link to the document instead"
            )


@dataclass(frozen=True, slots=True)
class KeptMail:
    """A mail of the service's own: a draft that waits, or the copy of one that was sent."""

    id: str
    key: str
    is_draft: bool
    sent: datetime | None
    folder_id: str = ""


@dataclass(frozen=True, slots=True)
class Folder:
    id: str
    name: str


def read_envelope(answer: Mapping[str, Any]) -> Envelope:
    return Envelope(
        id=answer["id"],
        internet_message_id=answer.get("internetMessageId") or "",
        received=moment(answer["receivedDateTime"]),
        categories=tuple(answer.get("categories") or ()),
        parent_folder_id=answer.get("parentFolderId") or "",
    )


def read_message(answer: Mapping[str, Any]) -> ReceivedMessage:
    envelope = read_envelope(answer)
    body = answer.get("body") or {}
    kind: Literal["html", "text"] = "text" if body.get("contentType") == "text" else "html"
    headers = answer.get("internetMessageHeaders") or ()
    return ReceivedMessage(
        id=envelope.id,
        internet_message_id=envelope.internet_message_id,
        received=envelope.received,
        categories=envelope.categories,
        parent_folder_id=envelope.parent_folder_id,
        subject=answer.get("subject") or "",
        from_=read_address(answer.get("from")),
        sender=read_address(answer.get("sender")),
        reply_to=read_addresses(answer.get("replyTo")),
        to=read_addresses(answer.get("toRecipients")),
        has_attachments=bool(answer.get("hasAttachments")),
        is_draft=bool(answer.get("isDraft")),
        body=Body(body.get("content") or "", kind),
        headers=tuple((header["name"], header["value"]) for header in headers),
    )


def read_address(recipient: Mapping[str, Any] | None) -> Address | None:
    email = (recipient or {}).get("emailAddress") or {}
    address = email.get("address") or ""
    return Address(address, email.get("name") or "") if address else None


def read_addresses(recipients: list[Mapping[str, Any]] | None) -> tuple[Address, ...]:
    found = (read_address(recipient) for recipient in recipients or ())
    return tuple(address for address in found if address)


def read_kept_mail(answer: Mapping[str, Any], *, key: str) -> KeptMail:
    is_draft = bool(answer["isDraft"])
    sent = None if is_draft else answer.get("sentDateTime")
    return KeptMail(
        id=answer["id"],
        key=key,
        is_draft=is_draft,
        sent=moment(sent) if sent else None,
        folder_id=answer.get("parentFolderId", ""),
    )


def write_body(body: Body) -> dict[str, Any]:
    return {"contentType": body.kind, "content": body.content}


def write_attachment(attachment: Attachment) -> dict[str, Any]:
    return {
        "@odata.type": "#microsoft.graph.fileAttachment",
        "name": attachment.name,
        "contentBytes": b64encode(attachment.content).decode(),
    }
