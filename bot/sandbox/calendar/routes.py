"""The calendar paths of Graph."""

from typing import Any

from bot.sandbox.calendar.model import Event
from bot.sandbox.calendar.render import event_json, event_view
from bot.sandbox.core.calls import Answer, Call, collection
from bot.sandbox.core.clock import iso, moment_of
from bot.sandbox.core.errors import bad_request, not_implemented
from bot.sandbox.core.odata.evaluate import Test, comparison, test_for
from bot.sandbox.core.odata.filters import parse_filter
from bot.sandbox.core.odata.tree import Compare, Leaf
from bot.sandbox.core.paging import paged
from bot.sandbox.core.routing import Route, options
from bot.sandbox.mail.extended import extended_test
from bot.sandbox.mail.model import Mailbox
from bot.sandbox.mail.render import users_context
from bot.sandbox.tenant import Tenant


def _shown(call: Call, mailbox: Mailbox, event: Event, status: int) -> Answer:
    context = users_context(call, mailbox, "events/$entity")
    content = event_json(mailbox, event, event_view(call))
    return Answer(status, {"@odata.context": context, **content}, call.prefer.applied())


def list_events(tenant: Tenant, call: Call) -> Answer:
    mailbox = tenant.mail.mailbox(call["user"])
    return _listed(tenant, call, mailbox, list(tenant.calendars.of(mailbox).events.values()))


def calendar_view(tenant: Tenant, call: Call) -> Answer:
    try:
        first = moment_of(call.options.custom["startDateTime"])
        last = moment_of(call.options.custom["endDateTime"])
    except (KeyError, ValueError):
        raise bad_request("This request requires 'StartDateTime' and 'EndDateTime'.") from None
    mailbox = tenant.mail.mailbox(call["user"])
    events = tenant.calendars.of(mailbox).events.values()
    within = [event for event in events if event.start < last and event.end > first]
    return _listed(tenant, call, mailbox, sorted(within, key=lambda event: event.start))


def _listed(tenant: Tenant, call: Call, mailbox: Mailbox, events: list[Event]) -> Answer:
    if call.options.filter:
        test = test_for(parse_filter(call.options.filter), _leaf)
        events = [event for event in events if test(event)]
    for name, descending in reversed(call.options.orderby):
        events = sorted(events, key=lambda e: str(_value(e, name)), reverse=descending)
    page, link = paged(tenant.links, call, events)
    view = event_view(call)
    value = [event_json(mailbox, event, view) for event in page]
    context = users_context(call, mailbox, "events")
    count = len(events) if call.options.count else None
    answer = collection(context, value, next_link=link, count=count)
    answer.headers.update(call.prefer.applied())
    return answer


def _leaf(node: Leaf) -> Test[Event]:
    if isinstance(node, Compare):
        return comparison(node, lambda event: _value(event, node.path))
    if node.collection == "singleValueExtendedProperties":
        return extended_test(node)
    raise not_implemented(f"$filter on {node.collection}")


def _value(event: Event, path: str) -> Any:
    match path:
        case "start/dateTime":
            return iso(event.start)
        case "end/dateTime":
            return iso(event.end)
        case "iCalUId":
            return event.uid
        case "createdDateTime":
            return event.created_at
        case "lastModifiedDateTime":
            return event.modified_at
        case "subject" | "sensitivity" | "showAs" | "importance" | "isAllDay":
            return event.properties[path]
    raise not_implemented(f"'{path}' in $filter or $orderby of events")


def get_event(tenant: Tenant, call: Call) -> Answer:
    mailbox = tenant.mail.mailbox(call["user"])
    return _shown(call, mailbox, tenant.calendars.of(mailbox).event(call["event"]), 200)


def create_event(tenant: Tenant, call: Call) -> Answer:
    mailbox = tenant.mail.mailbox(call["user"])
    event_view(call)
    return _shown(call, mailbox, tenant.calendars.create(mailbox, call.json()), 201)


def update_event(tenant: Tenant, call: Call) -> Answer:
    mailbox = tenant.mail.mailbox(call["user"])
    event = tenant.calendars.of(mailbox).event(call["event"])
    tenant.calendars.change(mailbox, event, call.json())
    return _shown(call, mailbox, event, 200)


def delete_event(tenant: Tenant, call: Call) -> Answer:
    mailbox = tenant.mail.mailbox(call["user"])
    tenant.calendars.remove(mailbox, tenant.calendars.of(mailbox).event(call["event"]))
    return Answer(204)


def cancel_event(tenant: Tenant, call: Call) -> Answer:
    mailbox = tenant.mail.mailbox(call["user"])
    event = tenant.calendars.of(mailbox).event(call["event"])
    content = {name.lower(): value for name, value in call.json_if_any().items()}
    tenant.calendars.remove(mailbox, event, content.get("comment") or "")
    return Answer(202)


def get_calendar(tenant: Tenant, call: Call) -> Answer:
    mailbox = tenant.mail.mailbox(call["user"])
    owner = {"name": mailbox.name, "address": mailbox.address}
    content = {
        "@odata.context": users_context(call, mailbox, "calendar/$entity"),
        "id": tenant.calendars.of(mailbox).id,
        "name": "Calendar",
        "isDefaultCalendar": True,
        "canEdit": True,
        "allowedOnlineMeetingProviders": [],
        "defaultOnlineMeetingProvider": "unknown",
        "owner": owner,
    }
    return Answer(200, content)


_LIST = options("select", "filter", "orderby", "top", "skip", "count", "expand")
_VIEW = options("startdatetime", "enddatetime", "select", "orderby", "top", "skip", "filter")
_ONE = "/users/{user}/events/{event}"
_READ, _WRITE = "Calendars.Read", "Calendars.ReadWrite"
ROUTES = (
    Route("GET", "/users/{user}/calendar", get_calendar, _READ),
    Route("GET", "/users/{user}/events", list_events, _READ, _LIST),
    Route("POST", "/users/{user}/events", create_event, _WRITE),
    Route("GET", "/users/{user}/calendar/events", list_events, _READ, _LIST),
    Route("POST", "/users/{user}/calendar/events", create_event, _WRITE),
    Route("GET", "/users/{user}/calendarView", calendar_view, _READ, _VIEW),
    Route("GET", "/users/{user}/calendar/calendarView", calendar_view, _READ, _VIEW),
    Route("GET", _ONE, get_event, _READ, options("select", "expand")),
    Route("PATCH", _ONE, update_event, _WRITE),
    Route("DELETE", _ONE, delete_event, _WRITE),
    Route("POST", f"{_ONE}/cancel", cancel_event, _WRITE),
)
