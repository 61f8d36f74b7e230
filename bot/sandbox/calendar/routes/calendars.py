"""Calendars: every mailbox has its one, under its own id as well."""

from bot.sandbox.calendar.errors import item_not_found
from bot.sandbox.core.calls import Answer, Call, Json, collection
from bot.sandbox.core.routing import Route
from bot.sandbox.mail.model import Mailbox
from bot.sandbox.mail.render import users_context
from bot.sandbox.tenant import Tenant


def list_calendars(tenant: Tenant, call: Call) -> Answer:
    mailbox = tenant.mail.mailbox(call["user"])
    return collection(users_context(call, mailbox, "calendars"), [_json(tenant, mailbox)])


def get_calendar(tenant: Tenant, call: Call) -> Answer:
    mailbox = tenant.mail.mailbox(call["user"])
    if call.parameters.get("calendar") not in (None, tenant.calendars.of(mailbox).id):
        raise item_not_found()
    context = users_context(call, mailbox, "calendars/$entity")
    return Answer(200, {"@odata.context": context, **_json(tenant, mailbox)})


def _json(tenant: Tenant, mailbox: Mailbox) -> Json:
    """A shared mailbox has no Teams licence, and so no provider of online meetings."""
    return {
        "id": tenant.calendars.of(mailbox).id,
        "name": "Calendar",
        "color": "auto",
        "hexColor": "",
        "changeKey": tenant.calendars.of(mailbox).id[-16:],
        "isDefaultCalendar": True,
        "isRemovable": False,
        "isTallyingResponses": True,
        "canEdit": True,
        "canShare": True,
        "canViewPrivateItems": True,
        "allowedOnlineMeetingProviders": [],
        "defaultOnlineMeetingProvider": "unknown",
        "owner": {"name": mailbox.name, "address": mailbox.address},
    }


_READ = "Calendars.Read"
CALENDARS = (
    Route("GET", "/users/{user}/calendar", get_calendar, _READ),
    Route("GET", "/users/{user}/calendars", list_calendars, _READ),
    Route("GET", "/users/{user}/calendars/{calendar}", get_calendar, _READ),
)
