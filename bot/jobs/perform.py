"""Carries effects out, each once: every write has a key that the tenant itself remembers."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Sequence
from typing import Any

from bot.jobs.allowance import Allowance
from bot.jobs.by_hand import enter
from bot.jobs.calling import call, cancel
from bot.jobs.kept import Kept
from bot.jobs.requests import ask_agency, draft_report, file_return
from bot.jobs.workplace import Workplace
from bot.m365 import Mailbox, NotFound, PreconditionFailed, quoted
from bot.process.case_of_concern import CaseOfConcern
from bot.process.effects import (
    Acknowledgement,
    AddPapers,
    AskAgency,
    AskAPerson,
    CallMeeting,
    CancelMeeting,
    ChangeEntry,
    DraftReport,
    Effect,
    EnterByHand,
    FileDocument,
    FileReturn,
    Mention,
    OpenCase,
    OpenLinked,
    Paper,
    QueueNotice,
    TakeAway,
    Tell,
)
from bot.process.entry import Entry, Verdict, merged
from bot.process.escalation import Escalation, moved_on
from bot.process.history import REGISTER, told
from bot.process.keys import digest
from bot.process.notice import HELD, WAITING, Notice, NoticeKind, doubt_about

log = logging.getLogger(__name__)
REGISTERED, ASKED = "CSCP: registered", "CSCP: needs a person"
MARKS = frozenset({REGISTERED, ASKED})
Case = CaseOfConcern | Escalation


class UnableToPlaceForm(Exception):
    """Every key of a form, its own included, belongs to another matter: a person must look."""


class Folders:
    """The mailbox's folders by name, made when first needed; ids of folders never change."""

    def __init__(self, mailbox: Mailbox) -> None:
        self._mailbox = mailbox
        self._ids: dict[str, str] = {}
        self._lock = asyncio.Lock()

    async def get(self, name: str) -> str:
        """Give the id of the folder with that name under the Inbox."""
        async with self._lock:
            if name not in self._ids:
                self._ids[name] = (await self._mailbox.folder(name)).id
            return self._ids[name]

    def forget(self, name: str) -> None:
        """A person removed the folder: it is looked for, or made, again when next needed."""
        self._ids.pop(name, None)


