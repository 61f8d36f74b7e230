"""A meeting's agenda: the standing items, and what the registers bring to it, by reference only."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from bot.partnership import Escalations, Partnership, ScheduledMeeting
from bot.process.action import Action
from bot.process.agency_request import AgencyRequest
from bot.process.case_of_concern import CaseOfConcern
from bot.process.days import in_words, london_day
from bot.process.entry import Entry, is_reference
from bot.process.escalation import Escalation
from bot.process.known_agencies import agency_said
from bot.process.meeting import Meeting, as_told


@dataclass(frozen=True, slots=True)
class Item:
    """One line of an agenda: an entry's reference, and how it stands in words that name nobody."""

    reference: str
    what: str


@dataclass(frozen=True, slots=True)
class Agenda:
    """All that the agenda of one meeting shows."""

    meeting: Meeting
    concerns: tuple[Item, ...]
    escalations: tuple[Item, ...]
    reviews: tuple[Item, ...]
    overdue: tuple[Item, ...]
    schedule: tuple[ScheduledMeeting, ...]


def agenda(
    meeting: Meeting, entries: Sequence[Entry], partnership: Partnership, *, today: date
) -> Agenda:
    """Draw up the agenda of a meeting from the open entries."""
    day = london_day(meeting.starts) if meeting.starts else today
    return Agenda(
        meeting=as_told(meeting, partnership),
        concerns=tuple(_concerns(entries, day)),
        escalations=tuple(_escalations(entries, partnership.escalations)),
        reviews=tuple(Item(e.reference, e.state_said) for e in entries if e.SUMMARY),
        overdue=overdue_actions(entries, partnership, today=today),
        schedule=tuple(m for m in partnership.meetings if m.on > day),
    )


@dataclass(frozen=True, slots=True)
class ReviewAgenda:
    """What the agenda of a review's own meeting shows: who was asked, and what the review is at."""

    meeting: Meeting
    rapid: bool
    asked: tuple[Item, ...]
    timetable: tuple[Item, ...]


TIMETABLE = (
    "rr_clock_start",
    "returns_due",
    "all_returned_on",
    "decided_on",
    "terms_agreed_on",
    "publish_on",
    "delayed_until",
)


def review_agenda(
    meeting: Meeting,
    review: Entry | None,
    requests: Iterable[AgencyRequest],
    partnership: Partnership,
) -> ReviewAgenda:
    """Draw up the agenda of a review's meeting; the review may have ended meanwhile."""
    days = [(name, getattr(review, name, None)) for name in TIMETABLE] if review else []
    return ReviewAgenda(
        meeting=as_told(meeting, partnership),
        rapid=review is not None and review.KIND == "rapid_review",
        asked=tuple(
            Item(agency_said(request.agency, partnership) or request.reference, _standing(request))
            for request in requests
        ),
        timetable=tuple(Item(_label(review, name), in_words(day)) for name, day in days if day),
    )


def _label(review: Any, name: str) -> str:
    label: str = review.label(name)
    return label


def _standing(request: AgencyRequest) -> str:
    if request.returned_on:
        return f"{request.state_said.lower()}, {in_words(request.returned_on)}"
    due = f", due {in_words(request.due_on)}" if request.due_on else ""
    return f"{request.state_said.lower()}{due}"


def overdue_actions(
    entries: Iterable[Entry], partnership: Partnership, *, today: date
) -> tuple[Item, ...]:
    """Give the actions past their day, the oldest first."""
    actions = [e for e in entries if isinstance(e, Action) and e.is_overdue(today)]
    actions.sort(key=lambda action: (action.due or today, action.reference))
    return tuple(Item(action.reference, _overdue(action, partnership)) for action in actions)


def _overdue(action: Action, partnership: Partnership) -> str:
    """Say how an action stands; words in place of an agency or a reference are not repeated."""
    due = f"due {in_words(action.due)}" if action.due else ""
    source = action.source.strip()
    begun = f"from {source}" if is_reference(source) else ""
    return "; ".join(filter(None, (due, agency_said(action.agency, partnership), begun)))


def _concerns(entries: Iterable[Entry], day: date) -> Iterable[Item]:
    for entry in entries:
        if isinstance(entry, CaseOfConcern) and entry.meeting_on == day:
            yield Item(entry.reference, "for discussion")


def _escalations(entries: Iterable[Entry], policy: Escalations) -> Iterable[Item]:
    for entry in entries:
        if isinstance(entry, Escalation) and policy.is_formal(entry.stage):
            said = f"{entry.state_said.lower()} at {policy.said(entry.stage)}"
            yield Item(entry.reference, said)
