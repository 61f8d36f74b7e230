"""How fast the service may go: requests in flight, and so many requests and mails at a time."""

import asyncio
from collections import deque
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import httpx

from bot.m365.errors import Throttled
from bot.m365.timer import Moments, Timer

MAILBOX_REQUESTS_IN_FLIGHT = 4  # Exchange's own limit per application and mailbox
SITE_REQUESTS_IN_FLIGHT = 8
SENDS_A_MINUTE = 30  # Exchange's own limit per mailbox
# Four fifths of SharePoint's resource units, two a request: from there on it begins to warn.
SITE_REQUESTS_A_MINUTE = 500
MAILBOX_REQUESTS_IN_TEN_MINUTES = 9_000  # Exchange's own limit is 10,000
_MINUTE = 60.0
_BLOCKS = 50
_STILL_COUNTED = 2 * _MINUTE  # a send may take a minute before it counts, for another minute
_LONGEST_BELIEVED = 3600.0  # neither a clock put back nor a slip in a header stops it for good
_UNITS_A_REQUEST = 2  # what most SharePoint requests cost of its budget


class Allowance:
    """At most so many requests within any `within` seconds, those of a process before this one too.

    They are counted in blocks, and a block is as young as the last request of it. `kept` is when
    each block was begun, which is when the one before it had ended: the last that a killed process
    began counts as spent just now.
    """

    def __init__(self, requests: int, *, within: float, timer: Timer, kept: Moments) -> None:
        self._block = requests // _BLOCKS
        self._within = within
        self._timer = timer
        self._kept = kept
        now = timer.monotonic()
        begun = [min(moment, now) for moment in kept.load()]
        self._begun = deque(begun, maxlen=_BLOCKS)
        self._ended = deque([*begun[1:], now] if begun else [], maxlen=_BLOCKS)
        self._left = 0

    def free_at(self) -> float:
        """The moment from which one more request fits in."""
        if self._left or len(self._ended) < _BLOCKS:
            return 0.0
        return self._ended[0] + self._within

    def spend(self) -> None:
        """Count a request that starts now."""
        now = self._timer.monotonic()
        if not self._left:
            self._left = self._block
            self._ended.append(now)
            self._begun.append(now)
            self._kept.save(self._begun)
        self._ended[-1] = now
        self._left -= 1


class Lane:
    """The way to one throttled resource (a mailbox, or SharePoint), shared by all its callers.

    `kept`: a pause that a process before this one was asked for is waited for as well.
    """

    def __init__(
        self,
        *,
        in_flight: int,
        allowance: Allowance,
        timer: Timer,
        longest_wait: float,
        kept: Moments,
    ) -> None:
        self._in_flight = in_flight
        self._slots = asyncio.Semaphore(in_flight)
        self._allowance = allowance
        self._timer = timer
        self._longest_wait = longest_wait
        self._kept = kept
        believed = timer.monotonic() + _LONGEST_BELIEVED
        self._open_at = min(max(kept.load(), default=0.0), believed)
        self._spacing = 0.0

    @asynccontextmanager
    async def turn(self, doing: str) -> AsyncIterator[None]:
        """Wait for a free place and for any pause to end; a pause that is too long is raised."""
        async with self._slots:
            while (wait := self._wait()) > 0:
                if wait > self._longest_wait:
                    raise Throttled(doing, code="pausing", retry_after=wait)
                await self._timer.sleep(wait)
            self._allowance.spend()
            self._open_at = self._timer.monotonic() + self._spacing
            yield

    def hold(self, seconds: float) -> None:
        """Let no request start for so long; called when the resource asked for a pause.

        Of a pause that is longer, an hour is believed; then the resource is asked again.
        """
        believed = min(seconds, _LONGEST_BELIEVED)
        self._open_at = max(self._open_at, self._timer.monotonic() + believed)
        self._kept.save([self._open_at])

    def watch_budget(self, response: httpx.Response) -> None:
        """Spread what is left of SharePoint's budget over the rest of its minute.

        It sends `RateLimit-*` only once 80 % is spent, by whoever else uses the application;
        without them nothing is held back, but a refusal without them takes nothing back. What is
        in flight is spent, though not yet counted.
        """
        remaining = _number(response.headers.get("ratelimit-remaining"))
        reset = _number(response.headers.get("ratelimit-reset"))
        if remaining is not None and reset is not None:
            left = remaining - _UNITS_A_REQUEST * self._in_flight
            self._spacing = min(reset, reset * _UNITS_A_REQUEST / max(left, 1.0))
        elif response.is_success:
            self._spacing = 0.0

    def _wait(self) -> float:
        return max(self._open_at, self._allowance.free_at()) - self._timer.monotonic()


def lane_to_mailbox(timer: Timer, *, longest_wait: float) -> Lane:
    """The way to Exchange, as wide as it allows one application for one mailbox."""
    kept = Moments("mailbox-requests", timer)
    return Lane(
        in_flight=MAILBOX_REQUESTS_IN_FLIGHT,
        allowance=Allowance(MAILBOX_REQUESTS_IN_TEN_MINUTES, within=600, timer=timer, kept=kept),
        timer=timer,
        longest_wait=longest_wait,
        kept=Moments("mailbox-pause", timer),
    )


def lane_to_site(timer: Timer, *, longest_wait: float) -> Lane:
    """The way to SharePoint, within its smallest budget for one application."""
    kept = Moments("site-requests", timer)
    return Lane(
        in_flight=SITE_REQUESTS_IN_FLIGHT,
        allowance=Allowance(SITE_REQUESTS_A_MINUTE, within=_MINUTE, timer=timer, kept=kept),
        timer=timer,
        longest_wait=longest_wait,
        kept=Moments("site-pause", timer),
    )


class SendPace:
    """At most so many sends in any sixty seconds; who comes first goes first.

    A send counts from its end: only then has Exchange surely counted it, however long it took. One
    that is under way counts as well, and lets others go beside it. Of what a process before this
    one sent only the start is `kept`: it counts as sent just now.
    """

    def __init__(self, *, timer: Timer, kept: Moments, a_minute: int = SENDS_A_MINUTE) -> None:
        self._timer = timer
        self._a_minute = a_minute
        self._kept = kept
        self._started = deque(kept.load(), maxlen=a_minute)
        now = timer.monotonic()
        recent = [now for start in self._started if start > now - _STILL_COUNTED]
        self._sent = deque(recent, maxlen=a_minute)
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
                self._started.append(self._timer.monotonic())
                self._kept.save(self._started)
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
