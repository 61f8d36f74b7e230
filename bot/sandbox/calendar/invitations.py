"""Meeting mails: requests, updates, cancellations and replies, as MIME with iCalendar inside."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from bot.sandbox.calendar.model import Attendee, Event
from bot.sandbox.core.clock import iso
from bot.sandbox.mail.arrive import new_properties, recipient
from bot.sandbox.mail.mime_out import written
from bot.sandbox.mail.model import Mailbox, Message
from bot.sandbox.mail.state import MailSystem, recipients_of

_KINDS = {
    "REQUEST": ("eventMessageRequest", "meetingRequest"),
    "CANCEL": ("eventMessage", "meetingCancelled"),
}
_ANSWERS = {
    "accepted": ("ACCEPTED", "Accepted"),
    "declined": ("DECLINED", "Declined"),
    "tentativelyAccepted": ("TENTATIVE", "Tentative"),
}
ANSWER_OF = {status: answer for answer, (status, _) in _ANSWERS.items()}


def invite(system: MailSystem, mailbox: Mailbox, event: Event, to: Sequence[Attendee]) -> None:
    """Request or update; with hidden attendees everybody sees only themselves."""
    for group in _groups(event, to):
        message = _message(system, mailbox, event, group)
        _send(system, mailbox, event, message, "REQUEST")


def call_off(
    system: MailSystem, mailbox: Mailbox, event: Event, to: Sequence[Attendee], comment: str = ""
) -> None:
    for group in _groups(event, to):
        message = _message(system, mailbox, event, group)
        message.properties["subject"] = f"Canceled: {event.properties['subject']}"
        message.properties["body"] = {"contentType": "text", "content": comment}
        _send(system, mailbox, event, message, "CANCEL")


def _groups(event: Event, to: Sequence[Attendee]) -> Iterable[Sequence[Attendee]]:
    if event.properties["hideAttendees"]:
        return [[attendee] for attendee in to]
    return [to] if to else []


def _send(
    system: MailSystem, mailbox: Mailbox, event: Event, message: Message, method: str
) -> None:
    message.kind, message.properties["meetingMessageType"] = _KINDS[method]
    addressed = {address.lower() for address in recipients_of(message)}
    alone = event.properties["hideAttendees"]
    seen = [a for a in event.attendees if not alone or a.address.lower() in addressed]
    calendar = icalendar(event, mailbox.address, seen, method=method, now=system.now())
    message.mime = written(message, calendar=calendar, method=method)
    system.freeze(message)
    mailbox.add(message, mailbox.folder("sentitems"))
    system.transmit(mailbox, message)


def _message(system: MailSystem, mailbox: Mailbox, event: Event, to: Sequence[Attendee]) -> Message:
    properties: dict[str, Any] = new_properties(iso(system.now()))
    owner = recipient(mailbox.name, mailbox.address)
    optional = [recipient(a.name, a.address) for a in to if a.kind == "optional"]
    required = [recipient(a.name, a.address) for a in to if a.kind != "optional"]
    properties.update(
        {"from": owner, "sender": owner, "toRecipients": required, "ccRecipients": optional},
        subject=event.properties["subject"],
        body=dict(event.properties["body"]),
        importance=event.properties["importance"],
        internetMessageId=system.new_message_id(),
        conversationId=system.ids.outlook("AAQk"),
    )
    ids = system.ids
    return Message(
        ids.outlook("AAkA"),
        ids.outlook("AAMk"),
        properties,
        attachments=list(event.attachments),
        change_key=ids.change_key(),
    )


def icalendar(
    event: Event, organizer: str, attendees: Iterable[Attendee], *, method: str, now: datetime
) -> str:
    private = "PRIVATE" if event.properties["sensitivity"] == "private" else "PUBLIC"
    lines = [
        "BEGIN:VCALENDAR",
        "PRODID:Microsoft Exchange Server 2010",
        "VERSION:2.0",
        f"METHOD:{method}",
        "BEGIN:VEVENT",
        f"UID:{event.uid}",
        f"SEQUENCE:{event.sequence}",
        f"DTSTAMP:{_utc(now)}",
        f"DTSTART:{_utc(event.start)}",
        f"DTEND:{_utc(event.end)}",
        f"SUMMARY:{_escaped(event.properties['subject'])}",
        f"LOCATION:{_escaped(event.properties['location'].get('displayName') or '')}",
        f"CLASS:{private}",
        f"ORGANIZER:mailto:{organizer}",
        *(f"ATTENDEE;PARTSTAT=NEEDS-ACTION;RSVP=TRUE:mailto:{a.address}" for a in attendees),
        f"STATUS:{'CANCELLED' if method == 'CANCEL' else 'CONFIRMED'}",
        "END:VEVENT",
        "END:VCALENDAR",
    ]
    return "\r\n".join(lines) + "\r\n"


def _utc(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")


def _escaped(text: str) -> str:
    escapes = {"\\": "\\\\", ";": "\\;", ",": "\\,", "\r": "", "\n": "\\n"}
    return "".join(escapes.get(character, character) for character in text)


@dataclass(frozen=True, slots=True)
class Answer:
    """accepted, declined or tentativelyAccepted, by whom and in what words."""

    attendee: Attendee
    word: str
    comment: str = ""


def reply(system: MailSystem, event: Event, answer: Answer, *, organizer: str) -> bytes:
    """The mail by which an attendee answers. Raises KeyError for a word that is no answer."""
    status, title = _ANSWERS[answer.word]
    attendee, properties = answer.attendee, new_properties(iso(system.now()))
    sender = recipient(attendee.name, attendee.address)
    properties.update(
        {"from": sender, "sender": sender, "toRecipients": [recipient("", organizer)]},
        subject=f"{title}: {event.properties['subject']}",
        body={"contentType": "text", "content": answer.comment},
        internetMessageId=f"<{system.ids.guid()}@{attendee.address.rpartition('@')[2]}>",
    )
    calendar = icalendar(event, organizer, [attendee], method="REPLY", now=system.now())
    calendar = calendar.replace("PARTSTAT=NEEDS-ACTION;RSVP=TRUE", f"PARTSTAT={status}")
    return written(Message("", "", properties), calendar=calendar, method="REPLY")
