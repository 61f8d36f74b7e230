"""The attendee's side: what an invitation puts into a calendar, and answering it from there."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from bot.sandbox.calendar.errors import bad_answer
from bot.sandbox.calendar.model import Event, usual_properties
from bot.sandbox.core.clock import iso
from bot.sandbox.core.ids import Ids
from bot.sandbox.mail.arrive import calendar_value
from bot.sandbox.mail.model import Message


def invited_event(message: Message, *, ids: Ids, now: datetime) -> Event | None:
    """The event of a meeting request, tentative until answered; None for what cannot be read."""
    calendar = message.calendar or ""
    start, end = (_moment(calendar_value(calendar, name)) for name in ("DTSTART", "DTEND"))
    uid, sender = calendar_value(calendar, "UID"), message.properties["from"]
    if start is None or end is None or uid is None or sender is None:
        return None
    properties = usual_properties()
    place = (calendar_value(calendar, "LOCATION") or "").replace("\\", "")
    properties.update(
        subject=message.properties["subject"],
        body=dict(message.properties["body"]),
        location={"displayName": place},
        showAs="tentative",
    )
    event_id, key, stamp = ids.outlook("AAMk"), ids.change_key(), iso(now)
    event = Event(event_id, uid, start, end, "UTC", "UTC", properties, stamp, stamp, key, {})
    event.organizer, event.response = sender, "notResponded"
    return event


def _moment(text: str | None) -> datetime | None:
    """UTC and floating times; a time with a zone of its own is read as UTC."""
    try:
        return datetime.strptime((text or "").rstrip("Z"), "%Y%m%dT%H%M%S").replace(tzinfo=UTC)
    except ValueError:
        return None


def read_answer(event: Event, content: Mapping[str, Any]) -> tuple[str, bool]:
    """The comment, and whether a mail is sent. Raises GraphError 400."""
    lowered = {name.lower(): value for name, value in content.items()}
    sends = lowered.get("sendresponse", True) is not False
    if event.organizer is None:
        raise bad_answer("You can't respond to this meeting because you're the meeting organizer.")
    if sends and not event.properties["responseRequested"]:
        message = "The meeting organizer hasn't requested a response."
        raise bad_answer(f"Your request can't be completed. {message}")
    return str(lowered.get("comment") or ""), sends
