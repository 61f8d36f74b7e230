"""Intake: what arrives in the Inbox is read, registered, acknowledged and put away.

Delta tells what is new; a listing now and then finds what delta lost. One bad mail never holds up
another: it is tried again, and at last kept for a person.
"""

import asyncio
import logging
from collections.abc import Iterable
from datetime import timedelta

from bot.jobs.arrivals import graph_mail
from bot.jobs.cursors import Cursors
from bot.jobs.mail_effects import Arrival, effects_of, gave_up
from bot.jobs.perform import MARKS
from bot.jobs.workplace import Workplace
from bot.m365 import (
    Changes,
    NotFound,
    ReceivedMessage,
    ResyncNeeded,
    UnableToFollowLink,
)
from bot.mail import Contents, Mail, Sorted, parse, sort, unwrap, worth_fetching
from bot.process.effects import Effect, Perform
from bot.process.keys import digest

log = logging.getLogger(__name__)
INBOX = "inbox"
AT_ONCE = 8  # mails in memory; the adapter keeps requests within Exchange's own limit
TRIES = 3
NAMED = 12  # of a digest, enough to tell one mail from another in a log


class Intake:
    """Deals with the mail of one Inbox; `perform` carries out, or prints, what mails ask for."""

    def __init__(
        self, workplace: Workplace, cursors: Cursors, perform: Perform, *, dry: bool = False
    ) -> None:
        self._work = workplace
        self._dry = dry
        self._cursors = cursors
        self._perform = perform
        self._judged: set[str] = set()
        self._failed: dict[str, int] = {}
        self._places = asyncio.Semaphore(AT_ONCE)

    async def poll(self) -> None:
        """Deal with what is new, then with what failed before.

        Raises UnableToUseMicrosoft365 when the mailbox cannot be read; the cursor then stays.
        """
        before = tuple(self._failed)
        link = self._cursors.load(INBOX)
        while True:
            page = await self._page(link)
            await self._deal_with_all(page.items)
            link = page.next_link or page.delta_link or ""
            if not self._dry:
                self._cursors.save(INBOX, link)
            if page.delta_link:
                break
        await self._look_at_all(before)

    async def reconcile(self, reach: timedelta) -> None:
        """List the Inbox as far back as `reach` and deal with what no poll has seen."""
        since = self._work.clock() - reach
        listed = self._work.m365.mailbox.messages_since(INBOX, since)
        unseen = [
            envelope.id
            async for envelope in listed
            if envelope.id not in self._judged and not set(envelope.categories) & MARKS
        ]
        await self._look_at_all(unseen)

    async def _page(self, link: str | None) -> Changes[ReceivedMessage]:
        try:
            return await self._work.m365.mailbox.changes(INBOX, link)
        except (ResyncNeeded, UnableToFollowLink) as error:
            log.warning("the Inbox is read from its beginning again: %s", error)
            return await self._work.m365.mailbox.changes(INBOX, None)

    async def _look_at_all(self, ids: Iterable[str]) -> None:
        await asyncio.gather(*(self._look_at(message_id) for message_id in ids))

    async def _look_at(self, message_id: str) -> None:
        try:
            message = await self._work.m365.mailbox.message(message_id)
        except NotFound:
            self._failed.pop(message_id, None)  # a person moved or deleted it: their edit wins
        else:
            await self._deal_with_all((message,))

    async def _deal_with_all(self, messages: Iterable[ReceivedMessage]) -> None:
        waiting = [message for message in messages if self._is_waiting(message)]
        await asyncio.gather(*(self._try(message) for message in waiting))

    def _is_waiting(self, message: ReceivedMessage) -> bool:
        return message.id not in self._judged and not set(message.categories) & MARKS

    async def _try(self, message: ReceivedMessage) -> None:
        """Deal with one mail; whatever goes wrong with it stays with it."""
        async with self._places:
            try:
                await self._deal_with(message)
            except NotFound:
                log.info("a mail was moved or deleted while it was read; it is left so")
            except Exception as error:  # noqa: BLE001 - the boundary that keeps mails apart
                await self._failed_again(message, error)
                return
        self._failed.pop(message.id, None)
        self._judged.add(message.id)

    async def _failed_again(self, message: ReceivedMessage, error: Exception) -> None:
        tries = self._failed.get(message.id, 0) + 1
        self._failed[message.id] = tries
        name = _name(message)
        log.warning("mail %s failed (%d): %s", name, tries, _told(error))
        if tries < TRIES:
            return
        try:
            await self._perform(gave_up(message.id, message.received, tries))
        except Exception as worse:  # noqa: BLE001 - nothing more can be done for this mail now
            log.warning("mail %s cannot be kept for a person yet: %s", name, _told(worse))
        else:
            self._failed.pop(message.id)
            self._judged.add(message.id)

    async def _deal_with(self, message: ReceivedMessage) -> None:
        effects = await self.effects(message)
        await self._perform(effects)
        log.debug("mail %s: %d effects", _name(message), len(effects))

    async def effects(self, message: ReceivedMessage) -> list[Effect]:
        """Observe one mail and decide what it asks for; nothing for mail that is not for us."""
        listed = graph_mail(message)
        if not worth_fetching(listed, self._work.correspondents, self._work.vocabulary):
            return []
        mime = await self._work.m365.mailbox.mime(message.id)
        mail = parse(mime)
        sorted_ = await self._sort(mail)
        arrival = Arrival(message.id, message.received, mail, mime)
        return effects_of(arrival, sorted_, self._work.partnership)

    async def _sort(self, mail: Mail) -> Sorted:
        brought = unwrap(mail)
        reader = self._work.reader
        read = [(document, await reader.read(document.data)) for document in brought.documents]
        contents = Contents(
            documents=tuple(read),
            unopened=brought.unopened,
            mails=brought.mails,
            body=None,
        )
        return sort(mail, contents, self._work.correspondents, self._work.vocabulary)


def _name(message: ReceivedMessage) -> str:
    """Name a mail in a log: by the digest of its Message-ID, which holds a sender's domain."""
    return digest(message.internet_message_id or message.id)[:NAMED]


def _told(error: Exception) -> str:
    """Tell an error in a log: our own are fit to be read, of others only the kind is told."""
    ours = type(error).__module__.startswith("bot.")
    return str(error) if ours else f"unexpected {type(error).__name__}"
