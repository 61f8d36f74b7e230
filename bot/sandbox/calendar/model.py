"""An event, and what a client may write into it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from bot.sandbox.calendar.errors import (
    end_before_start,
    invalid_property,
    item_not_found,
    property_missing,
    unwritable,
)
from bot.sandbox.calendar.zones import moment_in
from bot.sandbox.core.clock import iso
from bot.sandbox.core.errors import not_implemented, unknown_property
from bot.sandbox.mail.extended import write_extended
from bot.sandbox.mail.model import Attachment

NEVER = "0001-01-01T00:00:00Z"
_WORDS: dict[str, tuple[str, ...]] = {
    "importance": ("low", "normal", "high"),
    "sensitivity": ("normal", "personal", "private", "confidential"),
    "showAs": ("free", "tentative", "busy", "oof", "workingElsewhere", "unknown"),
}
_FLAGS = frozenset(
    {"isAllDay", "isReminderOn", "responseRequested", "allowNewTimeProposals", "hideAttendees"}
    | {"isOnlineMeeting"}
)
_READ_ONLY = frozenset(
    {"id", "iCalUId", "createdDateTime", "lastModifiedDateTime", "organizer", "isOrganizer"}
    | {"isCancelled", "responseStatus", "webLink", "bodyPreview", "hasAttachments", "type"}
)
# Null empties these; of anything else it says that the client has nothing to say.
_EMPTIED = frozenset({"start", "end", "attendees", "subject", "recurrence"}) | _READ_ONLY
# Clients may send them back; it is the start and the end that decide.
_TOLD_BY_START = frozenset({"originalStartTimeZone", "originalEndTimeZone"})
_PLACE_WORDS = frozenset({"locationType", "uniqueIdType"})
_NOT_IMITATED = frozenset({"attachments", "extensions", "multiValueExtendedProperties"})


def usual_properties() -> dict[str, Any]:
    return {
        "subject": "",
        "body": {"contentType": "text", "content": ""},
        "location": {"displayName": ""},
        "categories": [],
        "importance": "normal",
        "sensitivity": "normal",
        "showAs": "busy",
        "isAllDay": False,
        "isReminderOn": True,
        "reminderMinutesBeforeStart": 15,
        "responseRequested": True,
        "allowNewTimeProposals": True,
        "hideAttendees": False,
        "isOnlineMeeting": False,
        "onlineMeetingProvider": "unknown",
        "transactionId": None,
    }


@dataclass(slots=True)
class Attendee:
    address: str
    name: str
    kind: str = "required"
    response: str = "none"
    responded_at: str = NEVER

    def as_json(self) -> dict[str, Any]:
        return {
            "type": self.kind,
            "status": {"response": self.response, "time": self.responded_at},
            "emailAddress": {"name": self.name, "address": self.address},
        }


@dataclass(slots=True, eq=False)
class Event:
    """`request` is what created it, for comparing a repeated transactionId.

    `organizer` is the sender of the invitation that put it there, None for the owner; `response`
    and `responded_at` are the owner's own answer then. An occurrence names its `series_master`.
    """

    id: str
    uid: str
    start: datetime
    end: datetime
    start_zone: str
    end_zone: str
    properties: dict[str, Any]
    created_at: str
    modified_at: str
    change_key: str
    request: Mapping[str, Any]
    attendees: list[Attendee] = field(default_factory=list)
    extended: dict[str, str] = field(default_factory=dict)
    sequence: int = 0
    attachments: list[Attachment] = field(default_factory=list)
    organizer: Mapping[str, Any] | None = None
    response: str = "organizer"
    responded_at: str = NEVER
    is_cancelled: bool = False
    recurrence: Mapping[str, Any] | None = None
    series_master: str | None = None

    @property
    def kind(self) -> str:
        if self.series_master:
            return "occurrence"
        return "seriesMaster" if self.recurrence else "singleInstance"

    def attachment(self, attachment_id: str) -> Attachment:
        """Raises GraphError 404."""
        for attachment in self.attachments:
            if attachment.id_within(self.id) == attachment_id:
                return attachment
        raise item_not_found()

    def attendee(self, address: str) -> Attendee | None:
        wanted = address.lower()
        return next((a for a in self.attendees if a.address.lower() == wanted), None)


def write_event(event: Event, content: Mapping[str, Any]) -> None:
    """Raises GraphError: 400 unknown, read-only or wrong; 501 not imitated."""
    for name, value in content.items():
        if (
            "@" not in name
            and name not in _TOLD_BY_START
            and (value is not None or name in _EMPTIED)
        ):
            _write(event, name, value)
    if event.end < event.start:
        raise end_before_start()


def _write(event: Event, name: str, value: Any) -> None:
    match name:
        case "start":
            event.start, event.start_zone = moment_in(value, name)
        case "end":
            event.end, event.end_zone = moment_in(value, name)
        case "recurrence":
            event.recurrence = value
        case "attendees":
            event.attendees = read_attendees(value, event.attendees)
        case "singleValueExtendedProperties":
            event.extended.update(write_extended(value))
        case _:
            event.properties[name] = _read(name, value)


def _read(name: str, value: Any) -> Any:
    if name in _READ_ONLY:
        raise unwritable(name)
    if name in _NOT_IMITATED and value:
        raise not_implemented(f"event.{name}")
    if name in _WORDS:
        return _word(name, value)
    if name in _FLAGS:
        return _flag(name, value)
    readers: dict[str, Callable[[], Any]] = {
        "subject": lambda: value or "",
        "body": lambda: _body(value),
        "location": lambda: _place(name, value),
        "locations": lambda: [_place(name, one) for one in _typed(name, value, list)],
        "categories": lambda: _typed(name, value, list),
        "reminderMinutesBeforeStart": lambda: _typed(name, value, int),
        "transactionId": lambda: value,
        "onlineMeetingProvider": lambda: value,
    }
    if name not in readers:
        raise unknown_property(name, "event")
    return readers[name]()


def _flag(name: str, value: Any) -> bool:
    """OData reads a truth value from its word as well, and python-o365 relies on it."""
    words = {"true": True, "false": False}
    return bool(_typed(name, words.get(value, value) if isinstance(value, str) else value, bool))


def _typed(name: str, value: Any, kind: type) -> Any:
    if not isinstance(value, kind):
        raise invalid_property(name)
    return value


def _place(name: str, value: Any) -> dict[str, Any]:
    """Its words in Graph's own case."""
    place = {k: v for k, v in _typed(name, value, dict).items() if "@" not in k}
    for word in _PLACE_WORDS & place.keys():
        place[word] = str(place[word])[:1].lower() + str(place[word])[1:]
    return place


