"""The calendars of all mailboxes, and what changing an event sets off."""

import copy
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from bot.sandbox.calendar.attending import invited_event, read_answer
from bot.sandbox.calendar.errors import (
    duplicate_transaction,
    item_not_found,
    not_the_organizer,
)
from bot.sandbox.calendar.invitations import ANSWER_OF, Answer, call_off, invite, reply
from bot.sandbox.calendar.model import Attendee, Event, new_event, write_event
from bot.sandbox.calendar.recurrence import (
    occurrence_of,
    occurrences,
    read_recurrence,
    series_id,
)
from bot.sandbox.calendar.zones import zone
from bot.sandbox.core.changes import Change, Changes, Kind
from bot.sandbox.core.clock import Clock, iso
from bot.sandbox.core.errors import not_implemented
from bot.sandbox.core.feeds import Feeds
from bot.sandbox.core.ids import Ids
from bot.sandbox.mail.arrive import answer_in, calendar_value
from bot.sandbox.mail.model import Attachment, Mailbox, Message
from bot.sandbox.mail.stamps import Envelope
from bot.sandbox.mail.state import MailSystem


@dataclass(slots=True)
class Calendar:
    id: str
    events: dict[str, Event] = field(default_factory=dict)
    by_transaction: dict[str, Event] = field(default_factory=dict)

    history: list[str] = field(default_factory=list)

    def event(self, event_id: str) -> Event:
        """Also an occurrence of a series. Raises GraphError 404."""
        found = self.events.get(event_id) or self.events.get(series_id(event_id))
        if found is not None and found.id != event_id:
            found = occurrence_of(found, event_id)
        if found is None:
            raise item_not_found()
        return found

    def current(self) -> list[str]:
        """What is there, for delta."""
        return list(self.events)

    def within(self, first: datetime, last: datetime, events: Iterable[Event]) -> Iterator[Event]:
        """Those of `events` that touch that time, every occurrence of a series for itself."""
        for event in events:
            if event.recurrence:
                yield from occurrences(event, first, last)
            elif event.start < last and event.end > first:
                yield event


