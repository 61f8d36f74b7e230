"""The entries whose clocks run, as the registers hold them at this moment."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Self

from bot.jobs.register import Kept, Register
from bot.partnership import Clock, Clocks
from bot.process.case_of_concern import CaseOfConcern
from bot.process.clocks import Milestone, milestones
from bot.process.entry import Case
from bot.process.escalation import Escalation
from bot.process.working_days import WorkingHours


@dataclass(frozen=True, slots=True)
class OpenCases:
    """The open entries; what reading them costs does not grow with the closed ones."""

    concerns: Sequence[Kept[CaseOfConcern]]
    escalations: Sequence[Kept[Escalation]]

    @classmethod
    async def observe(cls, register: Register) -> Self:
        """Read them."""
        return cls(await register.open_rows(CaseOfConcern), await register.open_rows(Escalation))

    @property
    def rows(self) -> tuple[Case, ...]:
        """Give the entries themselves."""
        return (
            *(kept.row for kept in self.concerns),
            *(kept.row for kept in self.escalations),
        )

    @property
    def links(self) -> dict[str, str]:
        """Give where people open each entry, by its reference."""
        return {kept.row.reference: kept.link for kept in self.concerns} | {
            kept.row.reference: kept.link for kept in self.escalations
        }

    def milestones(self, clocks: Clocks, hours: WorkingHours) -> list[Milestone]:
        """Give all that the entries are running towards."""
        return [
            milestone
            for row, configured in self._with_clocks(clocks)
            for milestone in milestones(row, configured, hours)
        ]

    def _with_clocks(self, clocks: Clocks) -> Iterator[tuple[Case, Sequence[Clock]]]:
        yield from ((kept.row, clocks.case_of_concern) for kept in self.concerns)
        yield from ((kept.row, clocks.escalation) for kept in self.escalations)
