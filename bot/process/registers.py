"""The lists that the service keeps, each declared as a typed row."""

from bot.process.case_of_concern import CaseOfConcern
from bot.process.columns import Row
from bot.process.escalation import Escalation
from bot.process.meeting import Meeting
from bot.process.needs_attention import NeedsAttention
from bot.process.notice import Notice

LISTS: tuple[type[Row], ...] = (CaseOfConcern, Escalation, NeedsAttention, Meeting, Notice)
LIBRARY = "Case Files"
