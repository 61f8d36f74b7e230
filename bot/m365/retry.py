"""The one policy for trying again: what may be repeated, after how long, and when to give up."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import TypeVar

from bot.m365.errors import Ambiguous, Throttled, Transient, UnableToUseMicrosoft365
from bot.m365.timer import Timer

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Patience:
    """How long one call may take in all, in seconds. A longer pause is for the caller to plan.

    `before_look` gives what a gateway gave up on the time to finish behind it.
    """

    tries: int = 5
    first_wait: float = 1.0
    before_look: float = 5.0
    longest_wait: float = 60.0
    budget: float = 180.0


class Retry:
    """Carries a request through throttling and short outages without ever doing a thing twice."""

    def __init__(self, *, timer: Timer, patience: Patience) -> None:
        self._timer = timer
        self._patience = patience

    async def freely(self, attempt: Callable[[], Awaitable[T]]) -> T:
        """Repeat what changes nothing when done twice: reads, and writes of fixed values.

        Never raises `Ambiguous`: whoever tries again later does no harm.
        """
        try:
            return await self._persist(attempt, None)
        except Ambiguous as doubt:
            raise Transient(
                doubt.doing, status=doubt.status, code=doubt.code, request_id=doubt.request_id
            ) from doubt

    async def looking(
        self, attempt: Callable[[], Awaitable[T]], look: Callable[[], Awaitable[T | None]]
    ) -> T:
        """Repeat what must happen once: after an ambiguous answer, only if `look` finds nothing.

        Raises `Ambiguous` whenever one try stayed in doubt, even if a later one surely did nothing.
        """
        return await self._persist(attempt, look)

    async def _persist(
        self, attempt: Callable[[], Awaitable[T]], look: Callable[[], Awaitable[T | None]] | None
    ) -> T:
        started, tried = self._timer.monotonic(), 0
        doubt: Ambiguous | None = None
        while True:
            tried += 1
            try:
                return await attempt()
            except Ambiguous as error:
                trouble: UnableToUseMicrosoft365 = error
                doubt = error
            except (Throttled, Transient) as error:
                trouble = error
            doubtful = look if trouble is doubt else None
            at_least = self._patience.before_look if doubtful else 0.0
            wait = self._wait(trouble, tried, at_least=at_least)
            if not self._worth_it(wait, tried, started):
                raise doubt or trouble
            await self._timer.sleep(wait)
            if doubtful and (found := await _look(doubtful, trouble)) is not None:
                return found

    def _worth_it(self, wait: float, tried: int, started: float) -> bool:
        spent = self._timer.monotonic() - started
        within = wait <= self._patience.longest_wait and spent + wait <= self._patience.budget
        return within and tried < self._patience.tries

    def _wait(self, trouble: UnableToUseMicrosoft365, tried: int, *, at_least: float) -> float:
        """What was asked for; without a word (or with a zero), twice as long each time."""
        doubling = self._patience.first_wait * 2.0 ** (tried - 1)
        wait = trouble.retry_after or min(doubling, self._patience.longest_wait)
        return max(wait, at_least)


async def _look(
    look: Callable[[], Awaitable[T | None]], doubt: UnableToUseMicrosoft365
) -> T | None:
    try:
        return await look()
    except UnableToUseMicrosoft365 as unable:
        raise doubt from unable
