"""Delta over a window of the calendar, which the token fixes."""

from datetime import datetime
from urllib.parse import parse_qs, urlencode

from bot.sandbox.calendar.render import event_json, event_view
from bot.sandbox.calendar.routes.events import window_of
from bot.sandbox.calendar.state import Calendar
from bot.sandbox.core.calls import Answer, Call, Json, collection
from bot.sandbox.core.clock import moment_of
from bot.sandbox.core.errors import GraphError
from bot.sandbox.core.feeds import Round, UnknownToken
from bot.sandbox.core.paging import USUAL
from bot.sandbox.core.routing import Route, options
from bot.sandbox.mail.errors import sync_state_not_found
from bot.sandbox.mail.model import Mailbox
from bot.sandbox.mail.render import users_context
from bot.sandbox.tenant import Tenant


def events_delta(tenant: Tenant, call: Call) -> Answer:
    mailbox = tenant.mail.mailbox(call["user"])
    current = _round(tenant, call, tenant.calendars.of(mailbox))
    page = tenant.calendars.feeds.page(current, call.prefer.page_size or USUAL)
    value = [one for key in page.keys for one in _lines(call, mailbox, current, key)]
    name = "$deltatoken" if page.is_last else "$skiptoken"
    link = tenant.links.issue(call, {name: page.token})
    context = users_context(call, mailbox, "calendarView")
    if page.is_last:
        return collection(context, value, delta_link=link)
    return collection(context, value, next_link=link)


def _round(tenant: Tenant, call: Call, calendar: Calendar) -> Round:
    system = call.options.system
    tokens = [system[name] for name in ("skiptoken", "deltatoken") if name in system]
    feeds = tenant.calendars.feeds
    if not tokens:
        first, last = window_of(call)
        asked = urlencode({"first": first.isoformat(), "last": last.isoformat()})
        return feeds.start(calendar, asked)
    if tokens[0] in feeds.forgotten:
        raise sync_state_not_found()
    try:
        return feeds.resume(tokens[0])
    except UnknownToken:
        raise GraphError(400, "syncStateInvalid", "Badly formed token.") from None


def _lines(call: Call, mailbox: Mailbox, current: Round, event_id: str) -> list[Json]:
    """An event with its occurrences in the window, or the news that it is not there."""
    first, last = _window(current)
    event = current.target.events.get(event_id)
    if event is None:
        return [{"@removed": {"reason": "deleted"}, "id": event_id}]
    within = list(current.target.within(first, last, [event]))
    view = event_view(call)
    if event.recurrence:
        master = [event_json(mailbox, event, view)] if within else []
        return [*master, *(_short(event_json(mailbox, one, view)) for one in within)]
    return [event_json(mailbox, one, view) for one in within]


def _window(current: Round) -> tuple[datetime, datetime]:
    asked = parse_qs(current.asked)
    return moment_of(asked["first"][0]), moment_of(asked["last"][0])


def _short(shown: Json) -> Json:
    """What an occurrence that only repeats its series says of itself."""
    return {name: shown[name] for name in ("id", "seriesMasterId", "type", "start", "end")}


DELTA = (
    Route(
        "GET",
        "/users/{user}/calendarView/delta",
        events_delta,
        "Calendars.Read",
        options("startdatetime", "enddatetime", "skiptoken", "deltatoken"),
    ),
)
