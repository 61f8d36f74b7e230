"""Escalations: copies of professional disagreements that became formal, resolved or not.

The policy's stages are a setting; here they are known by their places. The same escalation comes
again as it moves on: it is updated, never opened twice. Clocks start on the date raised at a stage,
not on the day that the mail arrived.
"""

from collections.abc import Container, Iterable, Mapping
from dataclasses import replace
from datetime import date
from typing import Annotated, Any, ClassVar, Self

from bot.partnership import MOST_STAGES, Agency, Escalations
from bot.process.case import Case, as_every_form_says
from bot.process.case_of_concern import CaseOfConcern
from bot.process.columns import Column, ColumnKind, Day, Moment
from bot.process.days import in_words
from bot.process.effects import OpenLinked
from bot.process.entry import STATE, YES_NO
from bot.process.form import Form, whole_day
from bot.process.keys import digest
from bot.process.known_agencies import called, raising
from bot.process.moves import Done, Move, Moves, Situation, moves
from bot.process.working_days import WorkingDays

OPEN, RESOLVED, UNRESOLVED = "Open", "Resolved", "Closed unresolved"
CLOSED_STATES = (RESOLVED, UNRESOLVED, "Withdrawn")
OPEN_AGAIN = "Open again"
STAGES = tuple(str(place) for place in range(1, MOST_STAGES + 1))
USUAL = Escalations()


def open_case_of_concern(escalation: "Escalation", situation: Situation) -> Done:
    """Open the Case of Concern that follows an escalation, linked; once, however often asked."""
    case = CaseOfConcern(
        subject_key=digest("case of concern", escalation.reference),
        received_on=situation.now,
        links=escalation.reference,
        contact=escalation.contact,
        children=escalation.children,
        agency=escalation.agency,
        known_agency=escalation.known_agency,
        referrer=escalation.referrer,
        summary=escalation.summary,
    )
    return Done(effects=(OpenLinked(case, escalation.reference),))


def not_resolved_after_all(_escalation: "Escalation", _situation: Situation) -> Done:
    """Forget the day on which it was resolved, so that its limits run again."""
    return Done({"resolved_on": None})


class Escalation(Case):
    """A row of the Escalations."""

    LIST: ClassVar[str] = "Escalations"
    PREFIX: ClassVar[str] = "ESC"
    KIND: ClassVar[str] = "escalation"
    FORM: ClassVar[str] = "escalation"
    OPEN_STATES: ClassVar[tuple[str, ...]] = (OPEN,)
    CLOSED_STATES: ClassVar[tuple[str, ...]] = CLOSED_STATES
    MOVES: ClassVar[Moves] = moves(
        (OPEN, "Resolved", Move(RESOLVED, stamps=("resolved_on",))),
        (OPEN, "Close unresolved", Move(UNRESOLVED)),
        *(
            (state, "Open Case of Concern", Move(state, then=(open_case_of_concern,)))
            for state in (OPEN, RESOLVED, UNRESOLVED)
        ),
        (OPEN, "Withdraw", Move("Withdrawn")),
        (CLOSED_STATES, OPEN_AGAIN, Move(OPEN, then=(not_resolved_after_all,))),
    )

    state: Annotated[str, STATE] = OPEN
    stage: Annotated[str, Column("Stage", ColumnKind.CHOICE, choices=STAGES)] = ""
    urgent: Annotated[str, Column("Urgent track", ColumnKind.CHOICE, choices=YES_NO)] = "No"
    late_copy: Annotated[str, Column("Late copy", ColumnKind.CHOICE, choices=YES_NO)] = "No"
    challenged: Annotated[str, Column("Agencies challenged", ColumnKind.NOTE)] = ""
    known_challenged: Annotated[str, Column("Known agencies challenged", ColumnKind.NOTE)] = ""
    form_sent_on: Annotated[Moment, Column("Latest form sent on", ColumnKind.MOMENT)] = None
    raised_on: Annotated[Day, Column("Raised on", ColumnKind.DATE)] = None
    stage_1_on: Annotated[Day, Column("Stage 1 on", ColumnKind.DATE)] = None
    stage_2_on: Annotated[Day, Column("Stage 2 on", ColumnKind.DATE)] = None
    stage_3_on: Annotated[Day, Column("Stage 3 on", ColumnKind.DATE)] = None
    stage_4_on: Annotated[Day, Column("Stage 4 on", ColumnKind.DATE)] = None
    stage_5_on: Annotated[Day, Column("Stage 5 on", ColumnKind.DATE)] = None
    stage_6_on: Annotated[Day, Column("Stage 6 on", ColumnKind.DATE)] = None
    stage_7_on: Annotated[Day, Column("Stage 7 on", ColumnKind.DATE)] = None
    resolved_on: Annotated[Day, Column("Resolved on", ColumnKind.DATE)] = None
    desired_outcome: Annotated[str, Column("Desired outcome", ColumnKind.NOTE)] = ""
    outcome: Annotated[str, Column("Outcome", ColumnKind.NOTE)] = ""
    stage_notes: Annotated[str, Column("Notes of the stages", ColumnKind.NOTE)] = ""

    @classmethod
    def columns_of(cls, escalations: Escalations) -> dict[str, Column]:
        """Give the columns: as many stages as the policy has, by their names."""
        there = STAGES[: len(escalations.stages)]
        days = {f"Stage{place}On": f"{escalations.said(place)} on" for place in there}
        beyond = {f"Stage{place}On" for place in STAGES} - days.keys()
        columns = {
            name: replace(column, label=days.get(name, column.label))
            for name, column in cls.columns().items()
            if name not in beyond
        }
        called = tuple(zip(there, escalations.stages, strict=True))
        columns["Stage"] = replace(columns["Stage"], choices=there, called=called)
        return columns

    def is_older_than(self, other: Case) -> bool:
        """Tell by the stage that a copy has reached; at the same one, by when it was sent."""
        if not isinstance(other, Escalation):
            return False
        if self.stage != other.stage or not (self.form_sent_on and other.form_sent_on):
            return self.stage < other.stage
        return self.form_sent_on < other.form_sent_on

    @classmethod
    def from_form(
        cls,
        form: Form,
        *,
        days: WorkingDays,
        late_after: int,
        same_day: bool = False,
        policy: Escalations = USUAL,
    ) -> Self:
        """Open an entry with what a form says; its reference is given by the register.

        `late_after` working days after its stage began, or once resolved, a copy counts as late.
        The form tells of the stages of `policy` by their places.
        """
        said = form.fields
        stages = {f"stage_{n}_on": whole_day(said.get(f"stage{n}_date")) for n in STAGES}
        parties = said.get("agencies_in_disagreement") or ()
        entry = cls(
            **as_every_form_says(form, same_day=same_day),
            stage=said.get("escalation_stage") or "",
            state=RESOLVED if said.get("resolved") == "yes" else OPEN,
            challenged="\n".join(parties[1:]),
            raised_on=min((day for day in stages.values() if day), default=None)
            or whole_day(said.get("date_of_form")),
            resolved_on=whole_day(said.get("date_resolved")),
            desired_outcome=said.get("desired_outcome") or "",
            outcome=said.get("outcome") or "",
            stage_notes=_notes(said, policy),
            late_copy="Yes" if _is_late(form, days, late_after) else "No",
        )
        to_check = "\n".join(filter(None, (entry.to_check, _no_day(form, policy))))
        return entry.model_copy(update=stages | {"to_check": to_check})


