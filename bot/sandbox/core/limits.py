"""Microsoft's real throttling limits, counted by the sandbox's clock."""

from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.sandbox.core.clock import Clock
from bot.sandbox.core.errors import GraphError
from bot.sandbox.core.journal import Journal
from bot.sandbox.core.windows import Window

_MINUTE = timedelta(minutes=1)
# SharePoint tells how much is left once this share of the budget is used.
_TELLING = 0.8


@dataclass(slots=True)
class Allowance:
    """The published limits; `enforced` off counts nothing and refuses nothing.

    Per app and mailbox: requests in flight and per ten minutes, bytes uploaded per five, mails
    sent per minute. Per app: SharePoint's resource units a minute (a tenant of up to 1,000).
    """

    enforced: bool = True
    concurrent: int = 4
    sends_per_minute: int = 30
    requests_per_ten_minutes: int = 10_000
    uploaded_bytes_per_five_minutes: int = 150_000_000
    resource_units_per_minute: int = 1250
    retry_after_seconds: int = 10


class Limits:
    def __init__(self, clock: Clock, journal: Journal) -> None:
        self._clock = clock
        self._journal = journal
        self.allowance = Allowance()
        self._in_flight: dict[str, int] = defaultdict(int)
        self._windows: dict[tuple[str, str], Window] = {}
        self._not_before: dict[str, datetime] = {}

    @contextmanager
    def in_flight(self, mailbox: str) -> Iterator[None]:
        """Raises GraphError 429 for the fifth at once."""
        self._in_flight[mailbox] += 1
        try:
            if self.allowance.enforced and self._in_flight[mailbox] > self.allowance.concurrent:
                self._journal.violation("too many requests in flight", mailbox)
                raise self._throttled("Application is over its MailboxConcurrency limit.")
            yield
        finally:
            self._in_flight[mailbox] -= 1

    def count_request(self, mailbox: str, uploaded: int) -> None:
        """Raises GraphError 429 past the requests or the upload of a mailbox."""
        allowance = self.allowance
        most = allowance.requests_per_ten_minutes
        self._spend(mailbox, "requests", 1, most=most, within=timedelta(minutes=10))
        if uploaded:
            most = allowance.uploaded_bytes_per_five_minutes
            self._spend(mailbox, "uploaded bytes", uploaded, most=most, within=5 * _MINUTE)

    def count_send(self, mailbox: str) -> None:
        """Raises GraphError 429 past thirty messages a minute."""
        most = self.allowance.sends_per_minute
        self._spend(mailbox.lower(), "sends", 1, most=most, within=_MINUTE)

    def count_units(self, client_id: str, units: int) -> dict[str, str]:
        """The RateLimit headers, if it is time for them. Raises GraphError 429 past the budget."""
        most = self.allowance.resource_units_per_minute
        used = self._spend(client_id, "resource units", units, most=most, within=_MINUTE)
        if used < most * _TELLING:
            return {}
        window, now = self._window(client_id, "resource units", _MINUTE), self._clock.now()
        return {
            "RateLimit-Limit": str(most),
            "RateLimit-Remaining": str(max(0, most - used)),
            "RateLimit-Reset": str(window.seconds_until_free(now)),
        }

    def must_wait(self, request: str, seconds: float) -> None:
        """The client was told not to repeat that request (method and path) for so long."""
        self._not_before[request] = self._clock.now() + timedelta(seconds=seconds)

    def check_patience(self, request: str) -> None:
        """Record a violation when the request is repeated too early."""
        until = self._not_before.pop(request, None)
        if until is not None and self._clock.now() < until:
            self._journal.violation("came back before Retry-After", request)

    def _spend(self, scope: str, what: str, amount: int, *, most: int, within: timedelta) -> int:
        if not self.allowance.enforced:
            return 0
        used = self._window(scope, what, within).spend(amount, self._clock.now())
        if used > most:
            self._journal.violation(f"too many {what}", scope)
            raise self._throttled(f"Application is over its limit of {what}.")
        return used

    def _window(self, scope: str, what: str, within: timedelta) -> Window:
        return self._windows.setdefault((scope, what), Window(within))

    def _throttled(self, message: str) -> GraphError:
        wait = {"Retry-After": str(self.allowance.retry_after_seconds)}
        return GraphError(429, "ApplicationThrottled", message, headers=wait)
