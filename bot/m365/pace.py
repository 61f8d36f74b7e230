"""How fast the service may go: requests in flight and pauses per resource, mails a minute."""

import asyncio
from collections import deque
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass

import httpx

from bot.m365.errors import Throttled

MAILBOX_REQUESTS_IN_FLIGHT = 4  # Exchange's own limit per application and mailbox
SITE_REQUESTS_IN_FLIGHT = 8
SENDS_A_MINUTE = 30  # Exchange's own limit per mailbox
_MINUTE = 60.0
_UNITS_A_REQUEST = 2  # what most SharePoint requests cost of its budget


@dataclass(frozen=True, slots=True)
class Timer:
    """Monotonic seconds and an asynchronous sleep; passed in so that no test waits."""

    monotonic: Callable[[], float]
    sleep: Callable[[float], Awaitable[None]]


class Lane:
    """The way to one throttled resource (a mailbox, or SharePoint), shared by all its callers."""

    def __init__(self, *, in_flight: int, timer: Timer, longest_wait: float) -> None:
        self._slots = asyncio.Semaphore(in_flight)
        self._timer = timer
        self._longest_wait = longest_wait
        self._open_at = 0.0
        self._spacing = 0.0

    @asynccontextmanager
    async def turn(self, doing: str) -> AsyncIterator[None]:
        """Wait for a free place and for any pause to end; a pause that is too long is raised."""
        async with self._slots:
            while (wait := self._open_at - self._timer.monotonic()) > 0:
                if wait > self._longest_wait:
                    raise Throttled(doing, code="pausing", retry_after=wait)
                await self._timer.sleep(wait)
            self._open_at = self._timer.monotonic() + self._spacing
            yield

    def hold(self, seconds: float) -> None:
        """Let no request start for so long; called when the resource asked for a pause."""
        self._open_at = max(self._open_at, self._timer.monotonic() + seconds)

    def watch_budget(self, headers: httpx.Headers) -> None:
        """Spread what is left of SharePoint's budget over the rest of its minute.

        It sends `RateLimit-*` only once 80 % is spent; without them nothing is held back.
        """
        remaining = _number(headers.get("ratelimit-remaining"))
        reset = _number(headers.get("ratelimit-reset"))
        if remaining is None or reset is None:
            self._spacing = 0.0
        else:
            self._spacing = min(reset, reset * _UNITS_A_REQUEST / max(remaining, 1.0))


class SendPace:
    """At most so many sends in any sixty seconds; who comes first goes first.

    A send counts from its end: only then has Exchange surely counted it, however long it took. One
    that is under way counts as well, and lets others go beside it.
    """

    def __init__(self, *, timer: Timer, a_minute: int = SENDS_A_MINUTE) -> None:
        self._timer = timer
        self._a_minute = a_minute
        self._sent: deque[float] = deque(maxlen=a_minute)
        self._places = asyncio.Semaphore(a_minute)
        self._under_way = 0
        self._turn = asyncio.Lock()

    @asynccontextmanager
    async def turn(self) -> AsyncIterator[None]:
        """Wait for the turn to send, and send within the block."""
        async with self._places:
            async with self._turn:
                while (wait := self._wait()) > 0:
                    await self._timer.sleep(wait)
                self._under_way += 1
            try:
                yield
            finally:
                self._under_way -= 1
                self._sent.append(self._timer.monotonic())

    def _wait(self) -> float:
        """How long until one more send fits in, those under way being as good as sent."""
        before = self._a_minute - self._under_way
        if len(self._sent) < before:
            return 0.0
        return self._sent[-before] + _MINUTE - self._timer.monotonic()


def _number(text: str | None) -> float | None:
    try:
        return float(text) if text else None
    except ValueError:
        return None