class Calendars:
    """`duplicate_status`: the status with which a transactionId used twice is refused."""

    def __init__(self, *, clock: Clock, ids: Ids, mail: MailSystem, changes: Changes) -> None:
        self._clock = clock
        self._ids = ids
        self._mail = mail
        self._changes = changes
        self._calendars: dict[str, Calendar] = {}
        self.duplicate_status = 400
        self.feeds = Feeds(ids)
        mail.listeners.append(self)

    def of(self, mailbox: Mailbox) -> Calendar:
        if mailbox.id not in self._calendars:
            self._calendars[mailbox.id] = Calendar(self._ids.outlook("AAMk"))
        return self._calendars[mailbox.id]

    def create(self, mailbox: Mailbox, content: Mapping[str, Any]) -> Event:
        """A repeat of the same transaction finds its event and invites nobody again.

        Raises GraphError, among them ErrorDuplicateTransactionId for other content.
        """
        calendar = self.of(mailbox)
        transaction = content.get("transactionId")
        known = calendar.by_transaction.get(transaction) if transaction else None
        if known is not None:
            if known.request != content:
                raise duplicate_transaction(self.duplicate_status)
            return known
        event = new_event(
            content,
            event_id=self._ids.outlook("AAMk"),
            uid=f"040000008200E00074C5B7101A82E008{self._ids.guid().replace('-', '').upper()}",
            change_key=self._ids.change_key(),
            now=self._clock.now(),
        )
        _read_series(event)
        calendar.events[event.id] = event
        if transaction:
            calendar.by_transaction[transaction] = event
        self._expect_answers(event)
        self._publish("created", mailbox, event)
        invite(self._mail, mailbox, event, event.attendees)
        return event

    def change(self, mailbox: Mailbox, event: Event, content: Mapping[str, Any]) -> None:
        """Who is left out is uninvited; who is new is invited; all hear of any other change."""
        _check_is_whole(event)
        changed = copy.deepcopy(event)
        write_event(changed, content)
        _read_series(changed)
        before = {a.address.lower(): a for a in event.attendees}
        after = {a.address.lower(): a for a in changed.attendees}
        gone = [a for key, a in before.items() if key not in after]
        new = [a for key, a in after.items() if key not in before]
        self._take_over(event, changed)
        self._publish("updated", mailbox, event)
        self._expect_answers(event)
        call_off(self._mail, mailbox, event, gone)
        quiet = {"attendees", "singleValueExtendedProperties", "categories"}
        invite(self._mail, mailbox, event, new if content.keys() <= quiet else event.attendees)

    def remove(self, mailbox: Mailbox, event: Event, comment: str = "") -> None:
        """Delete or cancel: the organizer's attendees get a cancellation."""
        _check_is_whole(event)
        calendar = self.of(mailbox)
        del calendar.events[event.id]
        event.sequence += 1
        self._publish("deleted", mailbox, event)
        if event.organizer is None:
            call_off(self._mail, mailbox, event, event.attendees, comment)

    def cancel(self, mailbox: Mailbox, event: Event, comment: str) -> None:
        """Raises GraphError 400 for whoever is only invited."""
        if event.organizer is not None:
            raise not_the_organizer()
        self.remove(mailbox, event, comment)

    def attach(self, mailbox: Mailbox, event: Event, attachments: list[Attachment]) -> None:
        """These are the event's files from now on, and the attendees get them."""
        _check_is_whole(event)
        event.attachments = attachments
        event.sequence += 1
        self._touch(event)
        self._publish("updated", mailbox, event)
        if event.organizer is None:
            invite(self._mail, mailbox, event, event.attendees)

    def answer(self, mailbox: Mailbox, event: Event, word: str, content: Mapping[str, Any]) -> None:
        """The owner of a calendar answers an invitation in it. Raises GraphError 400."""
        comment, sends = read_answer(event, content)
        event.response, event.responded_at = word, iso(self._clock.now())
        event.properties["showAs"] = "tentative" if word == "tentativelyAccepted" else "busy"
        self._touch(event)
        if word == "declined":
            del self.of(mailbox).events[event.id]
        self._publish("deleted" if word == "declined" else "updated", mailbox, event)
        if sends and event.organizer:
            to = event.organizer["emailAddress"]["address"]
            given = Answer(Attendee(mailbox.address, mailbox.name), word, comment)
            mail = reply(self._mail, event, given, organizer=to)
            self._mail.receive(to, mail, Envelope(mailbox.address))

    def respond(
        self, mailbox: Mailbox, event: Event, *, address: str, word: str, comment: str = ""
    ) -> None:
        """An attendee answers by mail. Raises GraphError 404 for somebody not invited."""
        attendee = event.attendee(address)
        if attendee is None:
            raise item_not_found()
        answer = Answer(attendee, word, comment)
        mail = reply(self._mail, event, answer, organizer=mailbox.address)
        self._mail.receive(mailbox.address, mail, Envelope(attendee.address))

    def hear(self, mailbox: Mailbox, message: Message) -> None:
        """A request puts an event into the calendar; an answer updates the organizer's."""
        if message.calendar is None:
            return
        if message.kind != "eventMessageResponse":
            self._hear_organizer(mailbox, message)
            return
        uid, answer = calendar_value(message.calendar, "UID"), answer_in(message.calendar)
        for event in self.of(mailbox).events.values():
            attendee = event.attendee(answer[0]) if answer and event.uid == uid else None
            if answer and attendee is not None and answer[1] in ANSWER_OF:
                self._note_answer(event, attendee, ANSWER_OF[answer[1]])
                self._publish("updated", mailbox, event)

    def _hear_organizer(self, mailbox: Mailbox, message: Message) -> None:
        uid = calendar_value(message.calendar or "", "UID")
        calendar = self.of(mailbox)
        known = next((e for e in calendar.events.values() if e.uid == uid), None)
        if message.properties.get("meetingMessageType") == "meetingCancelled":
            if known is not None and known.organizer is not None:
                known.is_cancelled = True
                self._touch(known)
                self._publish("updated", mailbox, known)
            return
        event = invited_event(message, ids=self._ids, now=self._clock.now())
        if event is None or (known is not None and known.organizer is None):
            return
        if known is not None:
            event.id = known.id
        calendar.events[event.id] = event
        self._publish("updated" if known else "created", mailbox, event)

    def _publish(self, kind: Kind, mailbox: Mailbox, event: Event) -> None:
        self.of(mailbox).history.append(event.id)
        container, etag = self.of(mailbox).id, f'W/"{event.change_key}"'
        change = Change(kind, "events", mailbox.id, container, event.id, event.id, etag)
        self._changes.publish(change)

    def _note_answer(self, event: Event, attendee: Attendee, answer: str) -> None:
        attendee.response, attendee.responded_at = answer, iso(self._clock.now())
        self._touch(event)

    def _expect_answers(self, event: Event) -> None:
        for attendee in event.attendees:
            if attendee.response == "none" and event.properties["responseRequested"]:
                attendee.response = "notResponded"

    def _take_over(self, event: Event, changed: Event) -> None:
        for name in (
            "start",
            "end",
            "start_zone",
            "end_zone",
            "properties",
            "attendees",
            "recurrence",
        ):
            setattr(event, name, getattr(changed, name))
        event.extended = changed.extended
        event.sequence += 1
        self._touch(event)

    def _touch(self, event: Event) -> None:
        event.change_key = self._ids.change_key()
        event.modified_at = iso(self._clock.now())


def _check_is_whole(event: Event) -> None:
    if event.series_master:
        raise not_implemented("changing one occurrence of a series")


def _read_series(event: Event) -> None:
    """Raises GraphError 400 for a recurrence that is none."""
    if event.recurrence:
        local = event.start.astimezone(zone(event.start_zone))
        event.recurrence = read_recurrence(event.recurrence, local.date())
