"""What is asked of a person about a mail: a Needs Attention entry, with the mail beside it."""

from datetime import datetime

from bot.forms import Kind
from bot.jobs.arrivals import Arrival
from bot.jobs.mail_papers import whole_mail
from bot.mail import Acknowledge, Sorted, answer_address
from bot.process.effects import AskAPerson, Effect
from bot.process.history import STRANGER, told
from bot.process.keys import digest
from bot.process.needs_attention import NeedsAttention


def ask(arrival: Arrival, sorted_: Sorted) -> AskAPerson:
    """Ask what a mail is, or what is to become of it, under a key that stands for that mail."""
    sender = answer_address(arrival.mail)
    row = NeedsAttention(
        reason=sorted_.attention or _why(sorted_),
        same_day="Yes" if sorted_.same_day else "No",
        about=", ".join(sorted_.references),
        received_on=arrival.received,
        history=told("", at=arrival.received, who=sender or STRANGER, what="sent the mail"),
        contact=sender,
        to_check="\n".join(sorted_.notes),
        subject_key=arrival.key,
    )
    return AskAPerson(row, (whole_mail(arrival),))


def gave_up(message_id: str, received: datetime, tries: int) -> list[Effect]:
    """Give what is asked for a mail that failed every time: a person, told why."""
    row = NeedsAttention(
        reason=f"the mail could not be dealt with in {tries} tries; it is still in the Inbox",
        received_on=received,
        subject_key=digest("mail", message_id),
    )
    return [AskAPerson(row, ())]


def _why(sorted_: Sorted) -> str:
    if not any(entry.kind is Kind.AGENCY_RETURN for entry in sorted_.entries):
        return sorted_.why
    doubt = sorted_.acknowledge_why if sorted_.acknowledge is not Acknowledge.YES else ""
    return f"an agency's return that fits no request for certain; {doubt}".rstrip("; ")
