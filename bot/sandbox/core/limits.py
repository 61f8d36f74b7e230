"""Microsoft's real throttling limits, counted per app and mailbox by the sandbox's clock."""

from collections import defaultdict, deque
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.sandbox.core.clock import Clock
from bot.sandbox.core.errors import GraphError
from bot.sandbox.core.journal import Journal


@dataclass(slots=True)
class Allowance:
    """The published limits; `enforced` off counts nothing and refuses nothing."""

    enforced: bool = True
    concurrent: int = 4
    sends_per_minute: int = 30
    requests_per_ten_minutes: int = 10_000
    retry_after_seconds: int = 10


class Limits:
    """A mailbox is named by its address, a site by its id."""

    def __init__(self, clock: Clock, journal: Journal) -> None:
        self._clock = clock
        self._journal = journal
        self.allowance = Allowance()
        self._in_flight: dict[str, int] = defaultdict(int)
        self._windows: dict[str, deque[datetime]] = defaultdict(deque)
        self._not_before: dict[str, datetime] = {}

    @contextmanager
    def one_request(self, scope: str, request: str) -> Iterator[None]:
        """Raises GraphError 429 while too many are in flight or too many came lately."""
        self._in_flight[scope] += 1
        try:
            self._check_patience(request)
            if self.allowance.enforced and scope.startswith("mailbox:"):
                self._check_concurrency(scope)
                most = self.allowance.requests_per_ten_minutes
                self._spend(scope, "requests", most=most, within=timedelta(minutes=10))
            yield
        finally:
            self._in_flight[scope] -= 1

    def one_send(self, mailbox: str) -> None:
        """Raises GraphError 429 past thirty messages a minute."""
        if self.allowance.enforced:
            most = self.allowance.sends_per_minute
            self._spend(f"mailbox:{mailbox}", "sends", most=most, within=timedelta(minutes=1))

    def must_wait(self, request: str, seconds: float) -> None:
        """The client was told not to repeat that request (method and path) for so long."""
        self._not_before[request] = self._clock.now() + timedelta(seconds=seconds)

    def _check_patience(self, request: str) -> None:
        until = self._not_before.pop(request, None)
        if until is not None and self._clock.now() < until:
            self._journal.violation("came back before Retry-After", request)

    def _check_concurrency(self, scope: str) -> None:
        if self._in_flight[scope] > self.allowance.concurrent:
            self._journal.violation("too many requests in flight", scope)
            raise self._throttled("Application is over its MailboxConcurrency limit.")

    def _spend(self, scope: str, what: str, *, most: int, within: timedelta) -> None:
        window, now = self._windows[f"{scope} {what}"], self._clock.now()
        while window and window[0] <= now - within:
            window.popleft()
        window.append(now)
        if len(window) > most:
            self._journal.violation(f"too many {what}", scope)
            raise self._throttled("Application is over its request limit.")

    def _throttled(self, message: str) -> GraphError:
        wait = {"Retry-After": str(self.allowance.retry_after_seconds)}
        return GraphError(429, "ApplicationThrottled", message, headers=wait)
