"""Meetings: the Review Group's by the year's schedule, and those of reviews, called once each."""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Annotated, Any, ClassVar

from pydantic import Field

from bot.partnership import Partnership, ScheduledMeeting
from bot.process.columns import Column, ColumnKind, Day, Moment, Row
from bot.process.days import LONDON, in_words, london_day
from bot.process.entry import REFERENCE
from bot.process.guests import each_once
from bot.process.keys import digest
from bot.process.moves import Situation

CALLING, CALLED = "Calling", "Called"
REMOVED, CANCELLED = "Removed by a person", "Cancelled"
STATES = (CALLING, CALLED, REMOVED, CANCELLED)
ELSEWHERE = "as the business team tells you"


class Meeting(Row):
    """A row of the Meetings list: what the calendar was last told of a meeting.

    `told`, `told_starts` and `told_ends` are what the calendar was last told, `invited` those whom
    it was told of: what differs from that in the calendar is a person's doing. `entry` is the
    review that meets; it is empty for the Review Group.
    """

    KIND: ClassVar[str] = "meeting"
    LIST: ClassVar[str] = "Meetings"

    key: Annotated[str, Column("Key", indexed=True, unique=True)]
    name: Annotated[str, Column("Meeting")]
    state: Annotated[
        str,
        Column("State", ColumnKind.CHOICE, indexed=True, choices=STATES),
    ] = CALLING
    entry: Annotated[str, Column("Review", indexed=True), Field(pattern=REFERENCE)] = ""
    starts: Annotated[Moment, Column("Starts", ColumnKind.MOMENT, indexed=True)] = None
    ends: Annotated[Moment, Column("Ends", ColumnKind.MOMENT)] = None
    chair: Annotated[str, Column("Chair")] = ""
    deputy: Annotated[str, Column("Deputy chair")] = ""
    place: Annotated[str, Column("Place")] = ""
    others: Annotated[str, Column("Others to invite", ColumnKind.NOTE)] = ""
    agreed: Annotated[str, Column("Others whom the Chair agreed to", ColumnKind.NOTE)] = ""
    waiting: Annotated[str, Column("Waiting for the Chair's agreement", ColumnKind.NOTE)] = ""
    invited: Annotated[str, Column("Invited", ColumnKind.NOTE)] = ""
    told: Annotated[str, Column("Told", ColumnKind.TEXT)] = ""
    told_starts: Annotated[Moment, Column("Starts, as last called", ColumnKind.MOMENT)] = None
    told_ends: Annotated[Moment, Column("Ends, as last called", ColumnKind.MOMENT)] = None
    quoracy: Annotated[str, Column("Quoracy", ColumnKind.NOTE)] = ""
    agenda_on: Annotated[Day, Column("Agenda drafted on", ColumnKind.DATE)] = None
    folder: Annotated[str, Column("Folder", ColumnKind.NOTE)] = ""
    minutes: Annotated[str, Column("Address of the minutes", ColumnKind.NOTE)] = ""
    minutes_told_on: Annotated[Day, Column("Minutes sent round on", ColumnKind.DATE)] = None
    event_id: Annotated[str, Column("Event", ColumnKind.NOTE)] = ""

    @property
    def title(self) -> str:
        """A meeting's link in its list shows its name."""
        return self.name

    @property
    def day(self) -> date | None:
        """The day of the meeting in London."""
        return london_day(self.starts) if self.starts else None

    @property
    def hours(self) -> str:
        """From when to when, by London's clocks."""
        both = (at.astimezone(LONDON) for at in (self.starts, self.ends) if at)
        return " to ".join(f"{at:%H:%M}" for at in both)

    @property
    def folder_path(self) -> str:
        """Where the meeting's papers are filed in the library; another day, another folder."""
        return f"{self.entry}/Meeting {self.day}" if self.entry else f"Meetings/{self.day}"

    def is_to_come(self, now: datetime) -> bool:
        """Tell whether the meeting is called, or about to be, and not over."""
        return self.state in (CALLING, CALLED) and self.ends is not None and self.ends > now


