"""Local Safeguarding Children Practice Reviews: from the decision to hold one to its impact.

Its publication has rules of its own (bot/process/publication.py). A delay needs a recorded reason,
and so does not publishing.
"""

from datetime import date
from typing import Annotated, ClassVar, Self

from bot.process.action import still_open
from bot.process.agency_request import ask_agencies
from bot.process.case import Case
from bot.process.columns import Column, ColumnKind, Day
from bot.process.commissioning import at_least_one_consideration, draft_terms
from bot.process.entry import STATE
from bot.process.keys import digest
from bot.process.moves import Done, Move, Moves, Situation, moves
from bot.process.publication import (
    MOVE,
    ask_press_offices,
    in_time,
    it_is_off,
    last_told,
    nobody_waited_for,
    the_day_was_told,
)

COMMISSIONED, CONSIDERED, APPOINTED = "Commissioned", "Considered", "Lead reviewer appointed"
TERMS, REQUESTED, PANEL = "Terms of reference agreed", "IMRs requested", "Panel meetings"
REPORTED, PLANNED = "Report finished", "Publication planned"
PUBLISHED, NOT_PUBLISHED = "Published", "Not published"
ACTING = "Action plan under way"
BEFORE_REPORT = (COMMISSIONED, CONSIDERED, APPOINTED, TERMS, REQUESTED, PANEL)
BEFORE_PUBLICATION = (*BEFORE_REPORT, REPORTED, PLANNED)
OPEN_STATES = (*BEFORE_PUBLICATION, PUBLISHED, NOT_PUBLISHED, ACTING)
METHODS = (
    "Systems review with a panel",
    "Appreciative inquiry",
    "Thematic review",
    "Practitioner learning event",
    "Other",
)


def progress_checked(_review: "PracticeReview", situation: Situation) -> Done:
    """Note that somebody looked at the progress; the next look is due from today."""
    return Done({"progress_on": situation.today})


PLAN = Move(PLANNED, needs=("publish_on",), then=(in_time, ask_press_offices))
DELAY = ("delayed_because", "delayed_until")

MOVES = moves(
    (COMMISSIONED, "Record considerations", Move(CONSIDERED, then=(at_least_one_consideration,))),
    (
        CONSIDERED,
        "Appoint lead reviewer",
        Move(APPOINTED, needs=("lead_reviewer", "methodology"), then=(draft_terms,)),
    ),
    (APPOINTED, "Agree terms of reference", Move(TERMS, stamps=("terms_agreed_on",))),
    (
        TERMS,
        "Request IMRs",
        Move(
            REQUESTED,
            needs=("returns_due",),
            stamps=("requested_on",),
            then=(ask_agencies("imr-request.docx"),),
        ),
    ),
    (REQUESTED, "Start panel meetings", Move(PANEL, needs=("panel_on",))),
    (PANEL, "Report finished", Move(REPORTED, stamps=("reported_on",))),
    (REPORTED, "Plan publication", PLAN),
    (PLANNED, MOVE, PLAN),
    (
        PLANNED,
        "Press offices confirmed",
        Move(PLANNED, stamps=("press_confirmed_on",), then=(the_day_was_told, nobody_waited_for)),
    ),
    (
        PLANNED,
        "Publish",
        Move(
            PUBLISHED,
            needs=("notice_given_on", "press_confirmed_on"),
            stamps=("published_on",),
            then=(the_day_was_told,),
        ),
    ),
    (
        (REPORTED, PLANNED),
        "Do not publish",
        Move(NOT_PUBLISHED, needs=("not_published_because",), then=(it_is_off,)),
    ),
    (
        (PUBLISHED, NOT_PUBLISHED),
        "Start action plan",
        Move(ACTING, stamps=("action_plan_on",)),
    ),
    (ACTING, "Close", Move("Closed", needs=("impact",), then=(still_open,), looks_at_links=True)),
    *(
        (state, "Delay", Move(state, needs=DELAY, stamps=("delay_agreed_on",)))
        for state in BEFORE_PUBLICATION
    ),
    *(
        (state, "Progress checked", Move(state, then=(progress_checked,)))
        for state in BEFORE_PUBLICATION
    ),
    (
        BEFORE_PUBLICATION,
        "Withdraw",
        Move("Withdrawn", needs=("not_published_because",), then=(it_is_off,)),
    ),
)


