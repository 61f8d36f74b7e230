"""The partnership's reports, drafted from the registers for a person to finish.

Bi-monthly for the Review Group, quarterly for the Executive Group: all reviews, their progress, the
themes that a person set, what is overdue. Small numbers are hidden; references name nobody.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from bot.partnership import Partnership
from bot.process.action import Action
from bot.process.agenda import Item, overdue_actions
from bot.process.case import Case
from bot.process.clocks import Milestone, months_after
from bot.process.days import in_words, london_day
from bot.process.entry import Entry
from bot.process.escalation import Escalation
from bot.process.known_agencies import raising
from bot.process.learning import who_reported
from bot.process.names import AS_DECLARED, Names
from bot.process.review_summary import Summary, learning_shared, summaries
from bot.process.small_numbers import shown
from bot.process.themes import ThemeList

OTHER_AGENCY = "another agency"


class ReportKind(StrEnum):
    """Which report: its length in months is also its rhythm."""

    BIMONTHLY = "bimonthly"
    QUARTERLY = "quarterly"

    @property
    def months(self) -> int:
        """How many calendar months the report is about."""
        return 2 if self is ReportKind.BIMONTHLY else 3

    @property
    def label(self) -> str:
        """What people call it."""
        return "Bi-monthly report" if self is ReportKind.BIMONTHLY else "Quarterly update"


@dataclass(frozen=True, slots=True)
class Period:
    """Whole calendar months: from the first day up to and including the last."""

    first: date
    last: date

    def has(self, entry: Entry) -> bool:
        """Tell whether an entry was received, or opened for another, in the period."""
        day = opened_on(entry)
        return day is not None and self.first <= day <= self.last


@dataclass(frozen=True, slots=True)
class Figures:
    """One table of counts, and the chart beside it: what is hidden is hidden in both."""

    heading: str
    counts: Mapping[str, int]
    shown: Mapping[str, str]

    @property
    def bars(self) -> dict[str, int]:
        """Give the counts that a chart may show."""
        return {name: n for name, n in self.counts.items() if self.shown[name] == str(n)}

    @property
    def in_words(self) -> str:
        """Say the table in one sentence, for those who do not see the chart."""
        told = (f"{name} {'hidden' if n == 'c' else n}" for name, n in self.shown.items())
        return f"{self.heading}: {', '.join(told)}."


@dataclass(frozen=True, slots=True)
class Report:
    """All that one report shows."""

    kind: ReportKind
    period: Period
    activity: Figures
    breakdowns: tuple[Figures, ...]
    reviews: tuple[Item, ...]
    overdue: tuple[Item, ...]
    overdue_actions: tuple[Item, ...]
    summaries: tuple[Summary, ...]
    learning: tuple[Action, ...]
    members: tuple[Item, ...]
    without_themes: int

    @property
    def pictured(self) -> tuple[Figures, ...]:
        """Give the tables that a picture makes clearer: those with bars to compare."""
        return tuple(f for f in self.tables if sum(n > 0 for n in f.bars.values()) > 1)

    @property
    def tables(self) -> tuple[Figures, ...]:
        """Give all tables in their order."""
        return (self.activity, *self.breakdowns)


def period_before(today: date, kind: ReportKind) -> Period:
    """Give the last whole period before today: months 1-2, 3-4 …; or the quarters of a year."""
    begun = (today.month - 1) // kind.months * kind.months + 1
    start = date(today.year, begun, 1)
    return Period(months_after(start, -kind.months), start - timedelta(days=1))


def opened_on(entry: Entry) -> date | None:
    """Give the day on which an entry came in, or was decided upon."""
    if entry.received_on:
        return london_day(entry.received_on)
    days = (getattr(entry, name, None) for name in ("aware_on", "decided_on", "rr_clock_start"))
    return next(filter(None, days), None)


def report(  # noqa: PLR0913 - a report is drawn from everything there is
    kind: ReportKind,
    period: Period,
    *,
    entries: Sequence[Entry],
    milestones: Iterable[Milestone],
    themes: Iterable[ThemeList],
    today: date,
    partnership: Partnership,
    names: Names = AS_DECLARED,
) -> Report:
    """Draw up a report on a period; counts under the partnership's least number are hidden."""
    below = partnership.reports.small_numbers_below
    cases = [entry for entry in entries if isinstance(entry, Case)]
    new = [case for case in cases if period.has(case)]
    lists = tuple(themes)
    tables = [
        _by_agency(new, partnership),
        _by_stage(new, names),
        *(_by_theme(new, each) for each in lists),
    ]
    return Report(
        kind=kind,
        period=period,
        activity=_figures("New entries by register", _by_register(cases, new, names), below),
        breakdowns=tuple(_figures(name, counts, below) for name, counts in tables if counts),
        reviews=tuple(_reviews(entries)),
        overdue=tuple(dict.fromkeys(_overdue(milestones, today))),
        overdue_actions=overdue_actions(
            [e for e in entries if e.is_open], partnership, today=today
        ),
        summaries=summaries(entries),
        learning=learning_shared(entries, period.first, period.last),
        members=tuple(
            Item(reference, how)
            for reference, how in who_reported(
                entries, partnership, first=period.first, last=period.last
            )
        ),
        without_themes=sum(not any(getattr(c, each.column) for each in lists) for c in new),
    )


def _figures(heading: str, counts: Mapping[str, int], below: int) -> Figures:
    return Figures(heading, counts, shown(counts, below=below))


def _by_register(cases: Iterable[Case], new: Iterable[Case], names: Names) -> dict[str, int]:
    none = dict.fromkeys(sorted({names.list_of(type(case)) for case in cases}), 0)
    return none | Counter(names.list_of(type(case)) for case in new)


def _by_agency(new: Iterable[Case], partnership: Partnership) -> tuple[str, dict[str, int]]:
    """Count by the agencies that are known: a form's own words may name a child's school."""
    known = ((case, raising(case, partnership.agencies)) for case in new)
    counted = Counter(
        agency.name if agency else (OTHER_AGENCY if case.agency else "not named")
        for case, agency in known
    )
    return "New entries by agency", dict(counted.most_common())


def _by_stage(new: Iterable[Case], names: Names) -> tuple[str, dict[str, int]]:
    reached = sorted(e.stage for e in new if isinstance(e, Escalation) and e.stage)
    counted = Counter(map(names.escalations.said, reached))
    return f"{names.list_of(Escalation)} by the stage reached", counted


def _by_theme(new: Iterable[Case], themes: ThemeList) -> tuple[str, dict[str, int]]:
    named = (themes.named(getattr(case, themes.column)) for case in new)
    counted = Counter(name for names in named for name in names)
    return f"Themes: {themes.label.lower()}", dict(counted.most_common())


def _reviews(entries: Iterable[Entry]) -> Iterable[Item]:
    for entry in sorted(entries, key=lambda e: e.reference):
        if entry.SUMMARY:
            yield Item(entry.reference, entry.state_said)


def _overdue(milestones: Iterable[Milestone], today: date) -> Iterable[Item]:
    """Say what is late; clocks that tell several people of one due day say the same."""
    late = [m for m in milestones if m.due < today and m.entry.KIND != "action"]
    for milestone in sorted(late, key=lambda m: (m.due, m.entry.reference)):
        due = in_words(milestone.due)
        yield Item(milestone.entry.reference, f"{milestone.clock.label}, due {due}")
