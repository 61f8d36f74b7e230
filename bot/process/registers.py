"""The lists that the service keeps, each declared as a typed row. A further kind is added here.

The rows say what a list is usually called; a partnership may call it otherwise.
"""

from bot.process.action import Action
from bot.process.agency import KnownAgency
from bot.process.agency_request import AgencyRequest
from bot.process.case_of_concern import CaseOfConcern
from bot.process.columns import Row
from bot.process.entry import Entry
from bot.process.escalation import Escalation
from bot.process.meeting import Meeting
from bot.process.member import MemberPost
from bot.process.needs_attention import NeedsAttention
from bot.process.notice import Notice
from bot.process.practice_review import PracticeReview
from bot.process.rapid_review import RapidReview
from bot.process.serious_incident import SeriousIncident

KINDS: dict[str, type[Entry]] = {
    kind.KIND: kind
    for kind in (
        CaseOfConcern,
        Escalation,
        SeriousIncident,
        RapidReview,
        AgencyRequest,
        PracticeReview,
        Action,
        NeedsAttention,
    )
}
LISTS: tuple[type[Row], ...] = (*KINDS.values(), Meeting, MemberPost, KnownAgency, Notice)
