"""Takes mails out of the Inbox when all that they caused is done, and marks them."""

import asyncio
import logging

from bot.m365 import Mailbox, NotFound
from bot.partnership import Partnership
from bot.process.effects import TakeAway

log = logging.getLogger(__name__)
REGISTERED, ASKED = "CSCP: registered", "CSCP: needs a person"
MARKS = frozenset({REGISTERED, ASKED})


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


class PuttingAway:
    """Puts mails into the partnership's folders, and remembers where those are."""

    def __init__(self, mailbox: Mailbox, partnership: Partnership) -> None:
        self._mailbox = mailbox
        self._partnership = partnership
        self._folders = Folders(mailbox)

    async def take_away(self, effect: TakeAway) -> None:
        """Move first, then mark: a marked mail in the Inbox is one that a person put back."""
        name, mark = self._destination(effect)
        try:
            moved = await self._move(effect.message_id, name)
            await self._mailbox.mark(moved, categories=(mark,))
        except NotFound:
            log.info("a mail was deleted by somebody else meanwhile; it is left so")

    async def _move(self, message_id: str, name: str) -> str:
        """Move a mail; NotFound may mean the folder as well, so once more with a new one."""
        try:
            return await self._mailbox.move(message_id, await self._folders.get(name))
        except NotFound:
            self._folders.forget(name)
            return await self._mailbox.move(message_id, await self._folders.get(name))

    def _destination(self, effect: TakeAway) -> tuple[str, str]:
        if effect.for_a_person:
            return self._partnership.attention_folder, ASKED
        return self._partnership.registered_folder, REGISTERED
