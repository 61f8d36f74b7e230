"""Cases of Concern: below the threshold of a serious incident, rich in learning, not time-critical.

The Business Manager reviews each and decides in the list: advice, which closes it, or a place on
the agenda of a meeting. Recording the decision stops the review's clock.
"""

from typing import Annotated, ClassVar, Self

from bot.process.child import lines_of
from bot.process.columns import Column, ColumnKind, Day
from bot.process.entry import Case, Form, Verdict, notes_to_check, whole_day

RECEIVED = "Received"
OPEN_STATES = (RECEIVED, "Scheduled", "Discussed", "Accepted", "Learning under way")
CLOSED_STATES = (
    "Advice given",
    "Not accepted",
    "Closed",
    "Re-routed to SIN",
    "Duplicate",
    "Withdrawn",
)
DECISIONS = ("Advice", "Schedule", "Re-route to SIN", "Duplicate", "Withdrawn")


class CaseOfConcern(Case):
    """A row of the Cases of Concern."""

    LIST: ClassVar[str] = "Cases of Concern"
    PREFIX: ClassVar[str] = "COC"
    OPEN_STATES: ClassVar[tuple[str, ...]] = OPEN_STATES

    state: Annotated[
        str,
        Column("State", ColumnKind.CHOICE, indexed=True, choices=OPEN_STATES + CLOSED_STATES),
    ] = RECEIVED
    decision: Annotated[str, Column("Decision", ColumnKind.CHOICE, choices=DECISIONS)] = ""
    decided_on: Annotated[Day, Column("Decided on", ColumnKind.DATE)] = None
    meeting_on: Annotated[Day, Column("Meeting on", ColumnKind.DATE)] = None
    discussed_on: Annotated[Day, Column("Discussed on", ColumnKind.DATE)] = None
    findings_due: Annotated[Day, Column("Findings due", ColumnKind.DATE)] = None
    findings_shared_on: Annotated[Day, Column("Findings shared on", ColumnKind.DATE)] = None
    date_of_form: Annotated[Day, Column("Date of form", ColumnKind.DATE)] = None
    date_of_incident: Annotated[Day, Column("Date of incident", ColumnKind.DATE)] = None
    reason_for_learning: Annotated[str, Column("Reason for learning", ColumnKind.NOTE)] = ""
    other_agencies: Annotated[str, Column("Other agencies", ColumnKind.NOTE)] = ""
    categories: Annotated[str, Column("Categories")] = ""
    plan: Annotated[str, Column("Plan")] = ""

    @classmethod
    def from_form(cls, form: Form, *, same_day: bool) -> Self:
        """Open an entry with what a form says; its reference is given by the register."""
        said = form.fields
        return cls(
            received_on=form.received_on,
            contact=form.contact,
            to_check=notes_to_check(form),
            subject_key=form.subject_keys[0],
            form_keys=form.key,
            same_day="Yes" if same_day else "No",
            children=lines_of(form.children),
            agency=form.agency,
            referrer=said.get("referrer_name") or "",
            summary=said.get("summary") or "",
            date_of_form=whole_day(said.get("date_of_form")),
            date_of_incident=whole_day(said.get("date_of_incident")),
            reason_for_learning=said.get("reason_for_learning") or "",
            other_agencies="\n".join(said.get("other_agencies") or ()),
            categories=", ".join(said.get("categories") or ()).replace("_", " "),
            plan=(said.get("cp_status") or "").replace("_", " "),
        )

    def compare(self, form: Form) -> Verdict:
        """Tell a newer copy from another incident: two incident dates that differ are two."""
        verdict = super().compare(form)
        incident = whole_day(form.incident)
        another = self.date_of_incident and incident and self.date_of_incident != incident
        return Verdict.ANOTHER if verdict is Verdict.NEWER and another else verdict
