"""Events as Graph writes them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from bot.sandbox.calendar.model import Event
from bot.sandbox.calendar.zones import date_time_json, zone
from bot.sandbox.core.calls import Call
from bot.sandbox.core.errors import bad_request
from bot.sandbox.mail.extended import expanded
from bot.sandbox.mail.model import Mailbox
from bot.sandbox.mail.text import html_of_text, preview


@dataclass(frozen=True, slots=True)
class EventView:
    select: tuple[str, ...]
    expand: str | None
    expands: bool
    zone: str
    body_type: str | None


def event_view(call: Call) -> EventView:
    """Raises GraphError 400 for an unknown zone or expansion."""
    expansions = {e.name: e for e in call.options.expand}
    if unknown := expansions.keys() - {"singleValueExtendedProperties"}:
        raise bad_request(f"{sorted(unknown)} cannot be expanded here.")
    wanted = expansions.get("singleValueExtendedProperties")
    name = call.prefer.time_zone or "UTC"
    zone(name)
    return EventView(
        select=call.options.select,
        expand=wanted.filter if wanted else None,
        expands=wanted is not None,
        zone=name,
        body_type=call.prefer.body_type,
    )


def event_json(mailbox: Mailbox, event: Event, view: EventView) -> dict[str, Any]:
    whole = {**_frame(event), **_content(mailbox, event, view)}
    shown = _chosen(whole, view.select)
    if view.expands:
        found = expanded(event.extended, view.expand)
        if found:
            shown["singleValueExtendedProperties"] = found
    return shown


def _frame(event: Event) -> dict[str, Any]:
    return {
        "@odata.etag": f'W/"{event.change_key}"',
        "id": event.id,
        "createdDateTime": event.created_at,
        "lastModifiedDateTime": event.modified_at,
        "changeKey": event.change_key,
        "originalStartTimeZone": event.start_zone,
        "originalEndTimeZone": event.end_zone,
        "iCalUId": event.uid,
        "hasAttachments": bool(event.attachments),
        "isCancelled": event.is_cancelled,
        "isOrganizer": event.organizer is None,
        "isDraft": False,
        "seriesMasterId": event.series_master,
        "type": event.kind,
        "recurrence": event.recurrence,
        "onlineMeeting": None,
        "onlineMeetingUrl": None,
        "webLink": f"https://outlook.office365.com/owa/?itemid={event.id}",
    }


def _content(mailbox: Mailbox, event: Event, view: EventView) -> dict[str, Any]:
    owner = {"emailAddress": {"name": mailbox.name, "address": mailbox.address}}
    place = event.properties["location"]
    return {
        **event.properties,
        "body": _body(event, view.body_type),
        "bodyPreview": preview(event.properties["body"]),
        "responseStatus": {"response": event.response, "time": event.responded_at},
        "start": date_time_json(event.start, view.zone),
        "end": date_time_json(event.end, view.zone),
        "locations": [place] if place.get("displayName") else [],
        "attendees": [attendee.as_json() for attendee in event.attendees],
        "organizer": event.organizer or owner,
    }


def _body(event: Event, wanted: str | None) -> dict[str, str]:
    body: dict[str, str] = event.properties["body"]
    if body["contentType"] == "text" and wanted != "text":
        return {"contentType": "html", "content": html_of_text(body["content"])}
    if body["contentType"] == "html" and wanted == "text":
        return {"contentType": "text", "content": preview(body)}
    return body


def _chosen(whole: dict[str, Any], select: Sequence[str]) -> dict[str, Any]:
    for name in select:
        if name not in whole:
            raise bad_request(f"Could not find a property named '{name}' on type 'event'.")
    kept = {"id", "@odata.etag", *select}
    return {k: v for k, v in whole.items() if not select or k in kept}
