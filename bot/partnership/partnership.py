"""The whole of `partnership.toml`; each table has its part, in the file of its name."""

from datetime import date
from typing import Self

from pydantic import Field, model_validator

from bot.partnership.agencies import Agency
from bot.partnership.clocks import Clock
from bot.partnership.escalations import Escalations
from bot.partnership.fitting import faults
from bot.partnership.hours import Hours
from bot.partnership.meetings import MeetingRules, ScheduledMeeting
from bot.partnership.members import Member
from bot.partnership.part import Part
from bot.partnership.rapid_reviews import RapidReviews
from bot.partnership.registers import Renamed
from bot.partnership.reports import Reporting
from bot.partnership.review_meetings import ReviewMeetings
from bot.partnership.standing import Standing
from bot.partnership.team import Team
from bot.partnership.words import Words


class Partnership(Part):
    """Everything that differs between one partnership and the next."""

    mailbox: str
    own_domains: tuple[str, ...]
    free_mail_domains: tuple[str, ...] = ()
    registers: dict[str, Renamed] = Field(default_factory=dict)
    library: str = Field(default="Case Files", min_length=1)
    registered_folder: str = "Registered"
    attention_folder: str = "Needs attention"
    words: Words
    hours: Hours = Hours()
    closures: tuple[date, ...] = ()
    team: Team
    members: tuple[Member, ...] = ()
    agencies: tuple[Agency, ...] = ()
    escalations: Escalations = Escalations()
    clocks: dict[str, tuple[Clock, ...]] = Field(default_factory=dict)
    meeting: MeetingRules = MeetingRules()
    meetings: tuple[ScheduledMeeting, ...] = ()
    review_meetings: ReviewMeetings = ReviewMeetings()
    rapid_reviews: RapidReviews = RapidReviews(guidance="")
    reports: Reporting = Reporting()
    standing: tuple[Standing, ...] = ()
    late_after_working_days: int = 10

    @model_validator(mode="after")
    def _fits_together(self) -> Self:
        for fault in faults(self):
            raise ValueError(fault)
        return self
