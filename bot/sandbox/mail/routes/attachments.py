"""Attachments of messages."""

from bot.sandbox.core.calls import Answer, Call, collection
from bot.sandbox.core.clock import iso
from bot.sandbox.core.errors import not_implemented
from bot.sandbox.core.routing import Route, options
from bot.sandbox.mail.attaching import new_attachment
from bot.sandbox.mail.errors import invalid_property, no_content
from bot.sandbox.mail.render import attachment_json, users_context
from bot.sandbox.tenant import Tenant

_ITEM = "microsoft.graph.itemattachment/item"


def list_attachments(tenant: Tenant, call: Call) -> Answer:
    """Any $filter is ignored here, as the service ignores it."""
    mailbox = tenant.mail.mailbox(call["user"])
    message = mailbox.message(call["message"])
    own = message.id_for(immutable=call.prefer.immutable_ids)
    select, with_item = call.options.select, _wants_item(call)
    value = [
        attachment_json(a, own, select=select, with_item=with_item) for a in message.attachments
    ]
    return collection(users_context(call, mailbox, "messages('x')/attachments"), value)


def get_attachment(tenant: Tenant, call: Call) -> Answer:
    mailbox = tenant.mail.mailbox(call["user"])
    message = mailbox.message(call["message"])
    content = attachment_json(
        message.attachment(call["attachment"]),
        message.id_for(immutable=call.prefer.immutable_ids),
        select=call.options.select,
        with_item=_wants_item(call),
    )
    context = users_context(call, mailbox, "messages('x')/attachments/$entity")
    return Answer(200, {"@odata.context": context, **content})


def get_content(tenant: Tenant, call: Call) -> Answer:
    message = tenant.mail.mailbox(call["user"]).message(call["message"])
    attachment = message.attachment(call["attachment"])
    if attachment.kind == "reference":
        raise no_content()
    kind = attachment.content_type or "text/plain"
    return Answer(200, attachment.content, media_type=kind)


def add_attachment(tenant: Tenant, call: Call) -> Answer:
    mailbox = tenant.mail.mailbox(call["user"])
    message = mailbox.message(call["message"])
    attachment = new_attachment(call.json(), ids=tenant.ids, now=iso(tenant.clock.now()))
    message.attachments.append(attachment)
    tenant.mail.touch(mailbox, message)
    own = message.id_for(immutable=call.prefer.immutable_ids)
    context = users_context(call, mailbox, "messages('x')/attachments/$entity")
    return Answer(201, {"@odata.context": context, **attachment_json(attachment, own)})


def create_upload_session(tenant: Tenant, call: Call) -> Answer:
    mailbox = tenant.mail.mailbox(call["user"])
    message = mailbox.message(call["message"])
    content = {name.lower(): value for name, value in call.json().items()}
    described = content.get("attachmentitem")
    if not isinstance(described, dict):
        raise invalid_property("AttachmentItem")
    token, session = tenant.mail.uploads.open(mailbox, message, described)
    host = call.at_host("outlook.office.com")
    shown = {
        "@odata.context": call.context("microsoft.graph.uploadSession"),
        "uploadUrl": f"{host}/_attachment/{token}",
        "expirationDateTime": iso(session.expires),
        "nextExpectedRanges": ["0-"],
    }
    return Answer(201, shown)


def delete_attachment(tenant: Tenant, call: Call) -> Answer:
    mailbox = tenant.mail.mailbox(call["user"])
    message = mailbox.message(call["message"])
    message.attachments.remove(message.attachment(call["attachment"]))
    tenant.mail.touch(mailbox, message)
    return Answer(204)


def _wants_item(call: Call) -> bool:
    wanted = {expansion.name.lower() for expansion in call.options.expand}
    if wanted - {_ITEM}:
        raise not_implemented("this $expand on attachments")
    return bool(wanted)


_ALL = "/users/{user}/messages/{message}/attachments"
_ONE = f"{_ALL}/{{attachment}}"
ATTACHMENTS = (
    Route("GET", _ALL, list_attachments, "Mail.Read", options("select", "filter", "expand")),
    Route("POST", _ALL, add_attachment, "Mail.ReadWrite"),
    Route("POST", f"{_ALL}/createUploadSession", create_upload_session, "Mail.ReadWrite"),
    Route("GET", _ONE, get_attachment, "Mail.Read", options("select", "expand")),
    Route("DELETE", _ONE, delete_attachment, "Mail.ReadWrite"),
    Route("GET", f"{_ONE}/$value", get_content, "Mail.Read"),
)
