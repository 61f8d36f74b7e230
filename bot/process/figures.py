"""The figures of a report: new entries counted by register, agency, stage and theme.

A small number that is hidden is hidden in the table, in its chart and in the words for it.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Self

from bot.partnership import Partnership
from bot.process.case import Case
from bot.process.escalation import Escalation
from bot.process.known_agencies import raising
from bot.process.names import Names
from bot.process.small_numbers import HIDDEN, shown
from bot.process.themes import ThemeList


@dataclass(frozen=True, slots=True)
class Figures:
    """One table of counts, and what is shown of each."""

    heading: str
    counts: Mapping[str, int]
    shown: Mapping[str, str]

    @classmethod
    def of(cls, heading: str, counts: Mapping[str, int], *, below: int) -> Self:
        """Hide the counts from 1 to `below`."""
        return cls(heading, counts, shown(counts, below=below))

    @property
    def bars(self) -> dict[str, int]:
        """Give the counts that a chart may show."""
        return {name: n for name, n in self.counts.items() if self.shown[name] == str(n)}

    @property
    def is_pictured(self) -> bool:
        """Tell whether a chart makes the table clearer: where there are bars to compare."""
        return sum(n > 0 for n in self.bars.values()) > 1

    @property
    def in_words(self) -> str:
        """Say the table in one sentence, for those who do not see the chart."""
        told = (f"{name} {'hidden' if n == HIDDEN else n}" for name, n in self.shown.items())
        return f"{self.heading}: {', '.join(told)}."


@dataclass(frozen=True, slots=True)
class Counted:
    """What is counted: `cases` are those of the registers, `new` those of the period."""

    cases: Sequence[Case]
    new: Sequence[Case]
    themes: Sequence[ThemeList]
    partnership: Partnership
    names: Names

    def tables(self) -> Iterator[Figures]:
        """Give the tables in their order; a breakdown that would be empty is left out."""
        below = self.partnership.reports.small_numbers_below
        yield Figures.of("New entries by register", self._by_register(), below=below)
        breakdowns = (
            ("New entries by agency", self._by_agency()),
            (f"{self.names.list_of(Escalation)} by the stage reached", self._by_stage()),
            *((f"Themes: {each.label.lower()}", self._by_theme(each)) for each in self.themes),
        )
        for heading, counts in breakdowns:
            if counts:
                yield Figures.of(heading, counts, below=below)

    def without_themes(self) -> int:
        """Count the new cases for which nobody has set a theme."""
        columns = [each.column for each in self.themes]
        return sum(not any(getattr(case, column) for column in columns) for case in self.new)

    def _by_register(self) -> dict[str, int]:
        none = dict.fromkeys(sorted({self._register(case) for case in self.cases}), 0)
        return none | Counter(map(self._register, self.new))

    def _register(self, case: Case) -> str:
        return self.names.list_of(type(case))

    def _by_agency(self) -> dict[str, int]:
        """Count by the agencies that are known: a form's own words may name a child's school."""
        return _counted(map(self._agency, self.new))

    def _agency(self, case: Case) -> str:
        known = raising(case, self.partnership.agencies)
        return known.name if known else ("another agency" if case.agency else "not named")

    def _by_stage(self) -> dict[str, int]:
        reached = sorted(e.stage for e in self.new if isinstance(e, Escalation) and e.stage)
        return Counter(map(self.names.escalations.said, reached))

    def _by_theme(self, themes: ThemeList) -> dict[str, int]:
        named = (themes.named(getattr(case, themes.column)) for case in self.new)
        return _counted(name for names in named for name in names)


def _counted(names: Iterable[str]) -> dict[str, int]:
    """Count names, the most frequent first."""
    return dict(Counter(names).most_common())
