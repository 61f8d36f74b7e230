"""Before and after a meeting: quoracy from the calendar's replies, the agenda, the minutes.

Each is told once for each state of things; the Meetings list shows how they stand.
"""

import logging
from collections.abc import Iterable
from dataclasses import replace
from datetime import date, timedelta
from urllib.parse import unquote

from bot.jobs.kept import Kept
from bot.jobs.meeting_letters import About, chair_and_manager, change
from bot.jobs.open_entries import OpenEntries
from bot.jobs.requests import requests_of
from bot.jobs.workplace import Workplace
from bot.m365 import NotFound
from bot.partnership import MeetingRules, ReviewMeetings
from bot.process.addresses import addresses_in
from bot.process.agenda import Item, agenda, overdue_actions, review_agenda
from bot.process.effects import Effect, FileDocument, Perform
from bot.process.keys import digest
from bot.process.meeting import CALLED, Meeting
from bot.process.member import MemberPost
from bot.process.quoracy import Quoracy, quoracy
from bot.process.review_meeting import WITH_MEETINGS, Review

log = logging.getLogger(__name__)
MINUTES_WITHIN = timedelta(days=62)  # by then the next meeting has them before it


async def prepare_papers(workplace: Workplace, perform: Perform) -> None:
    """Do for every meeting what its day asks for, in working hours."""
    now = workplace.clock()
    if not workplace.hours.are_now(now):
        return
    called = workplace.register.where(Meeting, "state", (CALLED,))
    for kept in await workplace.register.rows(Meeting, called):
        starts = kept.row.starts
        if starts is None or starts < now - MINUTES_WITHIN:
            continue
        if starts <= now:
            await perform(await _minutes(workplace, kept))
            continue
        rules = _rules(workplace, kept.row)
        standing = ""
        if _is_near(workplace, starts.date(), rules.warn_before):
            standing = await _watch_quoracy(workplace, kept, perform)
        if not kept.row.agenda_on and _is_near(workplace, starts.date(), rules.papers_before):
            await _draw_up_agenda(workplace, kept, standing, perform)


def _rules(workplace: Workplace, meeting: Meeting) -> MeetingRules | ReviewMeetings:
    partnership = workplace.partnership
    return partnership.review_meetings if meeting.entry else partnership.meeting


def _is_near(workplace: Workplace, day: date, working_days: int) -> bool:
    today = workplace.today
    return workplace.hours.days.shift(day, -working_days) <= today


async def _watch_quoracy(workplace: Workplace, kept: Kept[Meeting], perform: Perform) -> str:
    """Tell how the replies stand, and warn where that has changed; empty without an event."""
    try:
        event = await workplace.m365.calendar.event(kept.row.event_id)
    except NotFound:  # a person removed it; the Meetings list will say so
        return ""
    replies = {attendee.address: attendee.response for attendee in event.attendees}
    welcome, agreed = kept.row.invited.split(), addresses_in(kept.row.agreed)
    standing = quoracy(workplace.partnership, replies, welcome=welcome, agreed=agreed)
    if standing.told != kept.row.quoracy:
        shown = change(kept, {"quoracy": standing.told})
        asked = _asked_about(workplace, kept, standing)
        await perform([*_warnings(workplace, kept.row, standing), *asked, shown])
    return standing.told


def _warnings(workplace: Workplace, meeting: Meeting, standing: Quoracy) -> list[Effect]:
    if standing.is_quorate and not standing.strangers:
        return []
    about = About(meeting, workplace.partnership)
    return [
        about.letter("quoracy.md", address, standing.told)
        for address in chair_and_manager(workplace, meeting)
    ]


