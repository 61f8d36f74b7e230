"""Members' reports on learning: asked for by mail, and taken in when a member answers."""

import logging
from dataclasses import replace

from bot.jobs.arrivals import Arrival
from bot.jobs.asking import ask
from bot.jobs.kept import Kept
from bot.jobs.mail_papers import papers, whole_mail
from bot.jobs.workplace import Workplace
from bot.mail import Sorted, reasons
from bot.process.action import Action
from bot.process.addresses import addresses_in
from bot.process.effects import AskForLearning, ChangeEntry, Effect, FileDocument, Perform, TakeAway
from bot.process.entry import Entry
from bot.process.keys import digest
from bot.process.learning import SOURCE, reported, to_ask
from bot.process.notice import Notice, NoticeKind

log = logging.getLogger(__name__)


async def ask_members(work: Workplace, perform: Perform) -> None:
    """Ask every member who is to be asked now, once a round of reports.

    Whoever was written to is not asked again, also where a person has deleted the action.
    """
    asked = to_ask(work.partnership, work.clock(), work.hours.days)
    new = [action for action in asked if not await work.outbox.has((_key(action),))]
    await perform([AskForLearning(action) for action in new])


async def ask_for_learning(work: Workplace, effect: AskForLearning) -> None:
    """Open the member's action and queue the letter; a second time changes nothing."""
    kept, opened = await work.register.open(effect.action)
    action, owners = kept.row, addresses_in(kept.row.owner_address)
    if opened:
        log.info("%s opened: a member is asked for a report", action.reference)
    if not (action.is_open and owners) or action.done_on:
        return  # a person, or the member, was quicker
    written = work.writer.letter("learning_request.md", action=action)
    await work.outbox.queue(
        Notice(
            key=_key(effect.action),
            kind=NoticeKind.ANSWER,
            entry=action.reference,
            recipient=owners[0],
            subject=written.subject,
            body=written.body,
            why="learning request",
        )
    )


def effects_of_report(
    work: Workplace, arrival: Arrival, sorted_: Sorted, kept: Kept[Entry]
) -> list[Effect] | None:
    """Give what a member's answer asks for; None if the mail is none to a question of ours."""
    action, sender = kept.row, arrival.mail.from_.address
    if not (isinstance(action, Action) and action.is_open and action.source == SOURCE):
        return None
    if sender.casefold() not in map(str.casefold, addresses_in(action.owner_address)):
        return None
    if doubt := _doubt(sorted_):
        asked = ask(arrival, replace(sorted_, attention=doubt, references=(action.reference,)))
        return [asked, TakeAway(arrival.message_id, for_a_person=True)]
    filed = (whole_mail(arrival), *papers(sorted_.papers))
    changes = reported(action, at=work.clock(), sender=sender, key=arrival.key)
    noted = ChangeEntry(Action, kept.id, kept.etag, action.reference, changes)
    return [
        *(FileDocument(f"{action.reference}/{paper.name}", paper.content) for paper in filed),
        *([] if action.has_form(arrival.key) else [noted]),
        TakeAway(arrival.message_id, for_a_person=False),
    ]


def _doubt(sorted_: Sorted) -> str:
    """Say why a person must see an answer first; empty where it is a report and no more."""
    if sorted_.attention not in (None, reasons.ABOUT_AN_ENTRY):
        return sorted_.attention or ""
    if sorted_.same_day:
        return sorted_.same_day
    return "" if sorted_.proven else "a member's report on learning from a sender in doubt"


def _key(action: Action) -> str:
    return digest("learning request", action.subject_key)
