"""References of entries: proposed here, allowed or refused by the register's unique column."""

import heapq
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime

from bot.m365 import DuplicateValue, Library, Site, UnableToUseMicrosoft365
from bot.process.days import london_day
from bot.process.entry import Entry
from bot.process.names import Names


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


@dataclass(frozen=True, slots=True)
class Proposed:
    """A reference that an entry may take, and the folder that goes with it."""

    reference: str
    folder: str
    number: int
    numbers: Numbers

    def give_back(self) -> None:
        """Let the next entry have it: this one did not need it."""
        self.numbers.give_back(self.number)


class References:
    """Proposes the next reference of each kind of entry, in the year that `clock` gives."""

    def __init__(
        self, *, site: Site, library: Library, clock: Callable[[], datetime], names: Names
    ) -> None:
        self._site = site
        self._library = library
        self._clock = clock
        self._names = names
        self._numbers: dict[tuple[str, int], Numbers] = {}

    @asynccontextmanager
    async def proposed(self, kind: type[Entry]) -> AsyncIterator[Proposed]:
        """Propose the next reference, to be written inside the context.

        Refused with DuplicateValue it is taken, by another instance or a person; any other failure
        gives it back, for it would leave a gap.
        """
        year = london_day(self._clock()).year
        numbers = await self._numbers_of(kind, year)
        number = numbers.take()
        reference = f"{self._names.prefix_of(kind)}-{year}-{number:03d}"
        try:
            folder = f"{await self._library.web_url()}/{reference}"
            yield Proposed(reference, folder, number, numbers)
        except DuplicateValue:
            raise
        except UnableToUseMicrosoft365:
            numbers.give_back(number)
            raise

    def forget(self, kind: type[Entry]) -> None:
        """Have the numbers in use read anew: those known are not the highest any more."""
        for known in [key for key in self._numbers if key[0] == kind.KIND]:
            del self._numbers[known]

    def of_year(self, kind: type[Entry], year: int) -> str:
        """Give the filter that finds the entries whose references are of one year."""
        return f"startswith(fields/Reference,'{self._names.prefix_of(kind)}-{year}-')"

    async def _numbers_of(self, kind: type[Entry], year: int) -> Numbers:
        key = (kind.KIND, year)
        if key not in self._numbers:
            name, where = self._names.list_of(kind), self.of_year(kind, year)
            items = self._site.items(name, where=where, select=("Reference",))
            used = [_number_of(str(item.fields.get("Reference", ""))) async for item in items]
            self._numbers.setdefault(key, Numbers(max(used, default=0)))
        return self._numbers[key]


def _number_of(written: str) -> int:
    """Read the number of a reference; 0 where it is none."""
    tail = written.rpartition("-")[2]
    return int(tail) if tail.isdecimal() else 0
