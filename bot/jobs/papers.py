"""Before and after a meeting: quoracy from the calendar's replies, the agenda, the minutes.

Each is told once for each state of things; the Meetings list shows how they stand.
"""

import logging
from datetime import date, timedelta

from bot.jobs.open_cases import OpenCases
from bot.jobs.register import Kept
from bot.jobs.workplace import Workplace
from bot.m365 import NotFound
from bot.process.agenda import agenda, overdue_actions
from bot.process.columns import LONDON
from bot.process.effects import ChangeEntry, Effect, FileDocument, Perform, Tell
from bot.process.keys import digest
from bot.process.meeting import CALLED, Meeting
from bot.process.quoracy import Quoracy, chair_of, quoracy

log = logging.getLogger(__name__)
CALLED_ONES = f"fields/State eq '{CALLED}'"
WHATEVER_CAME_BETWEEN = ""  # these columns are the service's own
MINUTES_WITHIN = timedelta(days=62)  # by then the next meeting has them before it


async def prepare_papers(workplace: Workplace, perform: Perform) -> None:
    """Do for every meeting what its day asks for, in working hours."""
    now = workplace.clock()
    if not workplace.hours.are_now(now):
        return
    for kept in await workplace.register.rows(Meeting, CALLED_ONES):
        starts = kept.row.starts
        if starts is None or starts < now - MINUTES_WITHIN:
            continue
        if starts <= now:
            await perform(_minutes(workplace, kept))
            continue
        if _is_near(workplace, starts.date(), workplace.partnership.meeting.warn_before):
            await _watch_quoracy(workplace, kept, perform)
        if not kept.row.agenda_on and _is_near(
            workplace, starts.date(), workplace.partnership.meeting.papers_before
        ):
            await _draw_up_agenda(workplace, kept, perform)


def _is_near(workplace: Workplace, day: date, working_days: int) -> bool:
    today = workplace.clock().astimezone(LONDON).date()
    return workplace.hours.days.shift(day, -working_days) <= today


async def _watch_quoracy(workplace: Workplace, kept: Kept[Meeting], perform: Perform) -> None:
    try:
        event = await workplace.m365.calendar.event(kept.row.event_id)
    except NotFound:  # a person removed it; the Meetings list will say so
        return
    replies = {attendee.address: attendee.response for attendee in event.attendees}
    standing = quoracy(workplace.partnership, replies)
    if standing.told == kept.row.quoracy:
        return
    change = _change(kept, {"quoracy": standing.told})
    await perform([*_warnings(workplace, kept.row, standing), change])


def _warnings(workplace: Workplace, meeting: Meeting, standing: Quoracy) -> list[Effect]:
    if standing.is_quorate and not standing.strangers:
        return []
    return [
        _letter("quoracy.md", address, meeting, standing.told)
        for address in _chair_and_manager(workplace, meeting)
    ]


async def _draw_up_agenda(workplace: Workplace, kept: Kept[Meeting], perform: Perform) -> None:
    meeting, today = kept.row, workplace.clock().astimezone(LONDON).date()
    cases = await OpenCases.observe(workplace.register)
    drawn_up = agenda(meeting, cases.rows, workplace.partnership, today=today)
    content = workplace.writer.document("agenda.docx", agenda=drawn_up, today=today)
    folder = f"{await workplace.m365.library.web_url()}/{meeting.folder_path}"
    overdue = overdue_actions(cases.rows, today=today)
    addresses = (
        workplace.partnership.team.address("project_officer"),
        *_chair_and_manager(workplace, meeting),
    )
    letters = [
        _letter("papers.md", address, meeting, folder=folder, overdue=overdue)
        for address in dict.fromkeys(addresses)
    ]
    filed = FileDocument(f"{meeting.folder_path}/agenda.docx", content)
    await perform([filed, *letters, _change(kept, {"agenda_on": today, "folder": folder})])
    log.info("agenda for the meeting on %s drafted", meeting.day)


def _minutes(workplace: Workplace, kept: Kept[Meeting]) -> list[Effect]:
    """Send every member the address of the minutes, once somebody has put it into the list."""
    meeting = kept.row
    if not meeting.minutes or meeting.minutes_told_on:
        return []
    today = workplace.clock().astimezone(LONDON).date()
    members = {member.email: None for member in workplace.partnership.members if member.email}
    letters = [_letter("minutes.md", address, meeting, meeting.minutes) for address in members]
    return [*letters, _change(kept, {"minutes_told_on": today})]


def _chair_and_manager(workplace: Workplace, meeting: Meeting) -> tuple[str, ...]:
    partnership = workplace.partnership
    chair = chair_of(meeting.chair, partnership)
    return tuple(dict.fromkeys((chair, partnership.team.address("business_manager"))))


def _letter(
    template: str, recipient: str, meeting: Meeting, told: str = "", **facts: object
) -> Tell:
    return Tell(
        template=template,
        recipient=recipient,
        reference=f"the meeting on {meeting.day}",
        key=digest(template, meeting.key, str(meeting.starts), told, recipient),
        facts={"meeting": meeting, "told": told, **facts},
    )


def _change(kept: Kept[Meeting], changes: dict[str, object]) -> ChangeEntry:
    named = f"the meeting on {kept.row.day}"
    return ChangeEntry(Meeting, kept.id, WHATEVER_CAME_BETWEEN, named, changes)
