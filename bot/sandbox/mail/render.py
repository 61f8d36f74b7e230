"""Messages, folders and attachments as Graph writes them."""

import base64
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from bot.sandbox.core.calls import Call
from bot.sandbox.mail.arrive import new_properties
from bot.sandbox.mail.errors import unknown_select
from bot.sandbox.mail.extended import expanded
from bot.sandbox.mail.model import Attachment, Folder, Mailbox, Message
from bot.sandbox.mail.text import html_of_text, text_of_html

# What base64 in MIME adds, roughly: the size that Exchange reports is not that of the content.
_ENCODED = 1.37
_BY_DEFAULT = (
    *new_properties(""),
    "hasAttachments",
    "parentFolderId",
    "changeKey",
    "webLink",
    "conversationIndex",
)
_SELECTABLE = frozenset({*_BY_DEFAULT, "id", "internetMessageHeaders", "meetingMessageType"})


@dataclass(frozen=True, slots=True)
class View:
    """How a client wants to see messages; `expand` is the filter on extended properties."""

    select: tuple[str, ...] = ()
    expand: str | None = None
    expands: bool = False
    expands_attachments: bool = False
    immutable: bool = False
    body_type: str | None = None


def view_of(call: Call, select: Sequence[str] | None = None) -> View:
    """Raises GraphError 400 for a property that a message does not have."""
    chosen = tuple(select if select is not None else call.options.select)
    for name in chosen:
        if name not in _SELECTABLE:
            raise unknown_select(name, "message")
    expand = {e.name: e for e in call.options.expand}
    for name in expand.keys() - {"singleValueExtendedProperties", "attachments"}:
        raise unknown_select(name, "message")
    extended = expand.get("singleValueExtendedProperties")
    return View(
        select=chosen,
        expand=extended.filter if extended else None,
        expands=extended is not None,
        expands_attachments="attachments" in expand,
        immutable=call.prefer.immutable_ids,
        body_type=call.prefer.body_type,
    )


def message_json(message: Message, view: View) -> dict[str, Any]:
    shown: dict[str, Any] = {"@odata.etag": f'W/"{message.change_key}"'}
    if message.kind != "message":
        shown["@odata.type"] = f"#microsoft.graph.{message.kind}"
    shown["id"] = message.id_for(immutable=view.immutable)
    for name in view.select or _BY_DEFAULT:
        if name not in shown:
            _show(shown, name, message, view)
    if not view.select and "meetingMessageType" in message.properties:
        shown["meetingMessageType"] = message.properties["meetingMessageType"]
    if view.expands:
        _show_extended(shown, message, view)
    if view.expands_attachments:
        own = message.id_for(immutable=view.immutable)
        shown["attachments"] = [attachment_json(a, own) for a in message.attachments]
    return shown


def _show(shown: dict[str, Any], name: str, message: Message, view: View) -> None:
    match name:
        case "hasAttachments":
            shown[name] = message.has_attachments
        case "parentFolderId":
            shown[name] = message.folder_id
        case "changeKey":
            shown[name] = message.change_key
        case "conversationIndex":
            conversation = str(message.properties["conversationId"] or "")
            shown[name] = base64.b64encode(conversation.encode()[:22]).decode()
        case "webLink":
            shown[name] = f"https://outlook.office365.com/owa/?ItemID={message.id}"
        case "internetMessageHeaders":
            if message.arrived:
                shown[name] = [{"name": n, "value": v} for n, v in message.headers]
        case "body":
            shown[name] = _body(message, view.body_type)
        case _:
            if name in message.properties:
                shown[name] = message.properties[name]


def _show_extended(shown: dict[str, Any], message: Message, view: View) -> None:
    found = expanded(message.extended, view.expand)
    if found:
        shown["singleValueExtendedProperties"] = found


def _body(message: Message, wanted: str | None) -> dict[str, str]:
    """HTML unless the client prefers text; a draft written as text stays text."""
    body: dict[str, str] = message.properties["body"]
    if body["contentType"] == "html" and wanted == "text":
        return {"contentType": "text", "content": text_of_html(body["content"])}
    if body["contentType"] == "text" and wanted != "text" and message.arrived:
        return {"contentType": "html", "content": html_of_text(body["content"])}
    return body


def attachment_json(
    attachment: Attachment, message_id: str, *, select: Sequence[str] = (), with_item: bool = False
) -> dict[str, Any]:
    shown: dict[str, Any] = {
        "@odata.type": f"#microsoft.graph.{attachment.kind}Attachment",
        "id": attachment.id_within(message_id),
        "lastModifiedDateTime": attachment.modified,
        "name": attachment.name,
        "contentType": attachment.content_type,
        "size": int(len(attachment.content) * _ENCODED) + 200,
        "isInline": attachment.is_inline,
    }
    if attachment.kind == "file":
        shown["@odata.mediaContentType"] = attachment.content_type
        shown["contentId"] = attachment.content_id
        shown["contentLocation"] = None
        shown["contentBytes"] = base64.b64encode(attachment.content).decode()
    if with_item and attachment.item is not None:
        shown["item"] = nested_json(attachment.item)
    if select:
        kept = {"id", *select}
        return {k: v for k, v in shown.items() if k in kept or k.startswith("@")}
    return shown


def nested_json(message: Message) -> dict[str, Any]:
    """A message within a message has no id and no folder; its attachments come along."""
    shown = message_json(message, View(select=(*_BY_DEFAULT, "internetMessageHeaders")))
    del shown["@odata.etag"], shown["parentFolderId"], shown["changeKey"]
    shown["@odata.type"] = f"#microsoft.graph.{message.kind}"
    shown["id"] = ""
    if message.attachments:
        inner = [attachment_json(a, message.id, with_item=True) for a in message.attachments]
        shown["attachments"] = inner
    return shown


def folder_json(folder: Folder) -> dict[str, Any]:
    return {
        "id": folder.id,
        "displayName": folder.name,
        "parentFolderId": folder.parent.id if folder.parent else None,
        "childFolderCount": len(folder.children),
        "unreadItemCount": sum(not m.properties["isRead"] for m in folder.messages.values()),
        "totalItemCount": len(folder.messages),
        "isHidden": folder.is_hidden,
    }


def users_context(call: Call, mailbox: Mailbox, rest: str) -> str:
    return call.context(f"users('{mailbox.id}')/{rest}")
