"""The partnership's reports, drafted from the registers for a person to finish.

Bi-monthly for the Review Group, quarterly for the Executive Group: all reviews, their progress, the
themes that a person set, what is overdue. Small numbers are hidden; references name nobody.
"""

from collections.abc import Iterable, Sequence
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
from bot.process.figures import Counted, Figures
from bot.process.learning import who_reported
from bot.process.names import AS_DECLARED, Names
from bot.process.review_summary import Summary, learning_shared, summaries
from bot.process.themes import ThemeList


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
class Observed:
    """What a report is drawn up from: the entries that are open or of its years, and their clocks.

    `names` are what the partnership calls its lists.
    """

    today: date
    entries: Sequence[Entry]
    milestones: Sequence[Milestone]
    themes: Sequence[ThemeList]
    partnership: Partnership
    names: Names = AS_DECLARED


@dataclass(frozen=True, slots=True)
class Report:
    """All that one report shows."""

    kind: ReportKind
    period: Period
    tables: tuple[Figures, ...]
    reviews: tuple[Item, ...]
    overdue: tuple[Item, ...]
    overdue_actions: tuple[Item, ...]
    summaries: tuple[Summary, ...]
    learning: tuple[Action, ...]
    members: tuple[Item, ...]
    without_themes: int


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


def report(kind: ReportKind, period: Period, observed: Observed) -> Report:
    """Draw up a report on a period; counts under the partnership's least number are hidden."""
    entries, partnership, today = observed.entries, observed.partnership, observed.today
    counted = _counted(observed, period)
    return Report(
        kind=kind,
        period=period,
        tables=tuple(counted.tables()),
        reviews=tuple(_reviews(entries)),
        overdue=tuple(dict.fromkeys(_overdue(observed.milestones, today))),
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
        without_themes=counted.without_themes(),
    )


def _counted(observed: Observed, period: Period) -> Counted:
    cases = [entry for entry in observed.entries if isinstance(entry, Case)]
    return Counted(
        cases=cases,
        new=[case for case in cases if period.has(case)],
        themes=observed.themes,
        partnership=observed.partnership,
        names=observed.names,
    )


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
