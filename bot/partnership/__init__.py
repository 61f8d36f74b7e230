"""One partnership's configuration: who takes part, which clocks run, when its group meets.

Read once at start from `partnership.toml` in the partnership's own folder under config/. Each of
its tables is a model in the file of that name.
"""

from bot.partnership.agencies import Agency
from bot.partnership.clocks import Clock
from bot.partnership.escalations import MOST_STAGES, Escalations
from bot.partnership.hours import Hours
from bot.partnership.loading import (
    UnableToReadConfiguration,
    first_fault,
    load_partnership,
    read_toml,
)
from bot.partnership.meetings import MeetingRules, ScheduledMeeting
from bot.partnership.members import Member
from bot.partnership.partnership import Partnership
from bot.partnership.rapid_reviews import RapidReviews
from bot.partnership.registers import Renamed
from bot.partnership.reports import Reporting
from bot.partnership.review_meetings import ReviewMeetings
from bot.partnership.standing import Standing
from bot.partnership.team import Person, Team
from bot.partnership.words import Words

__all__ = [
    "MOST_STAGES",
    "Agency",
    "Clock",
    "Escalations",
    "Hours",
    "MeetingRules",
    "Member",
    "Partnership",
    "Person",
    "RapidReviews",
    "Renamed",
    "Reporting",
    "ReviewMeetings",
    "ScheduledMeeting",
    "Standing",
    "Team",
    "UnableToReadConfiguration",
    "Words",
    "first_fault",
    "load_partnership",
    "read_toml",
]
