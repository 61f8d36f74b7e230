"""Files on an event; adding or removing one sends everybody an update."""

from bot.sandbox.core.calls import Answer, Call, collection
from bot.sandbox.core.clock import iso
from bot.sandbox.core.routing import Route, options
from bot.sandbox.mail.attaching import new_attachment
from bot.sandbox.mail.render import attachment_json, users_context
from bot.sandbox.tenant import Tenant


def list_attachments(tenant: Tenant, call: Call) -> Answer:
    mailbox = tenant.mail.mailbox(call["user"])
    event = tenant.calendars.of(mailbox).event(call["event"])
    select = call.options.select
    value = [attachment_json(a, event.id, select=select) for a in event.attachments]
    return collection(users_context(call, mailbox, "events('x')/attachments"), value)


def get_attachment(tenant: Tenant, call: Call) -> Answer:
    mailbox = tenant.mail.mailbox(call["user"])
    event = tenant.calendars.of(mailbox).event(call["event"])
    attachment = event.attachment(call["attachment"])
    context = users_context(call, mailbox, "events('x')/attachments/$entity")
    shown = attachment_json(attachment, event.id, select=call.options.select)
    return Answer(200, {"@odata.context": context, **shown})


def add_attachment(tenant: Tenant, call: Call) -> Answer:
    mailbox = tenant.mail.mailbox(call["user"])
    event = tenant.calendars.of(mailbox).event(call["event"])
    attachment = new_attachment(call.json(), ids=tenant.ids, now=iso(tenant.clock.now()))
    tenant.calendars.attach(mailbox, event, [*event.attachments, attachment])
    context = users_context(call, mailbox, "events('x')/attachments/$entity")
    return Answer(201, {"@odata.context": context, **attachment_json(attachment, event.id)})


def delete_attachment(tenant: Tenant, call: Call) -> Answer:
    mailbox = tenant.mail.mailbox(call["user"])
    event = tenant.calendars.of(mailbox).event(call["event"])
    gone = event.attachment(call["attachment"])
    tenant.calendars.attach(mailbox, event, [a for a in event.attachments if a is not gone])
    return Answer(204)


_ALL = "/users/{user}/events/{event}/attachments"
_ONE = f"{_ALL}/{{attachment}}"
_READ, _WRITE = "Calendars.Read", "Calendars.ReadWrite"
ATTACHMENTS = (
    Route("GET", _ALL, list_attachments, _READ, options("select")),
    Route("POST", _ALL, add_attachment, _WRITE),
    Route("GET", _ONE, get_attachment, _READ, options("select")),
    Route("DELETE", _ONE, delete_attachment, _WRITE),
)
