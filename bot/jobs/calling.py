"""Calling meetings: each becomes one calendar event, is sent on when it changes, and is called off.

The Meetings list keeps what the calendar was last told. What a person changed in the calendar, its
hours or whom it invites, is left so until the meeting itself changes.
"""

import logging
from contextlib import suppress
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from bot.jobs.kept import Kept
from bot.jobs.workplace import Workplace
from bot.m365 import Attendee, Body, CalendarEvent, EventChanges, NewEvent, NotFound
from bot.process.days import london_day
from bot.process.effects import CancelMeeting, MoveMeeting
from bot.process.guests import attending
from bot.process.meeting import (
    CALLED,
    CALLING,
    CANCELLED,
    REMOVED,
    Invitation,
    Meeting,
    as_told,
    known_places,
)

log = logging.getLogger(__name__)


async def call(workplace: Workplace, invitation: Invitation) -> None:
    """Carry out one call: the row first, as the intent; then the calendar; then the row again."""
    row = Meeting(key=invitation.key, name=invitation.title, state=CALLING)
    untold = {"told": "", "told_starts": None, "told_ends": None, "invited": ""}
    kept = await workplace.register.add(
        row.model_copy(update=invitation.opening | untold), key="Key"
    )
    if kept.row.event_id:
        await _send_on(workplace, kept, invitation)
    else:
        await _invite(workplace, kept, invitation)


async def move(workplace: Workplace, effect: MoveMeeting) -> None:
    """Carry out one move; the row says the hours already, and what the schedule told stays told."""
    invitation = effect.invitation
    anew = _event(workplace, invitation)
    changes = EventChanges(
        body=anew.body, start=anew.start, end=anew.end, told=invitation.fingerprint
    )
    await workplace.m365.calendar.update_event(effect.event_id, changes)
    log.info("meeting on %s moved", invitation.starts.date())


async def cancel(workplace: Workplace, effect: CancelMeeting) -> None:
    """Carry out one cancellation; a meeting that is in no calendar is only marked."""
    meeting = effect.meeting
    if meeting.event_id:
        named = as_told(meeting, workplace.partnership)
        told = workplace.writer.letter("cancellation.md", meeting=named)
        with suppress(NotFound):  # cancelled before, by a process that died, or by a person
            await workplace.m365.calendar.cancel_event(meeting.event_id, comment=told.body)
    kept = Kept(effect.item_id, "", "", "", meeting)
    await workplace.register.change(kept, {"state": CANCELLED}, whatever_came_between=True)
    log.info("meeting on %s cancelled", meeting.day)


async def _invite(workplace: Workplace, kept: Kept[Meeting], invitation: Invitation) -> None:
    calendar = workplace.m365.calendar
    event = await calendar.find_event(invitation.key) or await calendar.create_event(
        _event(workplace, invitation),
        transaction_id=str(uuid5(NAMESPACE_URL, invitation.key)),
        key=invitation.key,
    )
    await workplace.register.change(
        kept, invitation.row | {"event_id": event.id, "state": CALLED}, whatever_came_between=True
    )
    log.info("meeting on %s called", invitation.starts.date())


async def _send_on(workplace: Workplace, kept: Kept[Meeting], invitation: Invitation) -> None:
    calendar, told = workplace.m365.calendar, kept.row
    try:
        event = await calendar.event(told.event_id)
        if not await calendar.was_told(told.event_id, invitation.fingerprint):
            event = await calendar.update_event(
                told.event_id, _changes(workplace, told, invitation, event)
            )
        now = {"state": CALLED} | hours_in_the_list(told, event)
    except NotFound:
        now = {"state": REMOVED}
        log.warning("meeting on %s was removed by a person; not called", invitation.starts.date())
    await workplace.register.change(kept, invitation.row | now, whatever_came_between=True)


def hours_in_the_list(meeting: Meeting, event: CalendarEvent) -> dict[str, Any]:
    """Give the hours of an event as the list shows them; on another day, papers are due anew."""
    hours = {"starts": event.start, "ends": event.end}
    same_day = meeting.day == london_day(event.start)
    return hours if same_day else hours | {"agenda_on": None, "quoracy": ""}


def _changes(
    workplace: Workplace, told: Meeting, invitation: Invitation, event: CalendarEvent
) -> EventChanges:
    """Give what to change: whom it invites; and what it says, where that is not as it was told.

    The hours only where they are not those last told: a person's own choice of hours stays.
    """
    attendees = _attendees(told, invitation, event)
    if told.told.partition(" ")[0] == invitation.details:
        return EventChanges(attendees=attendees, told=invitation.fingerprint)
    anew, moved = _event(workplace, invitation), _is_moved(told, invitation)
    return EventChanges(
        subject=anew.subject,
        body=anew.body,
        start=anew.start if moved else None,
        end=anew.end if moved else None,
        location=None if _is_elsewhere(workplace, invitation, event) else anew.location,
        attendees=attendees,
        told=invitation.fingerprint,
    )


def _is_elsewhere(workplace: Workplace, invitation: Invitation, event: CalendarEvent) -> bool:
    """Tell whether a person wrote a place of their own into a review meeting's event."""
    return bool(invitation.entry) and event.location not in known_places(workplace.partnership)


def _is_moved(told: Meeting, invitation: Invitation) -> bool:
    return (told.told_starts, told.told_ends) != (invitation.starts, invitation.ends)


def _attendees(told: Meeting, invitation: Invitation, event: CalendarEvent) -> tuple[Attendee, ...]:
    there = {attendee.address: attendee for attendee in event.attendees}
    addresses = attending(tuple(there), wanted=invitation.attendees, invited=told.invited.split())
    return tuple(there.get(address, Attendee(address)) for address in addresses)


def _event(workplace: Workplace, invitation: Invitation) -> NewEvent:
    written = workplace.writer.invitation(invitation)
    return NewEvent(
        subject=invitation.title,
        body=Body(workplace.writer.html(written)),
        start=invitation.starts,
        end=invitation.ends,
        location=invitation.place,
        attendees=tuple(Attendee(address) for address in invitation.attendees),
        private=True,
        hide_attendees=bool(invitation.entry),
    )
