"""What a member's answer in a mail asks for, held against what the register asked the member.

Members confirm that press offices know of a publication, or report on the sharing of learning.
"""

from dataclasses import replace

from bot.jobs.arrivals import Arrival
from bot.jobs.asking import ask
from bot.jobs.kept import Kept
from bot.jobs.learning import effects_of_report
from bot.jobs.workplace import Workplace
from bot.mail import Sorted, references
from bot.process.action import Action
from bot.process.confirmation import Answer, what_it_confirms
from bot.process.effects import ChangeEntry, Effect, TakeAway
from bot.process.entry import Entry
from bot.process.history import told
from bot.process.moves import Done, Refused
from bot.process.notice import Notice
from bot.process.practice_review import PracticeReview


def asked_about(work: Workplace, subject: str) -> str:
    """Give the reference of the Practice Review or action that a subject names, if it does."""
    names = work.register.names
    named = references.in_texts((subject,), names.prefixes)
    return next((one for one in named if names.kind_of(one) in (PracticeReview, Action)), "")


async def effects_of_answer(
    work: Workplace, arrival: Arrival, sorted_: Sorted
) -> list[Effect] | None:
    """Give what an answer to a question of ours asks for; None if the mail is none."""
    answers = sorted_.answers or (sorted_.papers and not sorted_.entries)
    reference = asked_about(work, arrival.mail.subject) if answers else ""
    kept = await work.register.find(reference) if reference else None
    if kept is not None and isinstance(kept.row, Action):
        return effects_of_report(work, arrival, sorted_, kept)
    if kept is None or not (sorted_.answers and isinstance(kept.row, PracticeReview)):
        return None
    about = work.register.where(Notice, "entry", (reference,))
    notices = await work.register.rows(Notice, about)
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
