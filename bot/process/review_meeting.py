"""Meetings of reviews: a Rapid Review's meeting and a Practice Review's panel, in the calendar.

The day stands in the review, the hours in the Meetings list, and both in the calendar; a person may
move the meeting in any of them. The calendar's word comes before the list's, the list's before the
review's: people have seen it.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Self

from bot.partnership import Partnership
from bot.process.addresses import addresses_in
from bot.process.agency_request import NOT_INVOLVED, WITHDRAWN, AgencyRequest
from bot.process.days import LONDON, london_day
from bot.process.guests import Guests, each_once, guests
from bot.process.keys import digest
from bot.process.meeting import Invitation, Meeting, as_told, chairs_on, title_of
from bot.process.practice_review import PracticeReview
from bot.process.quoracy import chair_of
from bot.process.rapid_review import RapidReview

WITH_MEETINGS: tuple[type[RapidReview], type[PracticeReview]] = (RapidReview, PracticeReview)
Review = RapidReview | PracticeReview
LEFT_OUT = (NOT_INVOLVED, WITHDRAWN)  # states of requests whose agencies need not come


@dataclass(frozen=True, slots=True)
class Hours:
    """When a meeting starts and ends."""

    starts: datetime
    ends: datetime

    @classmethod
    def told(cls, meeting: Meeting) -> Self:
        """Give the hours that the calendar was last told; the row's before it was told any."""
        return cls._of(meeting.told_starts or meeting.starts, meeting.told_ends or meeting.ends)

    @classmethod
    def listed(cls, meeting: Meeting) -> Self:
        """Give the hours that the list shows."""
        return cls._of(meeting.starts, meeting.ends)

    @classmethod
    def _of(cls, starts: datetime | None, ends: datetime | None) -> Self:
        assert starts  # noqa: S101 - only a meeting to come is asked, which has both
        assert ends  # noqa: S101
        return cls(starts, ends)

    @property
    def day(self) -> date:
        """The day in London."""
        return london_day(self.starts)

    def on(self, day: date) -> Self:
        """Give the same hours, by London's clocks, on another day."""
        starts, ends = (moment.astimezone(LONDON) for moment in (self.starts, self.ends))
        later = day - starts.date()
        return type(self)(starts + later, ends + later)  # of one zone: its clocks are kept


def day_of(review: Review) -> date | None:
    """Give the day for which a review's meeting is to be called."""
    day: date | None = getattr(review, review.MEETING_DAY)
    return day


def wants_another(review: Review, meetings: Sequence[Meeting], *, now: datetime) -> bool:
    """Tell whether a review has a day to come for which it has no meeting, called or called off."""
    day = day_of(review)
    if day is None or day <= london_day(now):
        return False
    return not any(each.is_to_come(now) or each.day == day for each in meetings)


def moved_to(review: Review, meeting: Meeting, event: Hours | None, *, now: datetime) -> Hours:
    """Give the hours that a meeting has now, wherever a person has moved it."""
    told, listed = Hours.told(meeting), Hours.listed(meeting)
    if event and event != told:
        return event
    if listed != told and listed.starts > now:
        return listed
    day = day_of(review)
    moved = told.on(day) if day and day != told.day else told
    return moved if moved.starts > now else told


def first_call(
    review: Review,
    meetings: Sequence[Meeting],
    requests: Iterable[AgencyRequest],
    partnership: Partnership,
) -> Invitation:
    """Write the first invitation to a review's meeting, for its usual hours.

    Its key holds those of the meetings before it, so that one called twice is the same.
    """
    day, rules = day_of(review), partnership.review_meetings
    assert day  # noqa: S101 - `wants_another` has seen to it
    chair, deputy = chairs_on(day, partnership)
    before = sorted(meeting.key for meeting in meetings)
    return Invitation(
        key=digest("review meeting", review.reference, day.isoformat(), *before),
        title=title_of(review.reference, partnership),
        starts=datetime.combine(day, rules.starts, LONDON),
        ends=datetime.combine(day, rules.ends, LONDON),
        place=rules.place,
        chair=chair,
        deputy=deputy,
        attendees=own_people(review, requests, chair=chair, partnership=partnership),
        entry=review.reference,
    )


def call_again(
    meeting: Meeting, hours: Hours, attendees: tuple[str, ...], partnership: Partnership
) -> Invitation:
    """Write the invitation as it stands after what people changed in the Meetings list."""
    told = as_told(meeting, partnership)
    return Invitation(
        key=meeting.key,
        title=told.name,
        starts=hours.starts.astimezone(LONDON),
        ends=hours.ends.astimezone(LONDON),
        place=told.place,
        chair=told.chair,
        deputy=told.deputy,
        attendees=attendees,
        entry=meeting.entry,
    )


def own_people(
    review: Review, requests: Iterable[AgencyRequest], *, chair: str, partnership: Partnership
) -> tuple[str, ...]:
    """Give whom a review's meeting is for: Chair, statutory partners, and who writes for it.

    Those are the members of the agencies asked, authors of their returns, a lead reviewer, and the
    Business Manager.
    """
    quorum = partnership.meeting.quorum
    statutory = [m.email or m.deputy for m in partnership.members if m.statutory in quorum]
    asked = [request for request in requests if request.state not in LEFT_OUT]
    writing = [address for request in asked for address in request.addresses]
    leader = review.reviewer_address if isinstance(review, PracticeReview) else ""
    team = partnership.team.address("business_manager")
    return each_once(
        (chair_of(chair, partnership), team, *statutory, *writing, *addresses_in(leader))
    )


def guests_of(
    meeting: Meeting, review: Review, requests: Iterable[AgencyRequest], partnership: Partnership
) -> Guests:
    """Say who is to be invited to a review's meeting, and who waits for the Chair."""
    return guests(
        own_people(review, requests, chair=meeting.chair, partnership=partnership),
        others=addresses_in(meeting.others),
        agreed=addresses_in(meeting.agreed),
        partnership=partnership,
    )
