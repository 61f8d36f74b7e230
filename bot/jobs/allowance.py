"""How many acknowledgements may go out by themselves in a day, to one address and in all.

A sender whose mails never end, or another machine that answers ours, is met by a person instead:
their forms and returns are registered all the same, and what is over the allowance is held.
"""

import asyncio
from collections.abc import Callable
from datetime import UTC, datetime, time

from bot.jobs.register import Register
from bot.m365 import quoted
from bot.process.days import LONDON, london_day
from bot.process.notice import HELD, TOO_MANY, Notice, NoticeKind

TO_ONE_ADDRESS = 20
IN_ALL = 200


class Allowance:
    """Counts what the Notices list shows of today, read once a day, and what was granted since."""

    def __init__(self, register: Register, clock: Callable[[], datetime]) -> None:
        self._register = register
        self._clock = clock
        self._granted: dict[str, str] = {}
        self._since = datetime.min.replace(tzinfo=UTC)
        self._lock = asyncio.Lock()

    async def within_reason(self, notice: Notice) -> Notice:
        """Hold an acknowledgement that goes beyond what a day allows."""
        if notice.state == HELD or await self.grants(notice):
            return notice
        return notice.model_copy(update={"state": HELD, "why": TOO_MANY})

    async def grants(self, notice: Notice) -> bool:
        """Tell whether a notice may go out by itself; asked again, it gives the same answer."""
        async with self._lock:
            await self._start_the_day()
            if notice.key in self._granted:
                return True
            recipient = notice.recipient.casefold()
            to_them = sum(each.casefold() == recipient for each in self._granted.values())
            if to_them >= TO_ONE_ADDRESS or len(self._granted) >= IN_ALL:
                return False
            self._granted[notice.key] = notice.recipient
            return True

    async def _start_the_day(self) -> None:
        today = london_day(self._clock())
        midnight = datetime.combine(today, time(), LONDON)
        if midnight == self._since:
            return
        stamp = midnight.astimezone(UTC).isoformat().replace("+00:00", "Z")
        rows = await self._register.rows(Notice, f"fields/QueuedOn ge {quoted(stamp)}")
        self._granted = {
            kept.row.key: kept.row.recipient
            for kept in rows
            if kept.row.kind is NoticeKind.ACKNOWLEDGEMENT and kept.row.state != HELD
        }
        self._since = midnight
