"""What follows when a meeting of the schedule is moved: there, in the calendar or in the list."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime
from itertools import pairwise, takewhile

from bot.jobs.editions import editions
from bot.jobs.kept import Kept
from bot.jobs.meeting_letters import change
from bot.jobs.workplace import Workplace
from bot.m365 import CalendarEvent
from bot.process.case_of_concern import CaseOfConcern
from bot.process.days import LONDON, in_words, london_day
from bot.process.effects import ChangeEntry, Effect, MoveMeeting
from bot.process.happenings import Stood
from bot.process.history import REGISTER, told
from bot.process.meeting import Invitation, Meeting


async def moved_in_the_list(
    workplace: Workplace, wanted: Invitation, kept: Kept[Meeting], event: CalendarEvent
) -> Sequence[Effect] | None:
    """Give what follows from other hours that a person wrote into the list.

    None where it was the calendar that moved; nothing while what stands there can be no hours.
    """
    row, before = kept.row, await _before_its_hours_were_edited(workplace, kept, event)
    if before is None:
        return None
    if not (row.starts and row.ends and workplace.clock() < row.starts < row.ends):
        return []
    starts, ends = (at.astimezone(LONDON) for at in (row.starts, row.ends))
    moved = replace(wanted, starts=starts, ends=ends)
    if await workplace.m365.calendar.was_told(row.event_id, moved.fingerprint):
        return None  # it has followed the list already, and was put back
    cases = await cases_moved(workplace, before, london_day(starts))
    anew = [] if row.day == before.day else [change(kept, {"agenda_on": None, "quoracy": ""})]
    return [*cases, *anew, MoveMeeting(moved, row.event_id)]


async def _before_its_hours_were_edited(
    workplace: Workplace, kept: Kept[Meeting], event: CalendarEvent
) -> Meeting | None:
    """Give a meeting as it stood when the list said what the calendar says.

    None where not only people have edited its hours in the list since: the calendar moved.
    """
    edits = reversed(list(pairwise(await editions(workplace, kept))))
    peoples = takewhile(_left_to_people, edits)
    there = (event.start, event.end)
    return next((before.row for before, _ in peoples if _hours(before.row) == there), None)


def _left_to_people(edit: tuple[Stood[Meeting], Stood[Meeting]]) -> bool:
    before, after = edit
    return bool(after.editor) or _hours(before.row) == _hours(after.row)


def _hours(meeting: Meeting) -> tuple[datetime | None, datetime | None]:
    return meeting.starts, meeting.ends


async def cases_moved(workplace: Workplace, meeting: Meeting, day: date) -> list[ChangeEntry]:
    """Put what is scheduled for a meeting on the day to which the meeting moves."""
    if day == meeting.day:
        return []
    cases = await workplace.register.open_rows(CaseOfConcern)
    return [
        _case_moved(each, day, now=workplace.clock())
        for each in cases
        if each.row.meeting_on == meeting.day and not each.row.discussed_on
    ]


def _case_moved(kept: Kept[CaseOfConcern], day: date, *, now: datetime) -> ChangeEntry:
    case, what = kept.row, f"the meeting that is to discuss it is moved to {in_words(day)}"
    changes = {"meeting_on": day, "history": told(case.history, at=now, who=REGISTER, what=what)}
    return ChangeEntry(CaseOfConcern, kept.id, kept.etag, case.reference, changes)
