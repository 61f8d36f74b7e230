"""Meetings of the Review Group: the year's schedule, called once and sent on when it changes."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Annotated, Any, ClassVar

from bot.partnership import Partnership, ScheduledMeeting
from bot.process.columns import LONDON, Column, ColumnKind, Day, Moment, Row
from bot.process.keys import digest
from bot.process.moves import Situation

CALLING, CALLED, REMOVED = "Calling", "Called", "Removed by a person"


class Meeting(Row):
    """A row of the Meetings list: what the calendar was last told of a meeting.

    `told` is the digest of the details that the calendar was told; people may move the event in the
    calendar, and only a changed schedule moves it again.
    """

    LIST: ClassVar[str] = "Meetings"

    key: Annotated[str, Column("Key", indexed=True, unique=True)]
    name: Annotated[str, Column("Meeting")]
    state: Annotated[
        str,
        Column("State", ColumnKind.CHOICE, indexed=True, choices=(CALLING, CALLED, REMOVED)),
    ] = CALLING
    starts: Annotated[Moment, Column("Starts", ColumnKind.MOMENT, indexed=True)] = None
    ends: Annotated[Moment, Column("Ends", ColumnKind.MOMENT)] = None
    chair: Annotated[str, Column("Chair")] = ""
    deputy: Annotated[str, Column("Deputy chair")] = ""
    place: Annotated[str, Column("Place")] = ""
    told: Annotated[str, Column("Told", ColumnKind.TEXT)] = ""
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
        return self.starts.astimezone(LONDON).date() if self.starts else None

    @property
    def folder_path(self) -> str:
        """Where the meeting's papers are filed in the library; another day, another folder."""
        return f"Meetings/{self.day}"


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

    @property
    def fingerprint(self) -> str:
        """Give the digest of all that the members are told."""
        details = (self.title, self.starts, self.ends, self.place, self.chair, self.deputy)
        return digest(*(str(detail) for detail in details), *self.attendees)

    @property
    def row(self) -> dict[str, Any]:
        """Give the details as the Meetings list shows them."""
        return {
            "starts": self.starts,
            "ends": self.ends,
            "chair": self.chair,
            "deputy": self.deputy,
            "place": self.place,
            "told": self.fingerprint,
        }


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
        day = f"{asked.day} {asked:%B %Y}"
        return f"no meeting with time for papers is on {day}: clear 'Meeting on' for the next one"
    last = max((meeting.on for meeting in situation.partnership.meetings), default=None)
    after = f" after {last.day} {last:%B %Y}" if last else ""
    return f"no meeting is scheduled{after}: add one to the Meeting Schedule"


def invitations(partnership: Partnership, *, after: datetime) -> tuple[Invitation, ...]:
    """Give the invitations of all meetings in the schedule that are yet to come."""
    all_of_them = (_invitation(partnership, meeting) for meeting in partnership.meetings)
    return tuple(invitation for invitation in all_of_them if invitation.starts > after)


def _invitation(partnership: Partnership, meeting: ScheduledMeeting) -> Invitation:
    words = partnership.words
    return Invitation(
        key=digest("meeting", words.review_group, meeting.id),
        title=f"{words.short_name} {words.review_group}",
        starts=datetime.combine(meeting.on, meeting.starts, LONDON),
        ends=datetime.combine(meeting.on, meeting.ends, LONDON),
        place=meeting.place,
        chair=meeting.chair,
        deputy=meeting.deputy,
        attendees=tuple(member.email for member in partnership.members if member.email),
    )
