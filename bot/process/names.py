"""What a partnership calls its lists, their columns and the words in them.

Rules and code keep to the usual words. A row is put into the partnership's words where it is
written to a list, and out of them where it is read; there is no other place.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Self

from pydantic.alias_generators import to_pascal

from bot.partnership import Escalations, Partnership, Renamed
from bot.process.columns import Column, ColumnKind, Row
from bot.process.entry import Entry
from bot.process.registers import KINDS, LISTS


@dataclass(frozen=True, slots=True)
class Names:
    """A partnership's names, as its configuration gives them; the usual ones where it gives none.

    The columns of a list are looked up for every row, and are therefore kept. `mailbox` tells whose
    names they are: two partnerships may share a site.
    """

    renamed: Mapping[str, Renamed] = field(default_factory=dict)
    library: str = "Case Files"
    escalations: Escalations = field(default_factory=Escalations)
    mailbox: str = ""
    _kept: dict[type[Row], dict[str, Column]] = field(
        default_factory=dict, compare=False, repr=False
    )

    @classmethod
    def of(cls, partnership: Partnership) -> Self:
        """Take the names from the configuration."""
        return cls(
            partnership.registers,
            partnership.library,
            partnership.escalations,
            partnership.mailbox,
        )

    def list_of(self, row: type[Row]) -> str:
        """Give the name of the list that keeps such rows."""
        return self.renamed.get(row.KIND, Renamed()).list or row.LIST

    def prefix_of(self, kind: type[Entry]) -> str:
        """Give how the references of a kind begin."""
        return self.renamed.get(kind.KIND, Renamed()).prefix or kind.PREFIX

    @property
    def lists(self) -> tuple[str, ...]:
        """Give the names of all lists, the library's last."""
        return (*map(self.list_of, LISTS), self.library)

    @property
    def prefixes(self) -> tuple[str, ...]:
        """Give how references begin, of every kind."""
        return tuple(map(self.prefix_of, KINDS.values()))

    def kind_of(self, reference: str) -> type[Entry] | None:
        """Give the kind of entry that a reference names by its prefix."""
        prefix = reference.partition("-")[0]
        return next((kind for kind in KINDS.values() if prefix == self.prefix_of(kind)), None)

    def columns(self, row: type[Row]) -> dict[str, Column]:
        """Give the columns of a list by their internal names: labels, choices and own dates."""
        if row not in self._kept:
            self._kept[row] = self._columns(row)
        return self._kept[row]

    def words_for(self, row: type[Row], name: str, words: Iterable[str]) -> tuple[str, ...]:
        """Give all that may stand in a column for some words: before a renaming, others did."""
        column = self.columns(row)[to_pascal(name)]
        return tuple(dict.fromkeys(one for word in words for one in (column.said(word), word)))

    def _columns(self, row: type[Row]) -> dict[str, Column]:
        own, columns = self.renamed.get(row.KIND, Renamed()), row.columns_of(self.escalations)
        for name, label in own.columns.items():
            columns[to_pascal(name)] = replace(columns[to_pascal(name)], label=label)
        for name, words in own.choices.items():
            called = tuple(words.items())
            columns[to_pascal(name)] = replace(columns[to_pascal(name)], called=called)
        for name, label in own.dates.items():
            columns[to_pascal(name)] = Column(label, ColumnKind.DATE, own=True)
        return columns


AS_DECLARED = Names()
