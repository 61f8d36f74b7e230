"""Sending: drafts, sendMail, replies and forwards."""

from bot.sandbox.core.calls import Answer, Call, Json
from bot.sandbox.core.errors import GraphError, bad_request, not_implemented
from bot.sandbox.core.routing import Handler, Route
from bot.sandbox.mail.compose import write_properties
from bot.sandbox.mail.drafts import (
    answer_to,
    check_sendable,
    forward_of,
    new_draft,
)
from bot.sandbox.mail.errors import item_not_found
from bot.sandbox.mail.model import Mailbox, Message
from bot.sandbox.mail.raw import is_raw, raw_draft
from bot.sandbox.mail.routes.messages import shown
from bot.sandbox.mail.state import recipients_of
from bot.sandbox.tenant import Tenant


def send_message(tenant: Tenant, call: Call) -> Answer:
    if call.headers.get("content-length") is None:
        raise GraphError(411, "LengthRequired", "Content-Length is required; send 0.")
    mailbox = tenant.mail.mailbox(call["user"])
    message = mailbox.message(call["message"])
    if not message.is_draft:
        raise item_not_found()
    _submit(tenant, mailbox, message)
    return Answer(202)


def _submit(tenant: Tenant, mailbox: Mailbox, message: Message) -> None:
    check_sendable(mailbox, message)
    tenant.limits.count_send(mailbox.address)
    tenant.mail.send(mailbox, message)


def send_mail(tenant: Tenant, call: Call) -> Answer:
    mailbox = tenant.mail.mailbox(call["user"])
    message, keeps = _given(tenant, call, mailbox)
    check_sendable(mailbox, message)
    tenant.limits.count_send(mailbox.address)
    tenant.mail.freeze(message)
    if keeps:
        mailbox.add(message, mailbox.folder("sentitems"))
    tenant.mail.transmit(mailbox, message)
    return Answer(202)


def _given(tenant: Tenant, call: Call, mailbox: Mailbox) -> tuple[Message, bool]:
    """The message to send, and whether a copy goes to Sent Items."""
    if is_raw(call):
        return raw_draft(tenant.mail, mailbox, call), True
    content = {name.lower(): value for name, value in call.json().items()}
    if not isinstance(content.get("message"), dict):
        raise bad_request("The parameter 'Message' is required.")
    return new_draft(tenant.mail, mailbox, content["message"]), content.get("savetosentitems", True)


def _draft_handler(kind: str) -> Handler:
    def create(tenant: Tenant, call: Call) -> Answer:
        mailbox, draft = _derived(tenant, call, kind)
        mailbox.add(draft, mailbox.folder("drafts"))
        return shown(call, mailbox, draft, 201)

    return create


def _immediate_handler(kind: str) -> Handler:
    def send(tenant: Tenant, call: Call) -> Answer:
        mailbox, draft = _derived(tenant, call, kind)
        mailbox.add(draft, mailbox.folder("drafts"))
        _submit(tenant, mailbox, draft)
        return Answer(202)

    return send


def _derived(tenant: Tenant, call: Call, kind: str) -> tuple[Mailbox, Message]:
    mailbox = tenant.mail.mailbox(call["user"])
    original = mailbox.message(call["message"])
    if kind == "forward":
        draft = forward_of(tenant.mail, mailbox, original)
    else:
        draft = answer_to(tenant.mail, mailbox, original, to_all=kind == "replyAll")
    if is_raw(call):
        return mailbox, _rewritten(draft, raw_draft(tenant.mail, mailbox, call))
    _apply(draft, {name.lower(): value for name, value in call.json_if_any().items()})
    return mailbox, draft


def _rewritten(draft: Message, raw: Message) -> Message:
    """The MIME given, in the conversation of the draft, and to its recipients if it names none."""
    raw.properties["conversationId"] = draft.properties["conversationId"]
    if not recipients_of(raw):
        for name in ("toRecipients", "ccRecipients"):
            raw.properties[name] = draft.properties[name]
    return raw


def _apply(draft: Message, content: Json) -> None:
    """A comment or a message, not both with a body."""
    comment, changes = content.pop("comment", None), content.pop("message", None) or {}
    if "torecipients" in content:
        changes = {"toRecipients": content.pop("torecipients"), **changes}
    if content:
        raise not_implemented(f"{sorted(content)} on replies")
    if comment and "body" in changes:
        raise bad_request("Specify either a comment or the body of the message, not both.")
    if comment:
        body = draft.properties["body"]
        gap = "<br>" if body["contentType"] == "html" else "\r\n\r\n"
        changes["body"] = {**body, "content": f"{comment}{gap}{body['content']}"}
    write_properties(draft, changes)


_ONE = "/users/{user}/messages/{message}"
_DERIVED = ("reply", "replyAll", "forward")
SENDING = (
    Route("POST", f"{_ONE}/send", send_message, "Mail.Send"),
    Route("POST", "/users/{user}/sendMail", send_mail, "Mail.Send"),
    *(
        Route("POST", f"{_ONE}/create{k[0].upper()}{k[1:]}", _draft_handler(k), "Mail.ReadWrite")
        for k in _DERIVED
    ),
    *(Route("POST", f"{_ONE}/{k}", _immediate_handler(k), "Mail.Send") for k in _DERIVED),
)
