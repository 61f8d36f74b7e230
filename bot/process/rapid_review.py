"""Rapid Reviews: what every agency knows, put together within fifteen working days.

Opened by a Serious Incident about a child under 18. Which day starts the count differs between
partnerships, so it is kept with each review; the figures of the ladder are clocks of the
configuration, which names the edition of the national guidance that they come from. The purposes
are those of the guidance: the facts, immediate action, learning, and what happens next.
"""

from datetime import date
from typing import Annotated, ClassVar, Self

from bot.process.agency_request import ask_agencies
from bot.process.case import Case
from bot.process.columns import Column, ColumnKind, Day
from bot.process.days import in_words
from bot.process.effects import DraftReport, OpenLinked
from bot.process.entry import STATE
from bot.process.keys import digest
from bot.process.moves import Consequence, Done, Move, Moves, Refused, Situation, moves
from bot.process.practice_review import PracticeReview

OPENED, REQUESTED, HELD, SIGNED = "Opened", "Information requested", "Meeting held", "Signed off"
SENT, RECONSIDERED = "Sent to the Panel", "Asked again by the Panel"
BEFORE_DECISION = (OPENED, REQUESTED, HELD, SIGNED)
OPEN_STATES = (*BEFORE_DECISION, SENT, RECONSIDERED)
DAY_0, DAY_1 = "Day 0", "Day 1"
SIGN_OFFS = ("local_authority_signed_on", "health_signed_on", "police_signed_on")
LSCPR, NOT_MET = "LSCPR", "Criteria not met"
CONCLUSIONS = (
    LSCPR,
    "No LSCPR: learning already drawn",
    "Other local learning review",
    "Suitable for national review",
)
AGREES, NATIONAL = "Panel agrees", "Panel takes it to a national review"
ASKS_AGAIN, ASKS_MORE = "Panel asks to reconsider", "Panel asks for more"


def ask_for_returns(review: "RapidReview", situation: Situation) -> Done | Refused:
    """Ask every agency, by the day of the ladder, unless a person has chosen another."""
    chosen = review.returns_due or review.working_day(
        situation.partnership.rapid_reviews.returns_due, situation
    )
    if chosen is None:
        return Refused(f"first fill in: {review.label('rr_clock_start')}")
    if chosen <= situation.today:
        return Refused(
            f"the returns would be due on {in_words(chosen)}: choose a later day in"
            f" '{review.label('returns_due')}'"
        )
    dated = review.model_copy(update={"returns_due": chosen})
    asked = ask_agencies("information-request.docx")(dated, situation)
    if isinstance(asked, Refused):
        return asked
    meeting = review.meeting_on or meeting_after(chosen, review, situation)
    return Done({"returns_due": chosen, "meeting_on": meeting}, asked.effects)


def meeting_after(returns: date, review: "RapidReview", situation: Situation) -> date:
    """Give the ladder's day for the review meeting; the day after the returns if that is later."""
    planned = review.working_day(situation.partnership.rapid_reviews.meeting, situation)
    next_day = situation.days.shift(returns, 1)
    return max(planned, next_day) if planned else next_day


def noted(column: str) -> Consequence:
    """Give the consequence that the decision itself is kept in a column, whatever comes later."""
    return lambda review, _situation: Done({column: review.decision})


def open_practice_review(review: "RapidReview", situation: Situation) -> Done:
    """Open the Practice Review that was decided on, linked."""
    opened = PracticeReview.from_review(review, today=situation.today)
    return Done(effects=(OpenLinked(opened, review.reference),))


def draft_report(review: "RapidReview", _situation: Situation) -> Done:
    """Write the report's draft from what the agencies returned."""
    return Done(effects=(DraftReport(review.reference),))


SEND = ("decided_on", "sent_on")

MOVES = moves(
    (
        OPENED,
        "Request information",
        Move(
            REQUESTED,
            stamps=("requested_on",),
            then=(ask_for_returns,),
        ),
    ),
    (REQUESTED, "Progress checked", Move(REQUESTED, stamps=("progress_checked_on",))),
    (REQUESTED, "Meeting held", Move(HELD, stamps=("meeting_held_on",))),
    *(
        (state, "Draft report", Move(state, stamps=("report_drafted_on",), then=(draft_report,)))
        for state in (REQUESTED, HELD)
    ),
    (HELD, "Sign off", Move(SIGNED, needs=SIGN_OFFS)),
    *(
        (
            (SIGNED, RECONSIDERED),
            conclusion,
            Move(
                SENT,
                stamps=SEND,
                then=(noted("conclusion"), *((open_practice_review,) * (conclusion == LSCPR))),
            ),
        )
        for conclusion in CONCLUSIONS
    ),
    (
        (*BEFORE_DECISION, RECONSIDERED),
        NOT_MET,
        Move(SENT, needs=("reason",), stamps=SEND, then=(noted("conclusion"),)),
    ),
    *(
        (SENT, answer, Move("Complete", stamps=("answered_on",), then=(noted("panel_response"),)))
        for answer in (AGREES, NATIONAL)
    ),
    *(
        (SENT, answer, Move(RECONSIDERED, then=(noted("panel_response"),)))
        for answer in (ASKS_AGAIN, ASKS_MORE)
    ),
    (BEFORE_DECISION, "Withdraw", Move("Withdrawn", needs=("reason",))),
)