def agencies_challenged(
    escalation: Escalation, agencies: Iterable[Agency]
) -> tuple[Agency | None, ...]:
    """Give the agencies challenged, as the entry shows them, else by what the form calls them."""
    agencies = tuple(agencies)
    names = (escalation.known_challenged or escalation.challenged).splitlines()
    return tuple(called(name, agencies) for name in names)


def agencies_meant(case: Case, agencies: Iterable[Agency]) -> dict[str, str]:
    """Give the columns that show which agencies of the Agencies list a case names."""
    agencies = tuple(agencies)
    agency = raising(case, agencies)
    shown = {"known_agency": agency.name if agency else ""}
    if isinstance(case, Escalation):
        known = filter(None, agencies_challenged(case, agencies))
        shown["known_challenged"] = "\n".join(dict.fromkeys(each.name for each in known))
    return shown


def _notes(said: Mapping[str, Any], policy: Escalations) -> str:
    """Write what the form says of each stage: how it ended, with whom, when, what was said."""
    told = ((policy.said(n), _facts(n, said), said.get(f"stage{n}_notes")) for n in STAGES)
    return "\n\n".join(
        f"{', '.join((stage, *facts))}: {note or ''}".strip()
        for stage, facts, note in told
        if facts or note
    )


def _facts(stage: str, said: Mapping[str, Any]) -> list[str]:
    """Give what the form says of a stage beside its notes, and beside the day it was raised."""
    ends = {"yes": "resolved", "no": "not resolved"}
    found = (
        (ends.get(said.get(f"stage{stage}_resolved") or "", ""), ""),
        ("raised with", said.get(f"stage{stage}_with")),
        ("discussed on", _in_words(said.get(f"stage{stage}_discussed"))),
        ("resolved on", _in_words(said.get(f"stage{stage}_date_resolved"))),
    )
    return [
        f"{what} {value or ''}".strip() for what, value in found if value or what in ends.values()
    ]


def _in_words(day: str | None) -> str:
    """Write a day as people read it; of a date that is no whole day, what the form gives."""
    whole = whole_day(day)
    return in_words(whole) if whole else day or ""


def _no_day(form: Form, policy: Escalations) -> str:
    """Say that a stage has no day to count from, or else its limit would never run, unseen."""
    stage = form.fields.get("escalation_stage")
    settled = form.fields.get("resolved") == "yes"
    if not stage or settled or whole_day(form.fields.get(f"stage{stage}_date")):
        return ""
    called = policy.said(stage)
    return f"no limit of {called} runs until '{called} on' is filled in"


def _is_late(form: Form, days: WorkingDays, late_after: int) -> bool:
    if form.fields.get("resolved") == "yes":
        return True
    stage = form.fields.get("escalation_stage") or ""
    began: date | None = whole_day(form.fields.get(f"stage{stage}_date"))
    return began is not None and days.between(began, form.received_on.date()) > late_after


def moved_on(
    existing: Escalation, newer: Escalation, *, theirs: Container[str] = ()
) -> dict[str, Any]:
    """Give what another copy changes whoever edited the entry: a stage reached, a resolution.

    The stage never goes back, and a resolution is never taken back: a person does that. What was
    resolved at a stage before the present one, or before a person opened it again, is open.
    """
    changes: dict[str, Any] = {}
    if newer.stage > existing.stage:
        changes["stage"] = newer.stage
    opened = existing.acted_on == OPEN_AGAIN or "state" in theirs
    settled_before = newer.stage < existing.stage or (opened and newer.is_older_than(existing))
    if newer.state == RESOLVED and existing.state == OPEN and not settled_before:
        changes["state"] = RESOLVED
    return changes


def is_news_of_what_is_closed(existing: Case, newer: Case) -> bool:
    """Tell whether a newer form speaks of what people have closed: only they open it again.

    Copies of an escalation come in any order: only one that is open at a later stage is news.
    """
    if existing.is_open:
        return False
    if isinstance(existing, Escalation) and isinstance(newer, Escalation):
        return newer.is_open and newer.stage > existing.stage
    return True
