"""Meetings: the year's schedule and the reviews' own become calendar events, and are kept up.

A person may move or delete an event in the calendar, or write other hours into the list: the other
follows, and it is left so until the schedule itself changes. What was to be discussed on the day
moves with its meeting.
"""

import logging
from collections.abc import Sequence
from dataclasses import replace

from bot.jobs.calling import hours_in_the_list
from bot.jobs.diary import Diary
from bot.jobs.kept import Kept
from bot.jobs.meeting_letters import ask_the_chair, change
from bot.jobs.moved_meetings import cases_moved, moved_in_the_list
from bot.jobs.review_meetings import keep_review_meetings
from bot.jobs.workplace import Workplace
from bot.m365 import NotFound, UnableToUseMicrosoft365
from bot.process.addresses import addresses_in
from bot.process.columns import UnableToReadRow
from bot.process.days import london_day
from bot.process.effects import CallMeeting, Effect, Perform
from bot.process.guests import guests
from bot.process.meeting import CALLED, CALLING, REMOVED, Invitation, Meeting, invitations

log = logging.getLogger(__name__)


async def keep_meetings(workplace: Workplace, perform: Perform) -> None:
    """Call what is to be called and is not yet; send on what has changed; in working hours.

    One meeting in trouble holds up no other. Raises UnableToUseMicrosoft365 with the first such
    trouble, when all else is done.
    """
    if not workplace.hours.are_now(workplace.clock()):
        return
    meetings = await workplace.register.rows(Meeting, "fields/Key gt ''")
    known = {kept.row.key: kept for kept in meetings}
    diary = await Diary.opened(workplace)
    troubles: list[UnableToUseMicrosoft365] = []
    for invitation in invitations(workplace.partnership, after=workplace.clock()):
        try:
            await perform(await _kept_up(workplace, invitation, known.get(invitation.key), diary))
        except UnableToReadRow as error:  # a person's slip in one row; the digest says which
            log.warning("the meeting on %s: %s", invitation.starts.date(), error)
        except UnableToUseMicrosoft365 as trouble:
            troubles.append(trouble)
    troubles += await keep_review_meetings(workplace, perform, meetings, diary)
    if troubles:
        raise troubles[0]


async def _kept_up(
    workplace: Workplace, invitation: Invitation, kept: Kept[Meeting] | None, diary: Diary
) -> list[Effect]:
    if kept is None:
        return [CallMeeting(invitation)]
    if kept.row.state not in (CALLING, CALLED):
        return []
    joined = guests(
        invitation.attendees,
        others=addresses_in(kept.row.others),
        agreed=addresses_in(kept.row.agreed),
        partnership=workplace.partnership,
    )
    waiting = ask_the_chair(workplace, kept, joined.waiting)
    wanted = replace(invitation, attendees=joined.invited)
    if kept.row.state == CALLING:
        return [*waiting, CallMeeting(wanted)]
    return [*waiting, *await _followed(workplace, wanted, kept, diary)]


async def _followed(
    workplace: Workplace, wanted: Invitation, kept: Kept[Meeting], diary: Diary
) -> Sequence[Effect]:
    """Follow the schedule where it changed, else what a person did in the calendar."""
    row = kept.row
    if row.told != wanted.fingerprint:
        moved = (row.told_starts, row.told_ends) != (wanted.starts, wanted.ends)
        cases = await cases_moved(workplace, row, wanted.starts.date()) if moved else []
        return [*cases, CallMeeting(wanted)]
    try:
        event = await diary.event(row.event_id)
    except NotFound:
        return [change(kept, {"state": REMOVED})]
    if (event.start, event.end) == (row.starts, row.ends):
        return []
    moved_there = await moved_in_the_list(workplace, wanted, kept, event)
    if moved_there is not None:
        return moved_there
    cases = await cases_moved(workplace, row, london_day(event.start))
    return [*cases, change(kept, hours_in_the_list(row, event))]
