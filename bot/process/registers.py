"""The lists that the service keeps, each declared as a typed row. A further kind is added here.

The rows say what a list is usually called; a partnership may call it otherwise.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Self

from bot.partnership import Partnership, Renamed, UnableToReadConfiguration
from bot.process.action import Action
from bot.process.agency import KnownAgency
from bot.process.agency_request import AgencyRequest
from bot.process.case_of_concern import CaseOfConcern
from bot.process.columns import Row
from bot.process.entry import Entry
from bot.process.escalation import Escalation
from bot.process.meeting import Meeting
from bot.process.member import MemberPost
from bot.process.needs_attention import NeedsAttention
from bot.process.notice import Notice
from bot.process.practice_review import PracticeReview
from bot.process.rapid_review import RapidReview
from bot.process.serious_incident import SeriousIncident

KINDS: dict[str, type[Entry]] = {
    kind.KIND: kind
    for kind in (
        CaseOfConcern,
        Escalation,
        SeriousIncident,
        RapidReview,
        AgencyRequest,
        PracticeReview,
        Action,
        NeedsAttention,
    )
}
LISTS: tuple[type[Row], ...] = (*KINDS.values(), Meeting, MemberPost, KnownAgency, Notice)


@dataclass(frozen=True, slots=True)
class Names:
    """What a partnership calls its lists, and how the references of their entries begin."""

    renamed: Mapping[str, Renamed] = field(default_factory=dict)
    library: str = "Case Files"

    @classmethod
    def of(cls, partnership: Partnership) -> Self:
        """Take the names from the configuration.

        Raises UnableToReadConfiguration where a register is not known or two share a name.
        """
        names, kinds = cls(partnership.registers, partnership.library), [row.KIND for row in LISTS]
        strangers = sorted(set(partnership.registers) - set(kinds))
        if strangers:
            raise UnableToReadConfiguration(
                f"registers.{strangers[0]}: there is no such register; choose from"
                f" {', '.join(sorted(kinds))}"
            )
        lists = [names.list_of(row) for row in LISTS]
        for what, all_of_them in (
            ("list", [*lists, names.library]),
            ("prefix", [names.prefix_of(kind) for kind in KINDS.values()]),
        ):
            twice = [name for name in all_of_them if all_of_them.count(name) > 1]
            if twice:
                raise UnableToReadConfiguration(
                    f"registers: two have the {what} '{twice[0]}'; give each its own"
                )
        return names

    def list_of(self, row: type[Row]) -> str:
        """Give the name of the list that keeps such rows."""
        return self.renamed.get(row.KIND, Renamed()).list or row.LIST

    def prefix_of(self, kind: type[Entry]) -> str:
        """Give how the references of a kind begin."""
        return self.renamed.get(kind.KIND, Renamed()).prefix or kind.PREFIX

    @property
    def prefixes(self) -> tuple[str, ...]:
        """Give how references begin, of every kind."""
        return tuple(map(self.prefix_of, KINDS.values()))

    def kind_of(self, reference: str) -> type[Entry] | None:
        """Give the kind of entry that a reference names by its prefix."""
        prefix = reference.partition("-")[0]
        return next((kind for kind in KINDS.values() if prefix == self.prefix_of(kind)), None)


AS_DECLARED = Names()