def _word(name: str, value: Any) -> str:
    for word in _WORDS[name]:
        if isinstance(value, str) and value.lower() == word.lower():
            return word
    raise invalid_property(name)


def _body(value: Any) -> dict[str, str]:
    kind = str(_typed("body", value, dict).get("contentType", "text")).lower()
    if kind not in {"text", "html"}:
        raise invalid_property("body")
    return {"contentType": kind, "content": value.get("content") or ""}


def read_attendees(value: Any, known: list[Attendee]) -> list[Attendee]:
    """The new list; whoever was there before keeps the answer given. Raises GraphError 400."""
    before = {attendee.address.lower(): attendee for attendee in known}
    read: dict[str, Attendee] = {}
    for one in _typed("attendees", value, list):
        address = (one.get("emailAddress") or {}).get("address") if isinstance(one, dict) else None
        if not isinstance(address, str) or "@" not in address:
            raise invalid_property("attendees")
        kind = str(one.get("type") or "required").lower()
        if kind not in {"required", "optional", "resource"}:
            raise invalid_property("attendees")
        name = one["emailAddress"].get("name") or address
        answered = before.get(address.lower(), Attendee(address, name))
        read[address.lower()] = Attendee(
            address, name, kind, answered.response, answered.responded_at
        )
    return list(read.values())


def new_event(
    content: Mapping[str, Any], *, event_id: str, uid: str, change_key: str, now: datetime
) -> Event:
    """Raises GraphError 400, 501."""
    for name in ("start", "end"):
        if name not in content:
            raise property_missing(name)
    properties, stamp = usual_properties(), iso(now)
    event = Event(
        event_id, uid, now, now, "UTC", "UTC", properties, stamp, stamp, change_key, dict(content)
    )
    event.start, event.start_zone = moment_in(content["start"], "start")
    event.end, event.end_zone = moment_in(content["end"], "end")
    write_event(event, content)
    return event
