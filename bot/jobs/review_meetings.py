"""Reviews' meetings: called for the day that a review has, moved as people move them, called off.

A Rapid Review has one, a Practice Review one panel after another. The list, the review and the
calendar end up saying the same, whichever of them a person changed.
"""

import logging
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from bot.jobs.calling import hours_in_the_list
from bot.jobs.diary import Diary
from bot.jobs.kept import Kept
from bot.jobs.meeting_letters import ask_the_chair, change
from bot.jobs.progress import has_ended
from bot.jobs.requests import requests_of
from bot.jobs.workplace import Workplace
from bot.m365 import CalendarEvent, NotFound, PreconditionFailed, UnableToUseMicrosoft365
from bot.process.agency_request import AgencyRequest
from bot.process.columns import UnableToReadRow
from bot.process.effects import CallMeeting, CancelMeeting, ChangeEntry, Effect, Perform
from bot.process.meeting import CALLING, REMOVED, Meeting
from bot.process.review_meeting import (
    WITH_MEETINGS,
    Hours,
    Review,
    call_again,
    day_of,
    first_call,
    guests_of,
    moved_to,
    wants_another,
)

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class _Looking:
    """What one look at the reviews' meetings works with."""

    work: Workplace
    perform: Perform
    diary: Diary
    troubles: list[UnableToUseMicrosoft365] = field(default_factory=list)


async def keep_review_meetings(
    work: Workplace, perform: Perform, meetings: Sequence[Kept[Meeting]], diary: Diary
) -> list[UnableToUseMicrosoft365]:
    """Call, move and call off the meetings of reviews; `meetings` are the rows there are.

    Gives what could not be done for some; it holds up no other.
    """
    looking = _Looking(work, perform, diary)
    own: defaultdict[str, list[Kept[Meeting]]] = defaultdict(list)
    for kept in meetings:
        own[kept.row.entry].append(kept)
    running: set[str] = set()
    for kind in WITH_MEETINGS:
        reviews: Sequence[Kept[Any]] = await work.register.open_rows(kind)
        for review in reviews:
            running.add(review.row.reference)
            await _keep(looking, review, own[review.row.reference])
    for kept in meetings:
        if kept.row.entry and kept.row.entry not in running and kept.row.is_to_come(work.clock()):
            await _call_off_if_ended(looking, kept)
    return looking.troubles


async def _call_off_if_ended(looking: _Looking, kept: Kept[Meeting]) -> None:
    try:
        if await has_ended(looking.work, kept.row.entry):
            await looking.perform([CancelMeeting(kept.row, kept.id)])
    except UnableToUseMicrosoft365 as trouble:
        looking.troubles.append(trouble)


async def _keep(looking: _Looking, review: Kept[Review], meetings: Sequence[Kept[Meeting]]) -> None:
    work, perform = looking.work, looking.perform
    now, rows = work.clock(), [kept.row for kept in meetings]
    try:
        if wants_another(review.row, rows, now=now):
            asked = await _requests(work, review.row)
            await perform([CallMeeting(first_call(review.row, rows, asked, work.partnership))])
        for kept in meetings:
            if kept.row.is_to_come(now):
                await perform(await _kept_up(looking, review, kept))
    except PreconditionFailed:
        log.info("%s was edited meanwhile: looked at again", review.row.reference)
    except UnableToUseMicrosoft365 as trouble:
        looking.troubles.append(trouble)
    except UnableToReadRow as error:
        log.warning("the meeting of %s: %s", review.row.reference, error)


async def _kept_up(
    looking: _Looking, review: Kept[Review], kept: Kept[Meeting]
) -> Sequence[Effect]:
    work = looking.work
    if day_of(review.row) is None:
        return [CancelMeeting(kept.row, kept.id)]
    try:
        event = await looking.diary.event(kept.row.event_id) if kept.row.event_id else None
    except NotFound:
        return [change(kept, {"state": REMOVED})]
    seen = Hours(event.start, event.end) if event else None
    hours = moved_to(review.row, kept.row, seen, now=work.clock())
    joined = guests_of(kept.row, review.row, await _requests(work, review.row), work.partnership)
    effects = ask_the_chair(work, kept, joined.waiting)
    if hours != Hours.told(kept.row) and hours.day != day_of(review.row):
        effects.append(_moved(review, hours))
    again = call_again(kept.row, hours, joined.invited, work.partnership)
    if event and seen != Hours.told(kept.row):
        people = kept.row.told.partition(" ")[2]
        as_told = {"told": f"{again.details} {people}"}
        return [*effects, change(kept, _as_in_the_calendar(kept.row, event) | as_told)]
    is_due = kept.row.state == CALLING or kept.row.told != again.fingerprint
    return [*effects, *([CallMeeting(again)] if is_due else [])]


def _as_in_the_calendar(meeting: Meeting, event: CalendarEvent) -> dict[str, Any]:
    told_now = {"told_starts": event.start, "told_ends": event.end}
    return hours_in_the_list(meeting, event) | told_now


def _moved(review: Kept[Review], hours: Hours) -> ChangeEntry:
    """Let the review say the day to which a person moved its meeting; its history follows."""
    row = review.row
    changes = {row.MEETING_DAY: hours.day}
    return ChangeEntry(type(row), review.id, review.etag, row.reference, changes)


async def _requests(work: Workplace, review: Review) -> list[AgencyRequest]:
    return [kept.row for kept in await requests_of(work, review.reference)]
