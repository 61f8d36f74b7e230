"""The watch: silence is a fault. What is wrong is told once on a second path, and its end as well.

It looks for a mailbox that cannot be read, for lists and columns that somebody removed, for what
has been half-way or gone wrong for over an hour, and weeks ahead for what will run out: the table
of bank holidays and the way of signing in.
"""

import logging
from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

import httpx

from bot.jobs.cursors import Cursors
from bot.jobs.provision import UnableToKeepLists, missing, told_missing
from bot.jobs.workplace import Workplace
from bot.m365 import UnableToUseMicrosoft365
from bot.process.meeting import CALLING, Meeting
from bot.process.notice import TO_SEND, Notice

log = logging.getLogger(__name__)
HALF_WAY = timedelta(hours=1)
LISTS_LOOKED_AT = timedelta(hours=1)
AHEAD = timedelta(weeks=6)
TOLD_SINGLY = 5
READ, SILENT = "the mailbox is read", "silent"
MANY = "half-way"
Tell = Callable[[str], Awaitable[None]]


class UnableToTell(Exception):
    """The second path is closed as well; it is tried again at the next look."""


class Webhook:
    """Tells by posting to an address of the council's own, such as a Teams channel's webhook."""

    def __init__(self, url: str, *, transport: httpx.AsyncBaseTransport | None = None) -> None:
        self._url = url
        self._transport = transport

    async def tell(self, text: str) -> None:
        """Post one line. Raises UnableToTell."""
        try:
            async with httpx.AsyncClient(transport=self._transport, timeout=10) as client:
                (await client.post(self._url, json={"text": text})).raise_for_status()
        except httpx.HTTPError as error:
            raise UnableToTell(f"the alert could not be posted: {type(error).__name__}") from None


async def by_log_only(text: str) -> None:
    """Tell nobody beside the log, where no second path is configured."""
    del text


@dataclass(frozen=True, slots=True)
class Seen:
    """What the watch is shown of the other jobs: when the Inbox was last read, and what fails.

    `unfinished` are the mails that failed and are to be tried again; `failing` are the other jobs
    that go wrong, since when and why.
    """

    inbox_read: datetime | None
    trouble: str
    unfinished: Iterable[str]
    failing: Mapping[str, tuple[datetime, str]]


