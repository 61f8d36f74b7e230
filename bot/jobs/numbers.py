"""Numbers of references: proposed here, allowed or refused by the register's unique column."""

import heapq
from dataclasses import dataclass, field


@dataclass(slots=True)
class Numbers:
    """Hands out the next number of one register's year; what came back unused goes out first."""

    highest: int
    _returned: list[int] = field(default_factory=list)

    def take(self) -> int:
        """Propose a number that this process has not proposed yet."""
        if self._returned:
            return heapq.heappop(self._returned)
        self.highest += 1
        return self.highest

    def give_back(self, number: int) -> None:
        """Take back a number that no entry bears."""
        heapq.heappush(self._returned, number)


def reference(prefix: str, year: int, number: int) -> str:
    """Write a reference: COC-2026-014."""
    return f"{prefix}-{year}-{number:03d}"


def number_of(written: str) -> int:
    """Read the number of a reference; 0 where it is none."""
    tail = written.rpartition("-")[2]
    return int(tail) if tail.isdecimal() else 0
