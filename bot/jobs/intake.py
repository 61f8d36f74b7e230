"""Intake: what arrives in the Inbox is read, registered, acknowledged and put away.

Delta tells what is new; a listing now and then finds what delta lost. One bad mail never holds up
another: it is tried again, then kept for a person, and looked at once more with every listing.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Iterable
from contextlib import nullcontext
from datetime import UTC, datetime, timedelta
from functools import partial

from bot.forms import Reading, read_text
from bot.jobs.answer_effects import asked_about, effects_of_answer
from bot.jobs.arrivals import Arrival, graph_mail
from bot.jobs.asking import gave_up
from bot.jobs.cursors import Cursors
from bot.jobs.mail_effects import effects_of
from bot.jobs.putting_away import MARKS
from bot.jobs.roster import correspondents
from bot.jobs.rounds import pages
from bot.jobs.untouched import Untouched
from bot.jobs.workplace import Workplace
from bot.m365 import NotFound, ReceivedMessage, Throttled
from bot.mail import Contents, Correspondents, Mail, Sorted, parse, sort, unwrap, worth_fetching
from bot.partnership import Partnership
from bot.process.effects import Effect, Perform
from bot.process.keys import digest

log = logging.getLogger(__name__)
INBOX = "inbox"
AT_ONCE = 8  # mails in memory; the adapter keeps requests within Exchange's own limit
OLD_AT_ONCE = 2  # of those looked at again, and as many of a listing: new mail gets through
TRIES = 3
NAMED = 12  # of a digest, enough to tell one mail from another in a log
LONGEST_FORM = 200_000  # characters of a mail's own text
FRESH = timedelta(seconds=30)  # for so long a page is believed; later the mail is looked at again
LONG_AGO = datetime.min.replace(tzinfo=UTC)


class Intake:
    """Deals with the mail of one Inbox; `perform` carries out, or prints, what mails ask for.

    `got_on` is when a page of it was last dealt with.

    `known` gives the partnership with the agencies and members last read; `untouched` are the mails
    that stay in the Inbox as they are.
    """

    def __init__(  # noqa: PLR0913 - named tools, handed over once at the entry point
        self,
        workplace: Workplace,
        cursors: Cursors,
        perform: Perform,
        *,
        known: Callable[[], Awaitable[Partnership]],
        untouched: Untouched,
        dry: bool = False,
    ) -> None:
        self._work = workplace
        self._known = known
        self._dry = dry
        self._cursors = cursors
        self._cursor = f"{INBOX}-{digest(workplace.partnership.mailbox.lower())[:NAMED]}"
        self._perform = perform
        self._untouched = untouched
        self._judged: set[str] = set()
        self._in_hand: set[str] = set()
        self._failed: dict[str, int] = {}
        self._parked: set[str] = set()
        self._inbox = ""
        self.got_on: datetime | None = None
        self._places = asyncio.Semaphore(AT_ONCE)
        self._other_places = asyncio.Semaphore(OLD_AT_ONCE)
        self._listed_places = asyncio.Semaphore(OLD_AT_ONCE)
        self._answering = asyncio.Lock()

    @property
    def unfinished(self) -> list[str]:
        """Name the mails that failed and are to be tried again, as the log names them."""
        return [_name(message_id) for message_id in self._failed]

    async def poll(self) -> None:
        """Deal with what is new, then with some of what failed before.

        Raises UnableToUseMicrosoft365 when the mailbox cannot be read; the cursor then stays.
        """
        again = tuple(self._failed)[:AT_ONCE]
        read = partial(self._work.m365.mailbox.changes, INBOX)
        async for page in pages(read, self._cursors.load(self._cursor), of="the Inbox"):
            await self._deal_with_all(page.items)
            await self._look_at_all(page.touched, self._other_places)
            if not self._dry:
                self._cursors.save(self._cursor, page.next_link or page.delta_link or "")
            self.got_on = self._work.clock()
        await self._look_at_all(again, self._other_places)

    async def reconcile(self, reach: timedelta) -> None:
        """List the Inbox as far back as `reach` and deal with what no poll has dealt with."""
        since = self._work.clock() - reach
        listed = self._work.m365.mailbox.messages_since(INBOX, since)
        left = [envelope.id async for envelope in listed if not set(envelope.categories) & MARKS]
        self._parked.clear()
        self._judged.intersection_update(left)
        if not self._dry:
            self._untouched.keep_only(left)
        unknown = (each for each in left if each not in self._untouched)
        await self._look_at_all(unknown, self._listed_places)

    async def _look_at_all(self, ids: Iterable[str], places: asyncio.Semaphore) -> None:
        await asyncio.gather(*(self._try(message_id, places) for message_id in ids))

    async def _deal_with_all(self, messages: Iterable[ReceivedMessage]) -> None:
        seen = self._work.clock()
        waiting = [message for message in messages if not set(message.categories) & MARKS]
        await asyncio.gather(
            *(self._try(one.id, self._places, one, stale=seen + FRESH) for one in waiting)
        )

    async def _try(
        self,
        message_id: str,
        places: asyncio.Semaphore,
        listed: ReceivedMessage | None = None,
        *,
        stale: datetime = LONG_AGO,
    ) -> None:
        """Deal with one mail; whatever goes wrong with it stays with it."""
        async with places:
            known = (self._judged, self._in_hand, self._parked)
            if any(message_id in ids for ids in known):
                return  # not twice, nor where a poll and a listing come upon it at the same time
            self._in_hand.add(message_id)
            try:
                believed = listed if self._work.clock() < stale else None
                seen = stale - FRESH if believed else self._work.clock()
                message = believed or await self._still_there(message_id)
                if message and await self._in_turn(message, seen=seen):
                    self._judged.add(message_id)
            except Exception as error:  # noqa: BLE001 - the boundary that keeps mails apart
                await self._failed_again(message_id, listed, error)
            else:
                self._failed.pop(message_id, None)
            finally:
                self._in_hand.discard(message_id)

    async def _still_there(self, message_id: str) -> ReceivedMessage | None:
        """Give the mail as it is now; None once a person, or another instance, took it away."""
        mailbox = self._work.m365.mailbox
        if not self._inbox:
            self._inbox = (await mailbox.known_folder(INBOX)).id
        try:
            message = await mailbox.message(message_id)
        except NotFound:
            return None
        here = message.parent_folder_id == self._inbox and not set(message.categories) & MARKS
        return message if here else None

    async def _failed_again(
        self, message_id: str, listed: ReceivedMessage | None, error: Exception
    ) -> None:
        its_fault = not isinstance(error, Throttled)  # else a long pause would park what is well
        tries = self._failed.pop(message_id, 0) + its_fault
        self._failed[message_id] = tries  # at the end of the line
        name = _name(message_id)
        log.warning("mail %s failed (%d): %s", name, tries, _told(error))
        if tries < TRIES or not its_fault:
            return
        received = listed.received if listed else self._work.clock()
        try:
            await self._perform(gave_up(message_id, received, TRIES))
        except Exception as worse:  # noqa: BLE001 - nothing more can be done for this mail now
            log.warning("mail %s cannot be kept for a person yet: %s", name, _told(worse))
        else:
            self._failed.pop(message_id)
            self._parked.add(message_id)

    async def _in_turn(self, message: ReceivedMessage, *, seen: datetime) -> bool:
        """Deal with answers to what we asked one by one: several may change the same row."""
        is_answer = asked_about(self._work, message.subject)
        async with self._answering if is_answer else nullcontext():
            return await self._deal_with(message, seen=seen)

    async def _deal_with(self, message: ReceivedMessage, *, seen: datetime) -> bool:
        """Do what a mail asks for; tells whether it could be judged. It was `seen` in the Inbox."""
        name = _name(message.id)
        try:
            effects = await self.effects(message)
        except NotFound:
            if await self._still_there(message.id):
                raise  # it is listed and cannot be had: a person must see that
            log.info("mail %s was moved or deleted before it was read; left so", name)
            return False
        if not effects:
            self._leave(message.id)
            return True
        *deeds, away = effects  # the mail leaves the Inbox last
        await self._perform(deeds)
        if self._work.clock() < seen + FRESH or await self._still_there(message.id):
            await self._perform([away])
        else:
            log.info("mail %s was moved or deleted while it was dealt with; left so", name)
        log.debug("mail %s: %d effects", name, len(effects))
        return True

    def _leave(self, message_id: str) -> None:
        if not self._dry:
            self._untouched.add(message_id)

    async def effects(self, message: ReceivedMessage) -> list[Effect]:
        """Observe one mail and decide what it asks for; nothing for mail that is not for us."""
        partnership = await self._known()
        writing = correspondents(partnership)
        listed, answers = graph_mail(message), asked_about(self._work, message.subject)
        if not (answers or worth_fetching(listed, writing, self._work.vocabulary)):
            return []
        mime = await self._work.m365.mailbox.mime(message.id)
        mail = parse(mime)
        sorted_ = await self._sort(mail, writing)
        arrival = Arrival(message.id, message.received, mail, mime)
        answer = await effects_of_answer(self._work, arrival, sorted_)
        return effects_of(arrival, sorted_, partnership) if answer is None else answer

    async def _sort(self, mail: Mail, writing: Correspondents) -> Sorted:
        brought = unwrap(mail)
        reader = self._work.reader
        read = [(document, await reader.read(document.data)) for document in brought.documents]
        contents = Contents(
            documents=tuple(read),
            unopened=brought.unopened,
            mails=brought.mails,
            body=await self._read_text(mail),
        )
        return sort(mail, contents, writing, self._work.vocabulary)

    async def _read_text(self, mail: Mail) -> Reading | None:
        """Read the mail's own text, into which somebody may have pasted a form.

        HTML is read under the same limits as a document: it comes from outside.
        """
        if mail.html:
            return await self._work.reader.read(f"<html>{mail.html}".encode())
        return read_text(mail.text[:LONGEST_FORM], labels=self._work.labels) if mail.text else None


def _name(message_id: str) -> str:
    """Name a mail in a log, shorter than Graph does."""
    return digest(message_id)[:NAMED]


def _told(error: Exception) -> str:
    """Tell an error in a log: our own are fit to be read, of others only the kind is told."""
    ours = type(error).__module__.startswith("bot.")
    return str(error) if ours else f"unexpected {type(error).__name__}"