class Watch:
    """Looks again and again; remembers what it told. `patience`: how long the Inbox may be deaf."""

    def __init__(  # noqa: PLR0913 - named tools, handed over once at the entry point
        self,
        workplace: Workplace,
        pulse: Callable[[], Seen],
        *,
        patience: timedelta,
        cursors: Cursors,
        tell: Tell = by_log_only,
        signing_in_ends: date | None = None,
    ) -> None:
        self._work = workplace
        self._pulse = pulse
        self._patience = patience
        self._tell = tell
        self._signing_in_ends = signing_in_ends
        self._started = workplace.clock()
        self._seen: dict[str, datetime] = {}
        self._overdue: set[str] = set()
        self._late: Mapping[str, str] = {}
        self._deaf_since: datetime | None = None
        self._lists_seen = self._started
        self._lists_wrong: dict[str, str] = {}
        self._cursors = cursors
        silent = cursors.load(SILENT)  # told by a process before this one
        self._wrong: dict[str, str] = {READ: silent} if silent else {}
        self._news: dict[str, str] = {}

    async def look(self) -> None:
        """Log at once what is newly wrong or well again, and tell it.

        Raises UnableToTell; what could not be told is told at a later look.
        """
        wrong = {
            **self._silence(),
            **self._running_out(),
            **self._unwritten(),
            **self._failing(),
            **await self._registers(),
        }
        for what, text in wrong.items():
            if what not in self._wrong:
                self._note(what, text)
        for what in self._wrong.keys() - wrong.keys():
            self._note(what, f"recovered: {what}")
        self._wrong = {what: self._wrong.get(what, text) for what, text in wrong.items()}
        await self._tell_the_news()

    def _note(self, what: str, text: str) -> None:
        log.error("%s", text)
        self._news[what] = text

    async def _tell_the_news(self) -> None:
        """Tell what is to be told; that the mailbox is silent outlasts this process."""
        for what, text in tuple(self._news.items()):
            await self._tell(f"CSCP register: {text}")
            del self._news[what]
            if what == READ:
                self._cursors.save(SILENT, self._wrong.get(READ, ""))

    def _silence(self) -> Mapping[str, str]:
        pulse, now = self._pulse(), self._work.clock()
        since = pulse.inbox_read or self._started
        if pulse.inbox_read is None and READ in self._wrong:
            return {READ: self._wrong[READ]}
        if abs(now - since) <= self._patience:  # a time to come is no news either
            return {}
        told = f"the mailbox has not been read since {since:%d %B %H:%M} UTC. {pulse.trouble}"
        return {READ: told.strip()}

    def _running_out(self) -> Mapping[str, str]:
        soon = self._work.clock().date() + AHEAD
        wrong: dict[str, str] = {}
        known_until = self._work.partnership.hours.bank_holidays_until
        if known_until and known_until <= soon:
            wrong["bank holidays"] = (
                f"bank holidays are known until {known_until:%d %B %Y}: compare with"
                " www.gov.uk/bank-holidays, then change hours.bank_holidays_until"
            )
        ends = self._signing_in_ends
        if ends and ends <= soon:
            wrong["signing in"] = (
                f"the secret or certificate for signing in ends on {ends:%d %B %Y}"
            )
        return wrong

    def _failing(self) -> Mapping[str, str]:
        now = self._work.clock()
        return {
            f"the job '{job}' goes well": (
                f"the job '{job}' has gone wrong since {since:%d %B %H:%M} UTC: {trouble}"
            )
            for job, (since, trouble) in self._pulse().failing.items()
            if now - since > HALF_WAY
        }

    def _unwritten(self) -> Mapping[str, str]:
        """Tell of a state folder that is full or read-only: a restart would cost a full reading."""
        if not self._cursors.trouble:
            return {}
        told = (
            f"the state folder cannot be written ({self._cursors.trouble}): see that there is"
            " room and that the service may write there"
        )
        return {"the state folder is written": told}

    async def _registers(self) -> Mapping[str, str]:
        """Look into the lists; where they cannot be read, what was found last still stands."""
        try:
            self._late = await self._half_way()
            lists, self._deaf_since = await self._missing(), None
        except UnableToUseMicrosoft365 as error:
            now = self._work.clock()
            self._deaf_since = self._deaf_since or now
            deaf = now - self._deaf_since > self._patience
            told = {"the registers are read": f"the registers cannot be read: {error}"}
            return {**self._lists_wrong, **self._late, **(told if deaf else {})}
        return {**lists, **self._late}

    async def _missing(self) -> Mapping[str, str]:
        """Look once an hour, for it takes a request for each list."""
        now = self._work.clock()
        if now - self._lists_seen >= LISTS_LOOKED_AT:
            wrong = await self._wrong_with_lists()
            self._lists_seen = now
            self._lists_wrong = {"the lists are as declared": wrong} if wrong else {}
        return self._lists_wrong

    async def _wrong_with_lists(self) -> str:
        try:
            absent = await missing(self._work.m365.site, self._work.register.names)
        except UnableToKeepLists as error:
            return str(error)
        return told_missing(absent) if absent else ""

    async def _half_way(self) -> Mapping[str, str]:
        found = await self._unfinished()
        now = self._work.clock()
        self._seen = {name: self._seen.get(name, now) for name in found}
        self._overdue = {name for name, since in self._seen.items() if now - since > HALF_WAY}
        return self._told_as(sorted(self._overdue))

    def _told_as(self, late: Sequence[str]) -> Mapping[str, str]:
        """Tell a few things singly and many as one; what was told in one way stays told so."""
        singly = {name: f"half-way for over an hour: {name}" for name in late}
        others = [name for name in late if name not in self._wrong]
        if not others or not (MANY in self._wrong or len(late) > TOLD_SINGLY):
            return singly
        told = f"{len(others)} things are half-way for over an hour: {others[0]} …"
        return {MANY: told} | {n: t for n, t in singly.items() if n in self._wrong}

    async def _unfinished(self) -> list[str]:
        register = self._work.register
        by_day = self._work.hours.are_now(self._work.clock())
        queued = await register.rows(Notice, register.where(Notice, "state", TO_SEND))
        calling = await register.rows(Meeting, register.where(Meeting, "state", (CALLING,)))
        notices = {_named(kept.row): kept.row for kept in queued}
        return [
            *(
                name
                for name, notice in notices.items()
                if by_day or not notice.keeps_hours or name in self._overdue
            ),
            *(f"the call of the meeting with key {kept.row.key[:12]}" for kept in calling),
            *(f"mail {name}" for name in self._pulse().unfinished),
        ]


def _named(notice: Notice) -> str:
    return f"notice {notice.key[:12]} about {notice.about}"
