"""Places forms: each opens an entry, or brings the one up to date that stands for its matter."""

import logging
from collections.abc import Mapping
from typing import Any

from bot.jobs.allowance import Allowance
from bot.jobs.filing import ask_a_person, file_papers
from bot.jobs.kept import Kept
from bot.jobs.workplace import Workplace
from bot.m365 import PreconditionFailed
from bot.process.case import Verdict, merged
from bot.process.case_of_concern import CaseOfConcern
from bot.process.effects import Acknowledgement, AskAPerson, OpenCase
from bot.process.escalation import Escalation, is_news_of_what_is_closed, moved_on
from bot.process.history import STRANGER, told
from bot.process.keys import digest
from bot.process.needs_attention import NeedsAttention
from bot.process.notice import HELD, WAITING, Notice, NoticeKind

log = logging.getLogger(__name__)
Case = CaseOfConcern | Escalation


class UnableToPlaceForm(Exception):
    """Every key of a form, its own included, belongs to another matter: a person must look."""


class Placing:
    """Places forms and acknowledges them, as many in a day as the allowance grants."""

    def __init__(self, workplace: Workplace, allowance: Allowance) -> None:
        self._work = workplace
        self._allowance = allowance

    async def open_case(self, effect: OpenCase) -> None:
        """Place a form, file its papers and acknowledge it. Raises UnableToPlaceForm."""
        reference = (await self._entry_of(effect)).row.reference
        await file_papers(self._work, reference, effect.papers)
        if effect.acknowledgement:
            notice = self._acknowledgement(reference, effect.form.key, effect.acknowledgement)
            await self._work.outbox.queue(await self._allowance.within_reason(notice))

    async def _entry_of(self, effect: OpenCase) -> Kept[Case]:
        """Open the entry, or find the one that stands for the form's matter."""
        for key in effect.form.subject_keys:
            entry: Case = effect.entry.model_copy(update={"subject_key": key})
            kept, opened = await self._work.register.open(entry)
            verdict = kept.row.compare(effect.form)
            if opened:
                log.info("%s opened", kept.row.reference)
            if verdict is Verdict.SAME:
                return kept
            if verdict is Verdict.NEWER:
                asking = entry.asking_about(kept.row.other_dates(effect.form))
                return await self._bring_up_to_date(kept, asking)
        raise UnableToPlaceForm("a form's own key belongs to another matter")

    async def _bring_up_to_date(self, kept: Kept[Case], newer: Case) -> Kept[Case]:
        if is_news_of_what_is_closed(kept.row, newer):
            reference, now = kept.row.reference, self._work.clock()
            asked = NeedsAttention.about_closed(reference, newer, now=now)
            await ask_a_person(self._work, AskAPerson(asked, ()))
        changes = await self._changes(kept, newer)
        try:
            changed = await self._work.register.change(kept, changes)
        except PreconditionFailed:  # somebody was quicker: look again, a person's edit wins
            again = await self._work.register.by_key(
                type(kept.row), "SubjectKey", kept.row.subject_key
            )
            if again.row.has_form(newer.form_keys):
                return again
            return await self._bring_up_to_date(again, newer)
        log.info("%s brought up to date", kept.row.reference)
        return changed

    async def _changes(self, kept: Kept[Case], newer: Case) -> dict[str, Any]:
        """Give what another copy of a form changes; an older one only fills what is empty."""
        moved: dict[str, Any] = {}
        older = newer.is_older_than(kept.row)
        theirs = await self._work.register.peoples_fields(kept)
        if isinstance(kept.row, Escalation) and isinstance(newer, Escalation):
            moved = moved_on(kept.row, newer, theirs=theirs)
        changes = merged(kept.row, newer, theirs=theirs, only_fill=older) | moved
        what = "sent an older form" if older else "sent a newer form"
        return changes | {"history": self._told(kept.row, newer, what, moved)}

    def _told(self, entry: Case, newer: Case, sent: str, moved: Mapping[str, str]) -> str:
        ways = (
            f"{entry.label(n)} {entry.way(n, getattr(entry, n), now)}" for n, now in moved.items()
        )
        what = ": ".join(filter(None, (sent, ", ".join(ways))))
        who = newer.contact or STRANGER
        return told(entry.history, at=self._work.clock(), who=who, what=what)

    def _acknowledgement(self, reference: str, form_key: str, asked: Acknowledgement) -> Notice:
        written = self._work.writer.acknowledgement(reference=reference, form_name=asked.form_name)
        return Notice(
            key=digest("acknowledgement", reference, form_key, asked.recipient),
            kind=NoticeKind.ACKNOWLEDGEMENT,
            entry=reference,
            recipient=asked.recipient,
            subject=written.subject,
            body=written.body,
            why=asked.held_because or "a form arrived",
            state=HELD if asked.held_because else WAITING,
        )
