"""Time as the adapter has it, and moments that bind the process after one that was killed."""

from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol


class Memory(Protocol):
    """Keeps a short opaque text under a name, whole or not at all; None where there is none."""

    def load(self, name: str) -> str | None: ...

    def save(self, name: str, text: str) -> None: ...


@dataclass(frozen=True, slots=True)
class Lasting:
    """A memory, and the wall clock: a monotonic one starts anew with the machine."""

    memory: Memory
    clock: Callable[[], datetime]


@dataclass(frozen=True, slots=True)
class Timer:
    """Monotonic seconds and an asynchronous sleep; passed in so that no test waits.

    Without something `lasting` a pause that was asked for is forgotten when the process ends.
    """

    monotonic: Callable[[], float]
    sleep: Callable[[float], Awaitable[None]]
    lasting: Lasting | None = None


class Moments:
    """Moments of a timer's monotonic time, kept as wall-clock time under one name.

    What is damaged counts as not there.
    """

    def __init__(self, name: str, timer: Timer) -> None:
        self._name = name
        self._monotonic = timer.monotonic
        self._lasting = timer.lasting

    def load(self) -> list[float]:
        """Give the moments that were kept, by a process before this one or by this one."""
        if self._lasting is None:
            return []
        try:
            kept = [float(word) for word in (self._lasting.memory.load(self._name) or "").split()]
        except ValueError:
            return []
        return [moment + self._monotonic() - self._now(self._lasting) for moment in kept]

    def save(self, moments: Iterable[float]) -> None:
        """Keep these moments instead of those kept before."""
        if self._lasting is not None:
            ahead = self._now(self._lasting) - self._monotonic()
            text = " ".join(f"{moment + ahead:.3f}" for moment in moments)
            self._lasting.memory.save(self._name, text)

    @staticmethod
    def _now(lasting: Lasting) -> float:
        return lasting.clock().timestamp()
