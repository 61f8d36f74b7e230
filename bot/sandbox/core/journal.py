"""What was asked and what was done wrong: the request log and the violations."""

from collections import Counter
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from bot.sandbox.core.clock import Clock, iso


@dataclass(frozen=True, slots=True)
class Entry:
    """One request; never its body."""

    number: int
    at: datetime
    method: str
    template: str
    path: str
    query: str
    status: int
    client_id: str
    client_request_id: str

    def as_json(self) -> dict[str, Any]:
        return {**asdict(self), "at": iso(self.at)}


@dataclass(frozen=True, slots=True)
class Violation:
    """A thing that Microsoft 365 would punish, sooner or later, in a client that does it."""

    kind: str
    detail: str
    at: datetime

    def as_json(self) -> dict[str, Any]:
        return {"kind": self.kind, "detail": self.detail, "at": iso(self.at)}


class Journal:
    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self.entries: list[Entry] = []
        self.violations: list[Violation] = []

    def enter(self, **what: Any) -> None:
        self.entries.append(Entry(number=len(self.entries) + 1, at=self._clock.now(), **what))

    def violation(self, kind: str, detail: str) -> None:
        self.violations.append(Violation(kind, detail, self._clock.now()))

    def counts(self) -> dict[str, int]:
        """Requests by method and template, the most frequent first."""
        counted = Counter(f"{entry.method} {entry.template}" for entry in self.entries)
        return dict(counted.most_common())

    def forget_requests(self) -> None:
        self.entries.clear()
