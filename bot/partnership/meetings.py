"""How the review group meets, `[meeting]`, and when, `[[meetings]]`."""

from datetime import date, time

from pydantic import Field

from bot.partnership.part import Part

MOST_DAYS_BEFORE = 40  # working days: the group meets every other month


class ScheduledMeeting(Part):
    """A meeting of the year's schedule; `id` stays when its day, hour or place change."""

    id: str
    on: date
    starts: time
    ends: time
    chair: str
    deputy: str
    place: str = "Microsoft Teams"


class MeetingRules(Part):
    """How the group meets: who makes it quorate, and the working days before a meeting that count.

    `quorum` names the statutory partners that must all attend, in the words of the members.
    """

    quorum: tuple[str, ...] = ()
    papers_before: int = Field(default=5, ge=0, le=MOST_DAYS_BEFORE)
    warn_before: int = Field(default=10, ge=0, le=MOST_DAYS_BEFORE)