@dataclass(frozen=True, slots=True)
class Invitation:
    """What the calendar is told of a meeting: neutral words, private, each member an attendee."""

    key: str
    title: str
    starts: datetime
    ends: datetime
    place: str
    chair: str
    deputy: str
    attendees: tuple[str, ...]
    entry: str = ""

    @property
    def details(self) -> str:
        """Give the digest of what the calendar says of the meeting, whoever attends."""
        hours = (self.starts.astimezone(UTC), self.ends.astimezone(UTC))
        return digest(self.title, *map(str, hours), self.place, self.chair, self.deputy)

    @property
    def fingerprint(self) -> str:
        """Give the digest of all that the calendar is told: the details, and who attends."""
        return f"{self.details} {digest(*self.attendees)}"

    @property
    def opening(self) -> dict[str, Any]:
        """Give the details with which the meeting's row begins in the Meetings list."""
        return {
            "starts": self.starts,
            "ends": self.ends,
            "chair": self.chair,
            "deputy": self.deputy,
            "place": self.place,
            "entry": self.entry,
        }

    @property
    def row(self) -> dict[str, Any]:
        """Give what the row shows once the calendar was told.

        Of a review's meeting, chair and place are kept by people in the list.
        """
        from_the_list = {"chair", "deputy", "place"} if self.entry else set()
        return {n: v for n, v in self.opening.items() if n not in from_the_list} | {
            "told": self.fingerprint,
            "told_starts": self.starts,
            "told_ends": self.ends,
            "invited": "\n".join(self.attendees),
        }


def title_of(entry: str, partnership: Partnership) -> str:
    """Give the neutral title of a review's meeting, or of the Review Group's."""
    words = partnership.words
    return f"Review meeting {entry}" if entry else f"{words.short_name} {words.review_group}"


def as_told(meeting: Meeting, partnership: Partnership) -> Meeting:
    """Give a meeting as mails, the calendar and papers may tell of it.

    People may type into every column, and a child's name or school might stand there: the title is
    made from the review's reference, and chair and place are said where the partnership knows them.
    """
    return meeting.model_copy(
        update={
            "name": title_of(meeting.entry, partnership),
            "chair": _partner(meeting.chair, partnership),
            "deputy": _partner(meeting.deputy, partnership),
            "place": _place(meeting.place, partnership),
        }
    )


def known_places(partnership: Partnership) -> set[str]:
    """Give where meetings are held, by the configuration, and what is said of any other place."""
    held = {meeting.place for meeting in partnership.meetings}
    return {*held, partnership.review_meetings.place, ELSEWHERE}


def _place(typed: str, partnership: Partnership) -> str:
    return typed if typed in ("", *known_places(partnership)) else ELSEWHERE


def _partner(typed: str, partnership: Partnership) -> str:
    chairing = {name for each in partnership.meetings for name in (each.chair, each.deputy)}
    posts = {name for each in partnership.members for name in (each.statutory, each.organisation)}
    return typed if typed in {*chairing, *posts, *partnership.meeting.quorum} else ""


def meetings_with_time_for_papers(situation: Situation) -> tuple[date, ...]:
    """Give the days of the schedule for which papers can still be handed in."""
    days, today = situation.days, situation.today
    before = situation.partnership.meeting.papers_before
    return tuple(
        meeting.on
        for meeting in situation.partnership.meetings
        if days.shift(meeting.on, -before) >= today
    )


def no_meeting(situation: Situation, *, asked: date | None = None) -> str:
    """Say that the schedule has no meeting to put a case to, on the day asked for or at all."""
    if asked and asked > situation.today:
        day = in_words(asked)
        return f"no meeting with time for papers is on {day}: clear 'Meeting on' for the next one"
    last = max((meeting.on for meeting in situation.partnership.meetings), default=None)
    after = f" after {in_words(last)}" if last else ""
    return f"no meeting is scheduled{after}: add one to the Meeting Schedule"


def invitations(partnership: Partnership, *, after: datetime) -> tuple[Invitation, ...]:
    """Give the invitations of all meetings in the schedule that are yet to come."""
    all_of_them = (_invitation(partnership, meeting) for meeting in partnership.meetings)
    return tuple(invitation for invitation in all_of_them if invitation.starts > after)


def chairs_on(day: date, partnership: Partnership) -> tuple[str, str]:
    """Name the partners whose turn it is to chair, and to stand in, by the schedule from a day."""
    coming = sorted((m for m in partnership.meetings if m.on >= day), key=lambda m: m.on)
    return (coming[0].chair, coming[0].deputy) if coming else ("", "")


def _invitation(partnership: Partnership, meeting: ScheduledMeeting) -> Invitation:
    return Invitation(
        key=digest("meeting", partnership.words.review_group, meeting.id),
        title=title_of("", partnership),
        starts=datetime.combine(meeting.on, meeting.starts, LONDON),
        ends=datetime.combine(meeting.on, meeting.ends, LONDON),
        place=meeting.place,
        chair=meeting.chair,
        deputy=meeting.deputy,
        attendees=each_once(member.email or member.deputy for member in partnership.members),
    )