def _asked_about(workplace: Workplace, kept: Kept[Meeting], standing: Quoracy) -> Iterable[Effect]:
    """Ask about each proxy once: a proxy must be of similar seniority, and people know that."""
    about = About(kept.row, workplace.partnership)
    members = workplace.register.names.columns(MemberPost)
    facts = {
        "link": kept.link,
        "agreed": kept.row.label("agreed"),
        "senior": members["DeputyIsSenior"].label,
    }
    for proxy in standing.proxies:
        for address in chair_and_manager(workplace, kept.row):
            letter = about.letter("proxy.md", address, proxy=proxy, **facts)
            key = digest("proxy", kept.row.key, proxy.address, address)
            yield replace(letter, key=key)


async def _draw_up_agenda(
    workplace: Workplace, kept: Kept[Meeting], standing: str, perform: Perform
) -> None:
    meeting = kept.row.model_copy(update={"quoracy": standing})
    today = workplace.today
    draw_up = _reviews_agenda if meeting.entry else _groups_agenda
    content, overdue = await draw_up(workplace, meeting, today)
    folder = f"{await workplace.m365.library.web_url()}/{meeting.folder_path}"
    addresses = (
        workplace.partnership.team.address("project_officer"),
        *chair_and_manager(workplace, meeting),
    )
    about = About(meeting, workplace.partnership)
    letters = [
        about.letter("papers.md", address, folder=folder, overdue=overdue)
        for address in dict.fromkeys(addresses)
    ]
    filed = FileDocument(f"{meeting.folder_path}/agenda.docx", content)
    await perform([filed, *letters, change(kept, {"agenda_on": today, "folder": folder})])
    log.info("agenda for the meeting on %s drafted", meeting.day)


async def _groups_agenda(
    workplace: Workplace, meeting: Meeting, today: date
) -> tuple[bytes, tuple[Item, ...]]:
    """Draw up the Review Group's agenda, with the actions that are overdue."""
    still_open = await OpenEntries.observe(workplace.register)
    partnership = workplace.partnership
    drawn_up = agenda(meeting, still_open.rows, partnership, today=today)
    content = workplace.writer.document("agenda.docx", agenda=drawn_up, today=today)
    return content, overdue_actions(still_open.rows, partnership, today=today)


async def _reviews_agenda(
    workplace: Workplace, meeting: Meeting, today: date
) -> tuple[bytes, tuple[Item, ...]]:
    """Draw up the agenda of a review's own meeting, from what it asked and what has come."""
    review = await _review(workplace, meeting.entry)
    requests = [kept.row for kept in await requests_of(workplace, meeting.entry)]
    drawn_up = review_agenda(meeting, review, requests, workplace.partnership)
    return workplace.writer.document("review-agenda.docx", agenda=drawn_up, today=today), ()


async def _review(workplace: Workplace, reference: str) -> Review | None:
    """Find an open review; None where it has just ended."""
    for kind in WITH_MEETINGS:
        for kept in await workplace.register.open_rows(kind):
            if kept.row.reference == reference:
                return kept.row
    return None


async def _minutes(workplace: Workplace, kept: Kept[Meeting]) -> list[Effect]:
    """Tell whom it concerns where the minutes are, once somebody has put it into the list."""
    meeting = kept.row
    if not meeting.minutes or meeting.minutes_told_on:
        return []
    today = workplace.today
    members = [member.email for member in workplace.partnership.members if member.email]
    readers = dict.fromkeys(meeting.invited.split() if meeting.entry else members)
    about, link = About(meeting, workplace.partnership), await _opens(workplace, kept)
    letters = [about.letter("minutes.md", who, meeting.minutes, link=link) for who in readers]
    return [*letters, change(kept, {"minutes_told_on": today})]


async def _opens(workplace: Workplace, kept: Kept[Meeting]) -> str:
    """Give the meeting's folder if the minutes are there, else its row, which leads to them.

    Never the address that a person put in: the name of a file may name a child.
    """
    folder = f"{await workplace.m365.library.web_url()}/{kept.row.folder_path}"
    return folder if unquote(kept.row.minutes).startswith(f"{folder}/") else kept.link
