"""The triage sheet: what the Business Manager needs beside a new Case of Concern to decide on it.

It sums up, points out what is missing, and shows what may belong together. It decides nothing.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from bot.partnership import Partnership
from bot.process.case import Case
from bot.process.case_of_concern import CaseOfConcern
from bot.process.child import Child, from_lines
from bot.process.clocks import due_on
from bot.process.days import in_words, london_day
from bot.process.keys import digest, same_words
from bot.process.serious_incident import SeriousIncident
from bot.process.themes import Suggestion, ThemeList, suggestions
from bot.process.working_days import WorkingHours

SAID = (
    "children",
    "agency",
    "referrer",
    "date_of_form",
    "date_of_incident",
    "summary",
    "reason_for_learning",
    "other_agencies",
    "categories",
    "plan",
)
WANTED = (
    "children",
    "agency",
    "referrer",
    "contact",
    "date_of_incident",
    "summary",
    "reason_for_learning",
)
SAME_CHILD, SAME_NHS = "same child: name and birth date", "same child: NHS number"
SAME_NAME = "same name; a birth date is missing on one of them"
SAME_DAY = "same date of incident"


@dataclass(frozen=True, slots=True)
class Related:
    """Another entry that may belong to the matter, how it stands, and why it was found."""

    reference: str
    state: str
    why: str
    likely_duplicate: bool

    @property
    def verdict(self) -> str:
        """Say in a word whether the two may be one matter."""
        return "likely" if self.likely_duplicate else "look"


@dataclass(frozen=True, slots=True)
class Sheet:
    """What the sheet of one entry shows. `notify_by`: the Panel's day if this is an incident."""

    reference: str
    said: tuple[tuple[str, str], ...]
    missing: tuple[str, ...]
    to_check: tuple[str, ...]
    related: tuple[Related, ...]
    suggestions: tuple[Suggestion, ...]
    same_day: bool
    notify_by: date | None


def sheet(
    case: CaseOfConcern,
    others: Iterable[Case],
    themes: Sequence[ThemeList],
    partnership: Partnership,
    hours: WorkingHours,
) -> Sheet:
    """Draw up the sheet of a case; `others` are the entries it is held against."""
    text = f"{case.summary}\n{case.reason_for_learning}\n{case.categories}"
    found = (related(case, other) for other in others if other.reference != case.reference)
    may_not_wait = case.same_day == "Yes"
    return Sheet(
        reference=case.reference,
        said=tuple((case.label(name), _shown(getattr(case, name))) for name in SAID),
        missing=tuple(missing(case)),
        to_check=tuple(case.to_check.splitlines()),
        related=tuple(sorted(filter(None, found), key=_likely_first)),
        suggestions=suggestions(themes, text),
        same_day=may_not_wait,
        notify_by=_notify_by(case, partnership, hours) if may_not_wait else None,
    )


def sheet_name(case: CaseOfConcern) -> str:
    """Name the sheet by the forms that it was drawn up from: a newer form makes a new sheet."""
    return f"triage-sheet-{digest(case.form_keys)[:12]}.docx"


def missing(case: CaseOfConcern) -> Iterable[str]:
    """Name what a form should say and this one does not."""
    for name in WANTED:
        if not getattr(case, name):
            yield case.label(name)
    for child in from_lines(case.children):
        if not child.born:
            yield "a child's birth date"


def related(case: CaseOfConcern, other: Case) -> Related | None:
    """Tell whether another entry may be about the same child or the same incident."""
    reasons = list(_reasons(case, other))
    if not reasons:
        return None
    same_child = SAME_CHILD in reasons or SAME_NHS in reasons
    duplicate = same_child and SAME_DAY in reasons and type(other) is type(case)
    return Related(other.reference, other.state_said, "; ".join(reasons), duplicate)


def _reasons(case: CaseOfConcern, other: Case) -> Iterable[str]:
    pairs = [(a, b) for a in from_lines(case.children) for b in from_lines(other.children)]
    if any(_same_number(a, b) for a, b in pairs):
        yield SAME_NHS
    named = [(a, b) for a, b in pairs if _one_name(a, b)]
    if any(a.born and a.born == b.born for a, b in named):
        yield SAME_CHILD
    elif any(not (a.born and b.born) for a, b in named):
        yield SAME_NAME
    happened = getattr(other, "date_of_incident", None)
    if happened and happened == case.date_of_incident:
        yield SAME_DAY
    if other.reference in case.links.split() or case.reference in other.links.split():
        yield "linked"


def _one_name(one: Child, other: Child) -> bool:
    name = same_words(one.name)
    return name not in ("", "not named") and name == same_words(other.name)


def _same_number(one: Child, other: Child) -> bool:
    number = one.nhs_number.replace(" ", "")
    return bool(number) and number == other.nhs_number.replace(" ", "")


def _likely_first(found: Related) -> tuple[bool, str]:
    return not found.likely_duplicate, found.reference


def _notify_by(case: CaseOfConcern, partnership: Partnership, hours: WorkingHours) -> date | None:
    """Give the day by which the Panel would have to hear, had the form's arrival started it."""
    if case.received_on is None:
        return None
    aware = SeriousIncident(aware_on=london_day(case.received_on))
    clocks = partnership.clocks.get(SeriousIncident.KIND, ())
    counting = (clock for clock in clocks if clock.counts_from == "aware_on")
    return next((due_on(clock, aware, hours) for clock in counting), None)


def _shown(value: object) -> str:
    return in_words(value) if isinstance(value, date) else str(value or "")
