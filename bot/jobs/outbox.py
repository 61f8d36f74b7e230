"""The outbox: notices that wait become mails, at Exchange's pace, each once.

A notice's row is the intent; whoever has claimed it may send it. The draft carries the notice's
key, so that after a crash a look into the mailbox tells how far it had come.
"""

import asyncio
import logging
import math
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from datetime import datetime
from typing import Any

from bot.jobs.kept import Kept
from bot.jobs.register import Register, UnableToFindRow
from bot.m365 import (
    Attachment,
    Body,
    KeptMail,
    Microsoft365,
    OutgoingMail,
    PreconditionFailed,
    UnableToAttach,
    UnableToUseMicrosoft365,
)
from bot.process.notice import (
    CANCELLED,
    HELD,
    REWORDED,
    SENT,
    TO_SEND,
    WITHDRAWN,
    Notice,
)
from bot.process.working_days import WorkingHours
from bot.writing import Writer, Written

log = logging.getLogger(__name__)
MARKER = "X-CSCP-Bot"
SENDERS = 3  # Exchange takes four requests at once: one place is left to the other jobs
HEADERS = ((MARKER, "1"), ("X-Auto-Response-Suppress", "All"))


class Outbox:
    """Queues notices and sends what waits. `instance` names this process among several."""

    def __init__(  # noqa: PLR0913 - named tools, handed over once at the entry point
        self,
        *,
        m365: Microsoft365,
        register: Register,
        writer: Writer,
        clock: Callable[[], datetime],
        hours: WorkingHours,
        instance: str,
    ) -> None:
        self._mailbox = m365.mailbox
        self._library = m365.library
        self._register = register
        self._writer = writer
        self._clock = clock
        self._hours = hours
        self._instance = instance
        self._fresh: dict[str, Kept[Notice]] = {}
        self._taken: set[str] = set()
        self._known: set[str] = set()

    async def queue(self, notice: Notice) -> None:
        """Put a notice on the list, unless its key stands there already."""
        if notice.key in self._known:
            return
        now = self._clock()
        queued: dict[str, Any] = {"queued_on": now, "as_written": notice.words}
        if notice.state in TO_SEND:
            queued |= {"claimed_by": self._instance, "claimed_on": now}
        kept = await self._register.add(notice.model_copy(update=queued), key="Key")
        if notice.key in self._known:
            return  # queued by another of this process's jobs meanwhile, and perhaps sent
        self._known.add(notice.key)
        if kept.row.claimed_by == self._instance and kept.row.state in TO_SEND:
            self._fresh[notice.key] = kept

    async def send_waiting(self) -> int:
        """Send what this process queued, the pressing first; tells how many went out.

        What is queued meanwhile takes its place by urgency.
        """
        return await self._together(self._most_urgent, tried_before=False)

    async def sweep(self) -> int:
        """Send what is left over: released by a person, or queued by a process that died."""
        states = self._register.where(Notice, "state", TO_SEND)
        waiting = sorted(await self._register.rows(Notice, states), key=_order)
        left_over = (
            kept
            for kept in waiting
            if kept.row.key not in self._fresh
            and not kept.row.is_being_sent(self._clock())
            and self._may_leave(kept.row)
        )
        return await self._together(lambda: next(left_over, None), tried_before=True)

    def knows(self, keys: Iterable[str]) -> bool:
        """Tell whether this process has seen notices with all these keys on the list."""
        return self._known.issuperset(keys)

    async def has(self, keys: Iterable[str]) -> bool:
        """Tell whether notices with all these keys are on the list; it is asked where not known."""
        for key in keys:
            if key not in self._known:
                try:
                    await self._register.by_key(Notice, "Key", key)
                except UnableToFindRow:
                    return False
                self._known.add(key)
        return True

    @property
    def waiting(self) -> int:
        """How many notices this process has still to send."""
        return len(self._fresh)

    async def _together(
        self, take: Callable[[], Kept[Notice] | None], *, tried_before: bool
    ) -> int:
        """Send what `take` gives, several at once: one in doubt keeps its sender for minutes."""

        async def sender() -> int:
            sent = 0
            while (kept := take()) is not None:
                sent += await self._try(kept, tried_before=tried_before)
            return sent

        return sum(await asyncio.gather(*(sender() for _ in range(SENDERS))))

    def _most_urgent(self) -> Kept[Notice] | None:
        """Take the most urgent notice that this process queued and nobody has taken yet."""
        free = (kept for key, kept in self._fresh.items() if key not in self._taken)
        found = min((one for one in free if self._may_leave(one.row)), key=_order, default=None)
        if found is not None:
            self._taken.add(found.row.key)
        return found

    def _may_leave(self, notice: Notice) -> bool:
        """Hold back by night what was left over from the day."""
        return not notice.keeps_hours or self._hours.are_now(self._clock())

    async def _try(self, kept: Kept[Notice], *, tried_before: bool) -> bool:
        """Send one notice; one that cannot be sent now waits and holds up no other."""
        key = kept.row.key
        try:
            claimed = await self._claim(kept)
            return await self._send(claimed, tried_before=tried_before)
        except PreconditionFailed:
            return False  # somebody else took it, or a person changed it
        except (UnableToUseMicrosoft365, UnableToAttach) as error:
            log.warning("notice %s waits: %s", key[:12], error)
            return False  # the sweep finds it, and looks before it sends
        finally:
            self._fresh.pop(key, None)
            self._taken.discard(key)

    async def _claim(self, kept: Kept[Notice]) -> Kept[Notice]:
        now = self._clock()
        if kept.row.claimed_by == self._instance and kept.row.may_be_sent_unasked(now):
            return kept
        return await self._register.change(kept, {"claimed_by": self._instance, "claimed_on": now})

    async def _send(self, kept: Kept[Notice], *, tried_before: bool) -> bool:
        """Send one notice, unless a person threw its draft away; tells whether it went out."""
        notice = kept.row
        if notice.is_reworded:
            await self._give_back(kept, HELD, REWORDED)
            return False
        mails = await self._mailbox.find_by_key(notice.key) if tried_before else ()
        if all(mail.is_draft for mail in mails):
            if tried_before and await self._is_withdrawn(notice, mails):
                await self._give_back(kept, CANCELLED, WITHDRAWN)
                return False
            await self._leave(kept, mails[0] if mails else await self._draft(notice))
        await self._register.change(
            kept, {"state": SENT, "sent_on": self._clock()}, whatever_came_between=True
        )
        log.info("%s about %s sent", notice.kind.value, notice.about)
        return True

    async def _is_withdrawn(self, notice: Notice, mails: Sequence[KeptMail]) -> bool:
        """Tell whether a person deleted the draft, into Deleted Items or for good."""
        if notice.is_wanted_after_all:
            return False
        if mails:
            return any([await self._mailbox.is_deleted(mail) for mail in mails])
        return notice.drafted_on is not None or await self._mailbox.was_thrown_away(notice.key)

    async def _leave(self, kept: Kept[Notice], draft: KeptMail) -> None:
        """Send a draft; where that fails the row says that there is one, lest it be gone later."""
        try:
            await self._mailbox.send(draft.id)
        except UnableToUseMicrosoft365:
            if kept.row.drafted_on is None:
                with suppress(UnableToUseMicrosoft365):  # said at the next try, if there is one
                    seen = {"drafted_on": self._clock()}
                    await self._register.change(kept, seen, whatever_came_between=True)
            raise

    async def _give_back(self, kept: Kept[Notice], state: str, because: str) -> None:
        """Leave a notice to people, and say why."""
        why = f"{kept.row.why}\n{because}".strip()
        await self._register.change(kept, {"state": state, "why": why})
        log.info("notice %s: %s", kept.row.key[:12], because)

    async def _draft(self, notice: Notice) -> KeptMail:
        html = self._writer.html(Written(notice.subject, notice.body))
        mail = OutgoingMail(
            to=notice.recipient,
            subject=notice.subject,
            body=Body(html),
            key=notice.key,
            headers=HEADERS,
            attachments=await self._attachments(notice),
        )
        return await self._mailbox.create_draft(mail)

    async def _attachments(self, notice: Notice) -> tuple[Attachment, ...]:
        path = notice.attachment
        if not path:
            return ()
        return (Attachment(path.rpartition("/")[2], await self._library.read(path)),)


def _order(kept: Kept[Notice]) -> tuple[int, float]:
    queued = kept.row.queued_on
    return kept.row.urgency, queued.timestamp() if queued else math.inf
