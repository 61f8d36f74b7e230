"""Cases of Concern: below the threshold of a serious incident, rich in learning, not time-critical.

The Business Manager reviews each and decides in the list: advice, which closes it, or a place on
the agenda of a meeting. Recording the decision stops the review's clock.
"""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Annotated, ClassVar, Self

from bot.process.addresses import addresses_in
from bot.process.case import Case, as_every_form_says
from bot.process.columns import Column, ColumnKind, Day, Moment
from bot.process.days import in_words, london_day
from bot.process.duplicate import DUPLICATE, MARK_AS_DUPLICATE
from bot.process.effects import OpenLinked, Tell
from bot.process.entry import STATE
from bot.process.form import Form, whole_day
from bot.process.keys import digest
from bot.process.known_agencies import raising
from bot.process.meeting import meetings_with_time_for_papers, no_meeting
from bot.process.moves import Consequence, Done, Move, Moves, Refused, Situation, moves
from bot.process.serious_incident import SeriousIncident

RECEIVED, CONSULTING = "Received", "Others consulted"
SCHEDULED, DISCUSSED = "Scheduled", "Discussed"
ACCEPTED, LEARNING, SHARED = "Accepted", "Learning under way", "Findings shared"
UNDER_REVIEW = (RECEIVED, CONSULTING)
BEFORE_ACCEPTANCE = (*UNDER_REVIEW, SCHEDULED, DISCUSSED)
OPEN_STATES = (*BEFORE_ACCEPTANCE, ACCEPTED, LEARNING, SHARED)
METHODS = (
    "Case file review",
    "Multi-agency discussion",
    "Appreciative inquiry",
    "Policy review",
    "Other",
)


def put_on_agenda(case: "CaseOfConcern", situation: Situation) -> Done | Refused:
    """Schedule a case for the next meeting whose paper deadline has not passed.

    A date that a person has set in `meeting_on` is kept, if the schedule has it.
    """
    schedule = meetings_with_time_for_papers(situation)
    if case.meeting_on and case.meeting_on > situation.today:
        chosen = case.meeting_on if case.meeting_on in schedule else None
    else:
        chosen = min(schedule, default=None)
    if chosen is None:
        return Refused(no_meeting(situation, asked=case.meeting_on))
    return Done({"meeting_on": chosen}, said=f"for {in_words(chosen)}")


def tell_the_agency(outcome: str) -> Consequence:
    """Give the consequence that the agency which sent the form hears of its outcome.

    Where there is no contact, the lead of the agency that the entry is known to come from does.
    """

    def tell(case: "CaseOfConcern", situation: Situation) -> Done:
        agency = raising(case, situation.partnership.agencies)
        senders, leads = addresses_in(case.contact), addresses_in(agency.lead if agency else "")
        if not (senders or leads):
            untold = f"nobody was told that the outcome is '{outcome}': there is no contact"
            return Done({"to_check": f"{case.to_check}\n{untold}".strip()})
        recipient, sent_it = (*senders, *leads)[0], bool(senders)
        key = digest("outcome", case.reference, outcome)
        facts = {"reference": case.reference, "outcome": outcome, "sent_it": sent_it}
        letter = Tell("outcome.md", recipient, case.reference, key, facts, to_its_sender=sent_it)
        return Done(effects=(letter,))

    return tell


def open_serious_incident(case: "CaseOfConcern", situation: Situation) -> Done:
    """Open the Serious Incident that a case turned out to be, linked, for a person to complete."""
    incident = SeriousIncident.from_case(case, now=situation.now, happened=case.date_of_incident)
    return Done(effects=(OpenLinked(incident, case.reference),))


