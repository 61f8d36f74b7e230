"""Decisions: what people record in the lists is noticed, carried out once, and answered.

A decision that cannot be carried out is explained to the person who made it and left standing.
"""

import logging
from dataclasses import replace
from functools import partial
from typing import Any

from bot.jobs.cursors import Cursors
from bot.jobs.editions import editions, last_person
from bot.jobs.kept import Kept
from bot.jobs.register import UnableToFindRow
from bot.jobs.rounds import pages
from bot.jobs.workplace import Workplace
from bot.m365 import PreconditionFailed, UnableToUseMicrosoft365
from bot.mail import references
from bot.process.action import Action
from bot.process.effects import ChangeEntry, Effect, EnterByHand, Mention, Perform, Tell
from bot.process.entry import Entry
from bot.process.history import told
from bot.process.keys import digest
from bot.process.moves import (
    Done,
    Refused,
    Situation,
    carry_out,
    is_new,
    passed_over,
    possible,
)
from bot.process.registers import KINDS

log = logging.getLogger(__name__)
LOOKS = 3  # at a row that changes while it is dealt with; its next change is noticed anyway


class Decisions:
    """Watches every list of entries by its changes."""

    def __init__(
        self, workplace: Workplace, cursors: Cursors, perform: Perform, *, dry: bool = False
    ) -> None:
        self._work = workplace
        self._cursors = cursors
        self._perform = perform
        self._dry = dry

    async def poll(self) -> None:
        """Carry out what people decided since the last look.

        One row that cannot be dealt with now holds up no other; its list is looked at again from
        there. One list that cannot be read holds up no other either. Raises
        UnableToUseMicrosoft365 with the first such trouble, when all else is done.
        """
        troubles: list[UnableToUseMicrosoft365] = []
        for kind in KINDS.values():
            try:
                troubles += await self._poll_list(kind)
            except UnableToUseMicrosoft365 as trouble:
                troubles.append(trouble)
        if troubles:
            raise troubles[0]

    async def _poll_list(self, kind: type[Entry]) -> list[UnableToUseMicrosoft365]:
        """Read a list's changes; the cursor moves when all that they ask for is durable."""
        troubles: list[UnableToUseMicrosoft365] = []
        cursor = f"list-{kind.KIND}"
        read = partial(self._work.register.changes, kind)
        async for page in pages(read, self._cursors.load(cursor), of=cursor):
            for kept in page.rows:
                try:
                    await self._act(kept)
                except UnableToUseMicrosoft365 as trouble:
                    troubles.append(trouble)
            if not (self._dry or troubles):
                self._cursors.save(cursor, page.next_link or page.delta_link or "")
        return troubles

    async def _act(self, kept: Kept[Entry]) -> None:
        """Do what a row asks for; one that changes meanwhile is looked at again at once."""
        for _ in range(LOOKS):
            effects = await self._asked_for(kept)
            if not effects:
                return
            try:
                await self._perform(effects)
                if self._dry or kept.row.reference:
                    return
            except PreconditionFailed:
                log.info("%s changed meanwhile: looked at again", kept.row.reference or "a row")
            try:
                found = await self._work.register.again(kept)
                kept = replace(found, edited_by=found.edited_by or kept.edited_by)
            except UnableToFindRow:
                return

    async def _asked_for(self, kept: Kept[Entry]) -> list[Effect]:
        if not kept.row.reference:
            return [_enter(kept)]
        if is_new(kept.row):
            return await self.decide(await self._by_whom(kept))
        if kept.row.was_moved_by_hand:
            return self._moved_by_hand(await self._by_whom(kept))
        return await self._meant_by_an_edit(kept) or await self._linked_to_its_sources(kept)

    async def _linked_to_its_sources(self, kept: Kept[Entry]) -> list[Effect]:
        """Let the entries that an action comes from tell of it, open or closed; its own row last.

        A link that a person took out is not put back.
        """
        action = kept.row
        if not isinstance(action, Action) or not action.unlinked:
            return []
        edits = await editions(self._work, kept)
        linked_once = {source for stood in edits for source in stood.row.links.split()}
        new = [source for source in action.unlinked if source not in linked_once]
        if not new:
            return []
        what = f"{action.reference} opened from it"
        told_there = [Mention(source, action.reference, what) for source in new]
        links = " ".join((*action.links.split(), *new))
        noted = ChangeEntry(Action, kept.id, kept.etag, action.reference, {"links": links})
        return [*told_there, noted]

    async def _by_whom(self, kept: Kept[Entry]) -> Kept[Entry]:
        """Find whose edit it is where the service has written into the row since."""
        if kept.edited_by:
            return kept
        return replace(kept, edited_by=await last_person(self._work, kept))

    async def _meant_by_an_edit(self, kept: Kept[Entry]) -> list[Effect]:
        """Take a person's edit for the decision that it amounts to, if it does."""
        meant = kept.row.edit_means
        if not meant:
            return []
        decided = kept.row.model_copy(update={"decision": meant, "acted_on": ""})
        by_whom = await self._by_whom(kept)
        return await self.decide(replace(by_whom, row=decided), by_edit=True)

    def _moved_by_hand(self, kept: Kept[Entry]) -> list[Effect]:
        """Let a state that a person set stand, and say what was not done because of it.

        The decision recorded before is cleared, so that it can be made again from there.
        """
        entry = kept.row
        changes = {
            "state": entry.state,
            "decision": "",
            "acted_on": "",
            "history": self._by_hand(kept),
        }
        noted = ChangeEntry(type(entry), kept.id, kept.etag, entry.reference, changes)
        lost = passed_over(entry)
        return [self._told_what_was_lost(kept, lost), noted] if lost else [noted]

    def _by_hand(self, kept: Kept[Entry]) -> str:
        """Give the history, with the line about a state that a person set if one did."""
        entry = kept.row
        if not entry.was_moved_by_hand:
            return entry.history
        way = entry.way("state", entry.state_seen, entry.state)
        what = f"{entry.label('state')} set by hand: {way}"
        who = kept.edited_by or "a person"
        return told(entry.history, at=self._work.clock(), who=who, what=what)

    def _told_what_was_lost(self, kept: Kept[Entry], lost: str) -> Tell:
        entry = kept.row
        return Tell(
            template="by_hand.md",
            recipient=self._editor(kept),
            reference=entry.reference,
            key=digest("by hand", entry.reference, entry.state_seen, entry.state, kept.etag),
            facts={
                "reference": entry.reference,
                "state_label": entry.label("state"),
                "decision_label": entry.label("decision"),
                "before": entry.in_mails("State", entry.state_seen),
                "state": entry.in_mails("State", entry.state),
                "lost": lost,
                "possible": possible(entry),
                "link": kept.link,
            },
        )

    def _editor(self, kept: Kept[Entry]) -> str:
        """Give the address of whoever edited a row last; the Business Manager's if not known."""
        team = self._work.partnership.team
        return kept.edited_by if "@" in kept.edited_by else team.address("business_manager")

    async def decide(self, kept: Kept[Entry], *, by_edit: bool = False) -> list[Effect]:
        """Give what the decision in a row asks for: its consequences first, the row last.

        `by_edit`: nobody chose it, but an edit amounts to it.
        """
        work = self._work
        linked = await self._linked(kept.row)
        situation = Situation(
            work.clock(), work.partnership, work.hours.days, kept.edited_by, linked
        )
        outcome = carry_out(kept.row, situation)
        if isinstance(outcome, Refused):
            return [self._explanation(kept, outcome, by_edit=by_edit)]
        return [*outcome.effects, self._change(kept, outcome, situation)]

    async def _linked(self, entry: Entry) -> tuple[Entry, ...]:
        """Read the entries that an entry's links name, where its decision looks at them."""
        move = entry.MOVES.get((entry.state, entry.decision))
        if move is None or not move.looks_at_links:
            return ()
        register = self._work.register
        named = references.in_texts((entry.links,), register.names.prefixes)
        found = [await register.find(reference) for reference in named]
        return tuple(kept.row for kept in found if kept)

    def _change(self, kept: Kept[Entry], done: Done, situation: Situation) -> ChangeEntry:
        entry = kept.row
        decided, to = entry.said("decision", entry.decision), done.changes["state"]
        way = f": {entry.way('state', entry.state, to)}" if to != entry.state else ""
        said = f" ({done.said})" if done.said else ""
        line = told(
            self._by_hand(kept),
            at=situation.now,
            who=kept.edited_by or "a person",
            what=f"{decided}{way}{said}",
        )
        changes: dict[str, Any] = {**done.changes, "history": line}
        return ChangeEntry(type(entry), kept.id, kept.etag, entry.reference, changes)

    def _explanation(self, kept: Kept[Entry], refused: Refused, *, by_edit: bool) -> Tell:
        entry = kept.row
        return Tell(
            template="cannot.md",
            recipient=self._editor(kept),
            reference=entry.reference,
            key=digest("cannot", entry.reference, entry.state, entry.decision, refused.why),
            facts={
                "reference": entry.reference,
                "decision": entry.in_mails("Decision", entry.decision),
                "why": refused.why,
                "by_edit": by_edit,
                "link": kept.link,
            },
        )


def _enter(kept: Kept[Entry]) -> EnterByHand:
    """Take in a row that a person added; its decision, if it has one, is looked at after that."""
    return EnterByHand(kept.row, kept.id, kept.etag, kept.edited_by or "a person")