class PracticeReview(Case):
    """A row of the Practice Reviews."""

    LIST: ClassVar[str] = "Practice Reviews"
    PREFIX: ClassVar[str] = "SPR"
    KIND: ClassVar[str] = "practice_review"
    OPEN_STATES: ClassVar[tuple[str, ...]] = OPEN_STATES
    CLOSED_STATES: ClassVar[tuple[str, ...]] = ("Closed", "Withdrawn")
    MEETING_DAY: ClassVar[str] = "panel_on"
    MOVES: ClassVar[Moves] = MOVES
    SUMMARY: ClassVar[tuple[str, ...]] = (
        "decided_on",
        "lead_reviewer",
        "methodology",
        "terms_agreed_on",
        "progress",
        "reported_on",
        "delayed_because",
        "delayed_until",
        "publish_on",
        "published_on",
        "not_published_because",
        "action_plan_on",
        "impact",
    )

    state: Annotated[str, STATE] = COMMISSIONED
    decided_on: Annotated[Day, Column("Decided on", ColumnKind.DATE)] = None
    known_needs: Annotated[
        str, Column("Because: known needs to improve, also repeated ones", ColumnKind.NOTE)
    ] = ""
    recurring_themes: Annotated[str, Column("Because: recurring themes", ColumnKind.NOTE)] = ""
    working_together: Annotated[
        str, Column("Because: agencies not working well together", ColumnKind.NOTE)
    ] = ""
    single_agency: Annotated[str, Column("Because: concern in one agency", ColumnKind.NOTE)] = ""
    no_agency: Annotated[str, Column("Because: no agency was involved", ColumnKind.NOTE)] = ""
    several_areas: Annotated[str, Column("Because: more than one area", ColumnKind.NOTE)] = ""
    national_panel: Annotated[
        str, Column("Because: the national Panel recommends it", ColumnKind.NOTE)
    ] = ""
    lead_reviewer: Annotated[str, Column("Lead reviewer")] = ""
    reviewer_address: Annotated[str, Column("Lead reviewer's e-mail address")] = ""
    methodology: Annotated[str, Column("Method", ColumnKind.CHOICE, choices=METHODS)] = ""
    terms_agreed_on: Annotated[Day, Column("Terms of reference agreed on", ColumnKind.DATE)] = None
    agencies_involved: Annotated[str, Column("Agencies involved", ColumnKind.NOTE)] = ""
    requested_on: Annotated[Day, Column("IMRs requested on", ColumnKind.DATE)] = None
    returns_due: Annotated[Day, Column("IMRs due", ColumnKind.DATE)] = None
    all_returned_on: Annotated[Day, Column("All returned on", ColumnKind.DATE)] = None
    progress: Annotated[str, Column("Progress", ColumnKind.NOTE)] = ""
    panel_on: Annotated[Day, Column("Next panel meeting on", ColumnKind.DATE)] = None
    progress_on: Annotated[Day, Column("Progress last checked on", ColumnKind.DATE)] = None
    reported_on: Annotated[Day, Column("Report finished on", ColumnKind.DATE)] = None
    publish_on: Annotated[Day, Column("To be published on", ColumnKind.DATE)] = None
    notice_given_on: Annotated[Day, Column("Panel and Government told on", ColumnKind.DATE)] = None
    days_told: Annotated[str, Column("Days of publication told", ColumnKind.NOTE)] = ""
    press_told_on: Annotated[Day, Column("Press offices told on", ColumnKind.DATE)] = None
    press_waiting: Annotated[str, Column("Press offices to confirm", ColumnKind.NOTE)] = ""
    press_confirmed_on: Annotated[Day, Column("Press offices confirmed on", ColumnKind.DATE)] = None
    published_on: Annotated[Day, Column("Published on", ColumnKind.DATE)] = None
    not_published_because: Annotated[str, Column("Not published because", ColumnKind.NOTE)] = ""
    delayed_because: Annotated[str, Column("Delayed because", ColumnKind.NOTE)] = ""
    delayed_until: Annotated[Day, Column("Delayed until", ColumnKind.DATE)] = None
    delay_agreed_on: Annotated[Day, Column("Delay recorded on", ColumnKind.DATE)] = None
    action_plan_on: Annotated[Day, Column("Action plan started on", ColumnKind.DATE)] = None
    impact: Annotated[str, Column("Impact", ColumnKind.NOTE)] = ""

    @property
    def edit_means(self) -> str:
        """Take another day of publication than the members were told for what it is: a move."""
        told = last_told(self)
        return MOVE if self.state == PLANNED and told and told != self.publish_on else ""

    @classmethod
    def from_review(cls, review: Case, *, today: date) -> Self:
        """Open the Practice Review that was decided upon a Rapid Review."""
        return cls(
            subject_key=digest("practice review", review.reference),
            links=review.reference,
            children=review.children,
            agency=review.agency,
            known_agency=review.known_agency,
            decided_on=today,
            progress_on=today,
        )
