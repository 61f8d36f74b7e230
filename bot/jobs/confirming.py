"""Answers to the notices of a publication: the register is asked what the sender was asked."""

from dataclasses import replace

from bot.jobs.arrivals import Arrival
from bot.jobs.asking import ask
from bot.jobs.kept import Kept
from bot.jobs.workplace import Workplace
from bot.m365 import quoted
from bot.mail import Sorted, references
from bot.process.confirmation import Answer, what_it_confirms
from bot.process.effects import ChangeEntry, Effect, TakeAway
from bot.process.entry import Entry
from bot.process.history import told
from bot.process.moves import Done, Refused
from bot.process.notice import Notice
from bot.process.practice_review import PracticeReview


def review_named(work: Workplace, subject: str) -> str:
    """Give the reference of the Practice Review that a subject names; empty if it names none."""
    names = work.register.names
    named = references.in_texts((subject,), names.prefixes)
    return next((one for one in named if names.kind_of(one) is PracticeReview), "")


async def effects_of_answer(
    work: Workplace, arrival: Arrival, sorted_: Sorted
) -> list[Effect] | None:
    """Give what an answer to a notice of publication asks for; None if the mail is none."""
    reference = review_named(work, arrival.mail.subject) if sorted_.answers else ""
    kept = await work.register.find(reference) if reference else None
    if kept is None or not isinstance(kept.row, PracticeReview):
        return None
    notices = await work.register.rows(Notice, f"fields/Entry eq {quoted(reference)}")
    mail = arrival.mail
    answer = Answer(mail.subject, mail.from_.address, sorted_.confirms, work.clock())
    outcome = what_it_confirms(kept.row, [notice.row for notice in notices], answer)
    if isinstance(outcome, Refused):
        why = "; ".join(filter(None, (outcome.why, sorted_.attention)))
        asked = ask(arrival, replace(sorted_, attention=why, references=(reference,)))
        return [asked, TakeAway(arrival.message_id, for_a_person=True)]
    return _confirmed(work, arrival, kept, outcome) if outcome else None


def _confirmed(work: Workplace, arrival: Arrival, kept: Kept[Entry], outcome: Done) -> list[Effect]:
    away = TakeAway(arrival.message_id, for_a_person=False)
    if not outcome.changes:
        return [away]
    row, who = kept.row, "a member's mail"
    line = told(row.history, at=work.clock(), who=who, what=outcome.said)
    changes = {**outcome.changes, "history": line}
    return [ChangeEntry(type(row), kept.id, kept.etag, row.reference, changes), away]
