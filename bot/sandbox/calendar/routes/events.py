"""Events: list, read, create, change, delete."""

from datetime import datetime
from typing import Any

from bot.sandbox.calendar.errors import item_not_found
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


def _mailbox(tenant: Tenant, call: Call) -> Mailbox:
    """Raises GraphError 404 for a calendar that is not the mailbox's."""
    mailbox = tenant.mail.mailbox(call["user"])
    if call.parameters.get("calendar") not in (None, tenant.calendars.of(mailbox).id):
        raise item_not_found()
    return mailbox


def list_events(tenant: Tenant, call: Call) -> Answer:
    mailbox = _mailbox(tenant, call)
    return _listed(tenant, call, mailbox, list(tenant.calendars.of(mailbox).events.values()))


def calendar_view(tenant: Tenant, call: Call) -> Answer:
    first, last = window_of(call)
    mailbox = _mailbox(tenant, call)
    calendar = tenant.calendars.of(mailbox)
    within = calendar.within(first, last, calendar.events.values())
    return _listed(tenant, call, mailbox, sorted(within, key=lambda event: event.start))


def window_of(call: Call) -> tuple[datetime, datetime]:
    """Raises GraphError 400 without a start and an end."""
    given = {name.lower(): value for name, value in call.options.custom.items()}
    try:
        return moment_of(given["startdatetime"]), moment_of(given["enddatetime"])
    except (KeyError, ValueError):
        raise bad_request("This request requires 'StartDateTime' and 'EndDateTime'.") from None


def list_instances(tenant: Tenant, call: Call) -> Answer:
    first, last = window_of(call)
    mailbox = tenant.mail.mailbox(call["user"])
    calendar = tenant.calendars.of(mailbox)
    series = calendar.event(call["event"])
    return _listed(tenant, call, mailbox, list(calendar.within(first, last, [series])))


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
    mailbox = _mailbox(tenant, call)
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


_LIST = options("select", "filter", "orderby", "top", "skip", "count", "expand")
_VIEW = options("startdatetime", "enddatetime", "select", "orderby", "top", "skip", "filter")
_ONE = "/users/{user}/events/{event}"
_CALENDAR, _ENTITY = "/users/{user}/calendars/{calendar}", options("select", "expand")
_READ, _WRITE = "Calendars.Read", "Calendars.ReadWrite"
EVENTS = (
    Route("GET", "/users/{user}/events", list_events, _READ, _LIST),
    Route("POST", "/users/{user}/events", create_event, _WRITE),
    Route("GET", "/users/{user}/calendar/events", list_events, _READ, _LIST),
    Route("POST", "/users/{user}/calendar/events", create_event, _WRITE),
    Route("GET", "/users/{user}/calendarView", calendar_view, _READ, _VIEW),
    Route("GET", "/users/{user}/calendar/calendarView", calendar_view, _READ, _VIEW),
    Route("GET", f"{_CALENDAR}/events", list_events, _READ, _LIST),
    Route("POST", f"{_CALENDAR}/events", create_event, _WRITE),
    Route("GET", f"{_CALENDAR}/calendarView", calendar_view, _READ, _VIEW),
    Route("GET", f"{_ONE}/instances", list_instances, _READ, _VIEW),
    Route("GET", "/users/{user}/calendar/events/{event}", get_event, _READ, _ENTITY),
    Route("GET", _ONE, get_event, _READ, _ENTITY),
    Route("PATCH", _ONE, update_event, _WRITE),
    Route("DELETE", _ONE, delete_event, _WRITE),
)