MOVES = moves(
    (RECEIVED, "Consult", Move(CONSULTING, needs=("consulted",))),
    (
        UNDER_REVIEW,
        "Advice",
        Move("Advice given", stamps=("decided_on",), then=(tell_the_agency("advice"),)),
    ),
    (
        BEFORE_ACCEPTANCE,
        "Schedule",
        Move(SCHEDULED, stamps=("decided_on",), then=(put_on_agenda, tell_the_agency("scheduled"))),
    ),
    (SCHEDULED, "Discussed", Move(DISCUSSED, stamps=("discussed_on",))),
    (
        (SCHEDULED, DISCUSSED),
        "Accept",
        Move(
            ACCEPTED,
            needs=("method", "agencies_involved", "lead", "findings_due"),
            stamps=("discussed_on",),
            then=(tell_the_agency("accepted"),),
        ),
    ),
    (
        (SCHEDULED, DISCUSSED),
        "Do not accept",
        Move("Not accepted", stamps=("discussed_on",), then=(tell_the_agency("not accepted"),)),
    ),
    (ACCEPTED, "Start learning", Move(LEARNING)),
    (
        (ACCEPTED, LEARNING),
        "Share findings",
        Move(
            SHARED,
            needs=("shared_with_group_on", "shared_with_learning_on"),
            stamps=("findings_shared_on",),
        ),
    ),
    (SHARED, "Close", Move("Closed")),
    (OPEN_STATES, "Re-route to SIN", Move("Re-routed to SIN", then=(open_serious_incident,))),
    (OPEN_STATES, DUPLICATE, MARK_AS_DUPLICATE),
    (OPEN_STATES, "Withdraw", Move("Withdrawn")),
)


class CaseOfConcern(Case):
    """A row of the Cases of Concern."""

    LIST: ClassVar[str] = "Cases of Concern"
    PREFIX: ClassVar[str] = "COC"
    KIND: ClassVar[str] = "case_of_concern"
    FORM: ClassVar[str] = "coc"
    OPEN_STATES: ClassVar[tuple[str, ...]] = OPEN_STATES
    CLOSED_STATES: ClassVar[tuple[str, ...]] = (
        "Advice given",
        "Not accepted",
        "Closed",
        "Re-routed to SIN",
        DUPLICATE,
        "Withdrawn",
    )
    MOVES: ClassVar[Moves] = MOVES
    UNDECIDED: ClassVar[Mapping[str, str]] = dict.fromkeys(UNDER_REVIEW, "the {manager}'s")

    state: Annotated[str, STATE] = RECEIVED
    triage_sheet: Annotated[str, Column("Triage sheet", ColumnKind.NOTE)] = ""
    consulted: Annotated[str, Column("Consulted", ColumnKind.NOTE)] = ""
    method: Annotated[str, Column("Method", ColumnKind.CHOICE, choices=METHODS)] = ""
    agencies_involved: Annotated[str, Column("Agencies involved", ColumnKind.NOTE)] = ""
    lead: Annotated[str, Column("Lead")] = ""
    shared_with_group_on: Annotated[
        Day, Column("Shared with the Review Group", ColumnKind.DATE)
    ] = None
    shared_with_learning_on: Annotated[
        Day, Column("Shared with the Learning Group", ColumnKind.DATE)
    ] = None
    decided_on: Annotated[Day, Column("Decided on", ColumnKind.DATE)] = None
    meeting_on: Annotated[Day, Column("Meeting on", ColumnKind.DATE)] = None
    discussed_on: Annotated[Day, Column("Discussed on", ColumnKind.DATE)] = None
    findings_due: Annotated[Day, Column("Findings due", ColumnKind.DATE)] = None
    findings_shared_on: Annotated[Day, Column("Findings shared on", ColumnKind.DATE)] = None
    date_of_form: Annotated[Day, Column("Date of form", ColumnKind.DATE)] = None
    form_sent_on: Annotated[Moment, Column("Latest form sent on", ColumnKind.MOMENT)] = None
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
            **as_every_form_says(form, same_day=same_day),
            date_of_form=whole_day(said.get("date_of_form")),
            date_of_incident=whole_day(said.get("date_of_incident")),
            reason_for_learning=said.get("reason_for_learning") or "",
            other_agencies="\n".join(said.get("other_agencies") or ()),
            categories=", ".join(said.get("categories") or ()).replace("_", " "),
            plan=(said.get("cp_status") or "").replace("_", " "),
        )

    def is_older_than(self, other: Case) -> bool:
        """Tell by the forms' own dates; where those are the same or not known, by their mails'."""
        mine = self.written_on
        theirs = other.written_on if isinstance(other, CaseOfConcern) else None
        return mine is not None and theirs is not None and mine < theirs

    @property
    def written_on(self) -> tuple[date, datetime] | None:
        """When the form was written: no later than it was sent."""
        if self.form_sent_on is None:
            return None
        sent = london_day(self.form_sent_on)
        return (min(self.date_of_form or sent, sent), self.form_sent_on)

    def other_dates(self, form: Form) -> tuple[str, ...]:
        """Name the dates that differ: the children's, and the day of the incident."""
        incident = whole_day(form.incident)
        another = self.date_of_incident and incident and self.date_of_incident != incident
        return (*super().other_dates(form), *(("date of incident",) if another else ()))