class Performer:
    """Performs effects in their order; a second time changes nothing."""

    def __init__(self, workplace: Workplace) -> None:
        self._work = workplace
        self._folders = Folders(workplace.m365.mailbox)
        self._allowance = Allowance(workplace.register, workplace.clock)
        self._ways: dict[type[Effect], Callable[[Any], Awaitable[object]]] = {
            OpenCase: self._open_case,
            AskAPerson: self._ask_a_person,
            AddPapers: self._add_papers,
            TakeAway: self._take_away,
            QueueNotice: lambda effect: workplace.outbox.queue(effect.notice),
            CallMeeting: lambda effect: call(workplace, effect.invitation),
            CancelMeeting: lambda effect: cancel(workplace, effect),
            Tell: self._tell,
            OpenLinked: self._open_linked,
            Mention: self._mention,
            ChangeEntry: workplace.register.change_item,
            AskAgency: lambda effect: ask_agency(workplace, effect),
            FileReturn: self._file_return,
            DraftReport: lambda effect: draft_report(workplace, effect),
            EnterByHand: lambda effect: enter(workplace, effect),
            FileDocument: self._file_document,
        }

    async def perform(self, effects: Sequence[Effect]) -> None:
        """Perform all effects of one cause, in order.

        Raises UnableToUseMicrosoft365 where one could not be performed; begin again with the first.
        """
        for effect in effects:
            await self._ways[type(effect)](effect)

    async def _tell(self, effect: Tell) -> None:
        notice = self._letter(effect)
        doubt = await self._doubt_about(notice) if effect.to_its_sender else ""
        if doubt:
            notice = notice.model_copy(update={"state": HELD, "why": doubt})
        await self._work.outbox.queue(notice)

    async def _doubt_about(self, letter: Notice) -> str:
        """Tell why the sender of an entry's form is in doubt, as its acknowledgement says."""
        written = await self._work.register.rows(Notice, f"fields/Entry eq {quoted(letter.entry)}")
        return doubt_about(letter.recipient, [kept.row for kept in written])

    async def _file_document(self, effect: FileDocument) -> None:
        await self._work.m365.library.file(effect.path, effect.content)

    async def _file_return(self, effect: FileReturn) -> None:
        if not await file_return(self._work, effect):
            await self._ask_a_person(effect.otherwise)

    async def _open_case(self, effect: OpenCase) -> None:
        kept = await self._entry_of(effect)
        await self._file(kept.row.reference, effect.papers)
        if effect.acknowledgement:
            notice = self._acknowledgement(kept.row, effect.form.key, effect.acknowledgement)
            await self._work.outbox.queue(await self._within_reason(notice))

    async def _entry_of(self, effect: OpenCase) -> Kept[Case]:
        """Open the entry, or find the one that stands for the form's matter."""
        for key in effect.form.subject_keys:
            entry: Case = effect.entry.model_copy(update={"subject_key": key})
            kept, opened = await self._work.register.open(entry)
            verdict = Verdict.SAME if opened else kept.row.compare(effect.form)
            if opened:
                log.info("%s opened", kept.row.reference)
            if verdict is Verdict.SAME:
                return kept
            if verdict is Verdict.NEWER:
                return await self._bring_up_to_date(kept, entry)
        raise UnableToPlaceForm("a form's own key belongs to another matter")

    async def _bring_up_to_date(self, kept: Kept[Case], newer: Case) -> Kept[Case]:
        moved: dict[str, Any] = {}
        older = False
        if isinstance(kept.row, Escalation) and isinstance(newer, Escalation):
            moved, older = moved_on(kept.row, newer), newer.stage < kept.row.stage
        theirs = await self._work.register.peoples_fields(kept)
        changes = merged(kept.row, newer, theirs=theirs, only_fill=older) | moved
        changes["history"] = self._told(kept.row, "a newer form arrived")
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

    async def _ask_a_person(self, effect: AskAPerson) -> None:
        kept, opened = await self._work.register.open(effect.entry)
        await self._file(kept.row.reference, effect.papers)
        if opened:
            log.info("%s opened for a person", kept.row.reference)

    async def _add_papers(self, effect: AddPapers) -> None:
        kept = await self._work.register.find(effect.reference)
        if kept is None:
            await self._ask_a_person(effect.otherwise)
            return
        await self._file(effect.reference, effect.papers)
        names = ", ".join(paper.name for paper in effect.papers)
        if names not in kept.row.to_check:
            told = f"{kept.row.to_check}\nfurther papers came: {names}".strip()
            await self._work.register.change(kept, {"to_check": told})
            log.info("papers filed with %s", effect.reference)

    async def _open_linked(self, effect: OpenLinked) -> None:
        begun = self._told(effect.entry, f"opened because of {effect.because_of}")
        entry = effect.entry.model_copy(update={"history": begun})
        kept, opened = await self._work.register.open(entry)
        reference = kept.row.reference
        if opened:
            log.info("%s opened because of %s", reference, effect.because_of)
        await self._mention(Mention(effect.because_of, reference, f"{reference} opened"))

    def _told(self, entry: Entry, what: str) -> str:
        return told(entry.history, at=self._work.clock(), who=REGISTER, what=what)

    async def _mention(self, effect: Mention) -> None:
        kept = await self._work.register.find(effect.reference)
        if kept is None or effect.what in kept.row.history:
            return
        entry, linked = kept.row, effect.because_of in kept.row.links.split()
        changes = {"history": self._told(entry, effect.what)}
        if not linked:
            changes["links"] = f"{entry.links} {effect.because_of}".strip()
        if effect.to_check:
            changes["to_check"] = f"{entry.to_check}\n{effect.to_check}".strip()
        await self._work.register.change(kept, changes)

    def _letter(self, told: Tell) -> Notice:
        written = self._work.writer.letter(told.template, **told.facts)
        return Notice(
            key=told.key,
            kind=NoticeKind.ANSWER,
            entry=told.reference,
            recipient=told.recipient,
            subject=written.subject,
            body=written.body,
            why=told.template.removesuffix(".md"),
        )

    async def _file(self, reference: str, papers: Sequence[Paper]) -> None:
        for paper in papers:
            await self._work.m365.library.file(f"{reference}/{paper.name}", paper.content)

    async def _take_away(self, effect: TakeAway) -> None:
        """Move first, then mark: a marked mail in the Inbox is one that a person put back."""
        mailbox = self._work.m365.mailbox
        name, mark = self._destination(effect)
        try:
            moved = await self._move(effect.message_id, name)
            await mailbox.mark(moved, categories=(mark,))
        except NotFound:
            log.info("a mail was deleted by somebody else meanwhile; it is left so")

    async def _move(self, message_id: str, name: str) -> str:
        """Move a mail; NotFound may mean the folder as well, so once more with a new one."""
        mailbox = self._work.m365.mailbox
        try:
            return await mailbox.move(message_id, await self._folders.get(name))
        except NotFound:
            self._folders.forget(name)
            return await mailbox.move(message_id, await self._folders.get(name))

    def _destination(self, effect: TakeAway) -> tuple[str, str]:
        partnership = self._work.partnership
        if effect.for_a_person:
            return partnership.attention_folder, ASKED
        return partnership.registered_folder, REGISTERED

    async def _within_reason(self, notice: Notice) -> Notice:
        """Hold an acknowledgement that goes beyond what a day allows."""
        if notice.state == HELD or await self._allowance.grants(notice):
            return notice
        return notice.model_copy(update={"state": HELD, "why": "too many to one sender in a day"})

    def _acknowledgement(self, entry: Case, form_key: str, asked: Acknowledgement) -> Notice:
        written = self._work.writer.acknowledgement(
            reference=entry.reference, form_name=asked.form_name
        )
        return Notice(
            key=digest("acknowledgement", entry.reference, form_key, asked.recipient),
            kind=NoticeKind.ACKNOWLEDGEMENT,
            entry=entry.reference,
            recipient=asked.recipient,
            subject=written.subject,
            body=written.body,
            why=asked.held_because or "a form arrived",
            state=HELD if asked.held_because else WAITING,
        )
