"""The entries whose clocks run, as the registers hold them at this moment."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Self

from bot.jobs.kept import Kept
from bot.jobs.register import Register
from bot.partnership import Clock
from bot.process.clocks import Milestone, milestones
from bot.process.entry import Entry
from bot.process.registers import KINDS
from bot.process.working_days import WorkingHours


@dataclass(frozen=True, slots=True)
class OpenEntries:
    """The open entries; what reading them costs does not grow with the closed ones."""

    kept: Sequence[Kept[Entry]]

    @classmethod
    async def observe(cls, register: Register) -> Self:
        """Read the open entries of every kind."""
        return cls([kept for kind in KINDS.values() for kept in await register.open_rows(kind)])

    @property
    def rows(self) -> tuple[Entry, ...]:
        """Give the entries themselves."""
        return tuple(kept.row for kept in self.kept)

    @property
    def links(self) -> dict[str, str]:
        """Give where people open each entry, by its reference."""
        return {kept.row.reference: kept.link for kept in self.kept}

    def milestones(
        self, clocks: Mapping[str, Sequence[Clock]], hours: WorkingHours
    ) -> list[Milestone]:
        """Give all that the entries are running towards."""
        return [
            milestone
            for row in self.rows
            for milestone in milestones(row, clocks.get(row.KIND, ()), hours)
        ]