class RapidReview(Case):
    """A row of the Rapid Reviews. `progress` is kept by the software: who answered, who is late."""

    LIST: ClassVar[str] = "Rapid Reviews"
    PREFIX: ClassVar[str] = "RR"
    KIND: ClassVar[str] = "rapid_review"
    OPEN_STATES: ClassVar[tuple[str, ...]] = OPEN_STATES
    CLOSED_STATES: ClassVar[tuple[str, ...]] = ("Complete", "Withdrawn")
    MEETING_DAY: ClassVar[str] = "meeting_on"
    MOVES: ClassVar[Moves] = MOVES
    SUMMARY: ClassVar[tuple[str, ...]] = (
        "sin_submitted_on",
        "progress",
        "meeting_held_on",
        "conclusion",
        "reason",
        "sent_on",
        "panel_response",
    )

    state: Annotated[str, STATE] = OPENED
    progress: Annotated[str, Column("Progress", ColumnKind.NOTE)] = ""
    aware_on: Annotated[Day, Column("Local authority aware on", ColumnKind.DATE)] = None
    sin_submitted_on: Annotated[Day, Column("SIN submitted on", ColumnKind.DATE)] = None
    rr_clock_start: Annotated[Day, Column("Count starts on", ColumnKind.DATE)] = None
    start_is: Annotated[
        str, Column("Start counts as", ColumnKind.CHOICE, choices=(DAY_0, DAY_1))
    ] = DAY_0
    guidance: Annotated[str, Column("National guidance")] = ""
    requested_on: Annotated[Day, Column("Information requested on", ColumnKind.DATE)] = None
    returns_due: Annotated[Day, Column("Returns due", ColumnKind.DATE)] = None
    all_returned_on: Annotated[Day, Column("All returned on", ColumnKind.DATE)] = None
    progress_checked_on: Annotated[Day, Column("Progress checked on", ColumnKind.DATE)] = None
    meeting_on: Annotated[Day, Column("Review meeting on", ColumnKind.DATE)] = None
    meeting_held_on: Annotated[Day, Column("Meeting held on", ColumnKind.DATE)] = None
    report_drafted_on: Annotated[Day, Column("Report drafted on", ColumnKind.DATE)] = None
    local_authority_signed_on: Annotated[
        Day, Column("Local authority signed off on", ColumnKind.DATE)
    ] = None
    health_signed_on: Annotated[Day, Column("Health signed off on", ColumnKind.DATE)] = None
    police_signed_on: Annotated[Day, Column("Police signed off on", ColumnKind.DATE)] = None
    decided_on: Annotated[Day, Column("Decided on", ColumnKind.DATE)] = None
    conclusion: Annotated[str, Column("Conclusion")] = ""
    reason: Annotated[str, Column("Reason", ColumnKind.NOTE)] = ""
    sent_on: Annotated[Day, Column("Sent to the Panel on", ColumnKind.DATE)] = None
    panel_response: Annotated[str, Column("Panel's response")] = ""
    answered_on: Annotated[Day, Column("Panel answered on", ColumnKind.DATE)] = None

    @classmethod
    def from_incident(
        cls, incident: Case, *, aware_on: date | None, notified_on: date, situation: Situation
    ) -> Self:
        """Open the review that a notified incident asks for; its count starts with the SIN."""
        rules = situation.partnership.rapid_reviews
        return cls(
            subject_key=digest("rapid review", incident.reference),
            received_on=situation.now,
            links=incident.reference,
            children=incident.children,
            agency=incident.agency,
            known_agency=incident.known_agency,
            aware_on=aware_on,
            sin_submitted_on=notified_on,
            rr_clock_start=notified_on,
            start_is=DAY_1 if rules.start_is_day else DAY_0,
            guidance=rules.guidance,
        )

    def day_number(self, column: str) -> int:
        """Give 1 for the review's start where this review counts it as day 1."""
        return int(column == "rr_clock_start" and self.start_is == DAY_1)

    def working_day(self, number: int, situation: Situation) -> date | None:
        """Give a working day of the review by its number, as the national guidance counts."""
        if self.rr_clock_start is None:
            return None
        return situation.days.statutory.numbered(
            self.rr_clock_start, number, first=self.day_number("rr_clock_start")
        )
