"""New messages, answers to others, and the step from draft to sent."""

import copy
from collections.abc import Mapping
from typing import Any

from bot.sandbox.core.clock import iso
from bot.sandbox.mail.arrive import new_properties, recipient
from bot.sandbox.mail.attaching import new_attachment
from bot.sandbox.mail.compose import read_headers, write_properties
from bot.sandbox.mail.errors import invalid_recipient, no_recipients, send_as_denied
from bot.sandbox.mail.model import Mailbox, Message
from bot.sandbox.mail.state import MailSystem, recipients_of


def new_draft(system: MailSystem, mailbox: Mailbox, content: Mapping[str, Any]) -> Message:
    """A draft that is in no folder yet. Raises GraphError 400."""
    message = _blank(system, mailbox)
    rest = dict(content)
    message.headers = read_headers(rest.pop("internetMessageHeaders", []))
    enclosed = rest.pop("attachments", [])
    write_properties(message, rest)
    now = iso(system.now())
    message.attachments = [new_attachment(a, ids=system.ids, now=now) for a in enclosed]
    mailbox.conversations[message.properties["internetMessageId"]] = message.properties[
        "conversationId"
    ]
    return message


def _blank(system: MailSystem, mailbox: Mailbox) -> Message:
    ids, properties = system.ids, new_properties(iso(system.now()))
    owner = recipient(mailbox.name, mailbox.address)
    properties.update(
        {"isDraft": True, "isRead": True, "from": owner, "sender": owner},
        internetMessageId=system.new_message_id(),
        conversationId=ids.outlook("AAQk"),
    )
    return Message(
        ids.outlook("AAkA"), ids.outlook("AAMk"), properties, change_key=ids.change_key()
    )


def answer_to(system: MailSystem, mailbox: Mailbox, original: Message, *, to_all: bool) -> Message:
    """A draft in the conversation of `original`, addressed to its sender (and all others)."""
    draft = _continued(system, mailbox, original, "RE: ")
    seen = original.properties
    draft.properties["toRecipients"] = copy.deepcopy(
        seen["replyTo"] or ([seen["from"]] if seen["from"] else [])
    )
    if to_all:
        own = mailbox.address.lower()
        others = [*seen["toRecipients"], *seen["ccRecipients"]]
        draft.properties["ccRecipients"] = [
            copy.deepcopy(o) for o in others if o["emailAddress"]["address"].lower() != own
        ]
    return draft


def forward_of(system: MailSystem, mailbox: Mailbox, original: Message) -> Message:
    """A draft that carries the original's text and attachments on."""
    draft = _continued(system, mailbox, original, "FW: ")
    draft.attachments = [copy.copy(a) for a in original.attachments]
    return draft


def _continued(system: MailSystem, mailbox: Mailbox, original: Message, prefix: str) -> Message:
    draft, seen = _blank(system, mailbox), original.properties
    subject = seen["subject"] or ""
    known = subject.upper().startswith(prefix.upper())
    draft.properties["subject"] = subject if known else prefix + subject
    draft.properties["conversationId"] = seen["conversationId"]
    draft.properties["body"] = copy.deepcopy(seen["body"])
    draft.headers = [(name, seen["internetMessageId"]) for name in ("In-Reply-To", "References")]
    mailbox.conversations[draft.properties["internetMessageId"]] = seen["conversationId"]
    return draft


def check_sendable(mailbox: Mailbox, message: Message) -> None:
    """Raises GraphError: 400 without proper recipients, 403 for another sender."""
    recipients = recipients_of(message)
    if not recipients:
        raise no_recipients()
    for address in recipients:
        if "@" not in address or " " in address:
            raise invalid_recipient(address)
    sender = message.properties["from"]["emailAddress"]["address"]
    if sender.lower() != mailbox.address.lower():
        raise send_as_denied()
