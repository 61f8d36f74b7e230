"""Meetings: the year's schedule becomes calendar events, each called once and kept up to date.

The Meetings list keeps what the calendar was last told. A person may move or delete the event in
the calendar: it is left so until the schedule itself changes.
"""

import logging
from uuid import NAMESPACE_URL, uuid5

from bot.jobs.register import Kept
from bot.jobs.workplace import Workplace
from bot.m365 import Attendee, Body, EventChanges, NewEvent, NotFound
from bot.process.effects import CallMeeting, Perform
from bot.process.meeting import CALLED, CALLING, REMOVED, Invitation, Meeting, invitations

log = logging.getLogger(__name__)


async def keep_meetings(workplace: Workplace, perform: Perform) -> None:
    """Call what the schedule has and the calendar has not; send on what has changed."""
    kept = await workplace.register.rows(Meeting, "fields/Key gt ''")
    told = {found.row.key: found.row for found in kept}
    wanted = invitations(workplace.partnership, after=workplace.clock())
    await perform([CallMeeting(invitation) for invitation in wanted if _is_due(invitation, told)])


def _is_due(invitation: Invitation, told: dict[str, Meeting]) -> bool:
    row = told.get(invitation.key)
    return row is None or row.state == CALLING or row.told != invitation.fingerprint


async def call(workplace: Workplace, invitation: Invitation) -> None:
    """Carry out one call: the row first, as the intent; then the calendar; then the row again."""
    row = Meeting(key=invitation.key, name=invitation.title, state=CALLING)
    kept = await workplace.register.add(
        row.model_copy(update=dict(invitation.row) | {"told": ""}), key="Key"
    )
    if kept.row.event_id:
        await _send_on(workplace, kept, invitation)
    else:
        await _invite(workplace, kept, invitation)


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
    calendar, event_id = workplace.m365.calendar, kept.row.event_id
    state = CALLED
    try:
        if not await calendar.was_told(event_id, invitation.fingerprint):
            await calendar.update_event(event_id, _changes(workplace, kept.row, invitation))
    except NotFound:
        state = REMOVED
        log.warning("meeting on %s was removed by a person; not called", invitation.starts.date())
    await workplace.register.change(
        kept, invitation.row | {"state": state}, whatever_came_between=True
    )


def _changes(workplace: Workplace, told: Meeting, invitation: Invitation) -> EventChanges:
    """Give what to change; the hours only where the schedule changed them, not a person."""
    event = _event(workplace, invitation)
    moved = (told.starts, told.ends) != (invitation.starts, invitation.ends)
    return EventChanges(
        subject=event.subject,
        body=event.body,
        start=event.start if moved else None,
        end=event.end if moved else None,
        location=event.location,
        attendees=event.attendees,
        told=invitation.fingerprint,
    )


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
    )
