"""Calendar events as the port gives and takes them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Literal, TypeAlias
from zoneinfo import ZoneInfo

from bot.m365.keys import told_property
from bot.m365.messages import Body, write_body
from bot.m365.times import moment

Response: TypeAlias = Literal[
    "none", "organizer", "tentativelyAccepted", "accepted", "declined", "notResponded"
]
EVENT_FIELDS = (
    "id",
    "subject",
    "start",
    "end",
    "location",
    "attendees",
    "isCancelled",
    "sensitivity",
    "transactionId",
)


@dataclass(frozen=True, slots=True)
class Attendee:
    """A person who is invited; `response` is what Exchange has processed of their answer."""

    address: str
    name: str = ""
    required: bool = True
    response: Response = "none"


@dataclass(frozen=True, slots=True)
class NewEvent:
    """An event to create. Exchange invites the attendees at once; nothing can hold that back.

    With `hide_attendees` each attendee sees the organiser and nobody else. `start` and `end` carry
    a zone: London is passed on by name (so that people see the organiser's
    time), anything else as UTC.
    """

    subject: str
    body: Body
    start: datetime
    end: datetime
    location: str = ""
    attendees: tuple[Attendee, ...] = ()
    private: bool = True
    hide_attendees: bool = False
    categories: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class CalendarEvent:
    """An event that is in the calendar; times are UTC."""

    id: str
    subject: str
    start: datetime
    end: datetime
    location: str
    attendees: tuple[Attendee, ...]
    cancelled: bool
    private: bool


@dataclass(frozen=True, slots=True)
class EventChanges:
    """What to change of an event; None leaves a thing as it is.

    `attendees` replaces all of them: whoever is left out is told that they are no longer invited.
    `told` is a digest of all that the change tells: it is kept with the event, so that after an
    ambiguous answer a changed body, too, can be told from one that was not.
    """

    subject: str | None = None
    body: Body | None = None
    start: datetime | None = None
    end: datetime | None = None
    location: str | None = None
    attendees: tuple[Attendee, ...] | None = None
    told: str | None = None


def write_event(event: NewEvent) -> dict[str, Any]:
    changes = EventChanges(
        event.subject, event.body, event.start, event.end, event.location, event.attendees
    )
    return write_changes(changes) | {
        "sensitivity": "private" if event.private else "normal",
        "categories": list(event.categories),
        "hideAttendees": event.hide_attendees,
    }


def write_changes(changes: EventChanges) -> dict[str, Any]:
    written = {
        "subject": changes.subject,
        "body": write_body(changes.body) if changes.body else None,
        "start": _write_time(changes.start) if changes.start else None,
        "end": _write_time(changes.end) if changes.end else None,
        "location": None if changes.location is None else {"displayName": changes.location},
        "attendees": _write_attendees(changes.attendees),
        "singleValueExtendedProperties": [told_property(changes.told)] if changes.told else None,
    }
    return {name: value for name, value in written.items() if value is not None}


def carries(event: CalendarEvent, changes: EventChanges) -> bool:
    """Whether the event already is as the changes would make it.

    Never for a changed body: Exchange rewrites those, so that nobody can tell.
    """
    return (
        changes.body is None
        and changes.subject in (None, event.subject)
        and changes.start in (None, event.start)
        and changes.end in (None, event.end)
        and changes.location in (None, event.location)
        and (changes.attendees is None or _people(changes.attendees) == _people(event.attendees))
    )


def _people(attendees: tuple[Attendee, ...]) -> set[tuple[str, bool]]:
    return {(attendee.address.casefold(), attendee.required) for attendee in attendees}


def _write_time(value: datetime) -> dict[str, str]:
    if isinstance(value.tzinfo, ZoneInfo) and value.tzinfo.key == "Europe/London":
        return {"dateTime": value.replace(tzinfo=None).isoformat(), "timeZone": "Europe/London"}
    return {"dateTime": value.astimezone(UTC).replace(tzinfo=None).isoformat(), "timeZone": "UTC"}


def _write_attendees(attendees: tuple[Attendee, ...] | None) -> list[dict[str, Any]] | None:
    if attendees is None:
        return None
    return [
        {
            "emailAddress": {"address": attendee.address, "name": attendee.name},
            "type": "required" if attendee.required else "optional",
        }
        for attendee in attendees
    ]


def read_event(answer: Mapping[str, Any]) -> CalendarEvent:
    return CalendarEvent(
        id=answer["id"],
        subject=answer.get("subject") or "",
        start=moment(answer["start"]["dateTime"]),
        end=moment(answer["end"]["dateTime"]),
        location=(answer.get("location") or {}).get("displayName") or "",
        attendees=tuple(_read_attendee(attendee) for attendee in answer.get("attendees") or ()),
        cancelled=bool(answer.get("isCancelled")),
        private=answer.get("sensitivity") == "private",
    )


def _read_attendee(answer: Mapping[str, Any]) -> Attendee:
    email = answer.get("emailAddress") or {}
    return Attendee(
        address=email.get("address") or "",
        name=email.get("name") or "",
        required=answer.get("type", "required") == "required",
        response=(answer.get("status") or {}).get("response") or "none",
    )
