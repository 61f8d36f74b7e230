"""Local Safeguarding Children Practice Reviews: from the decision to hold one to its impact.

Published within six months of the decision; the national Panel and Government hear of it working
days before (Working Together to Safeguard Children). Both figures are clocks of the configuration.
A delay needs a recorded reason, and so does not publishing.
"""

from datetime import date
from typing import Annotated, ClassVar, Self

from bot.partnership import Clock
from bot.process.agency_request import ask_agencies
from bot.process.clocks import due_on
from bot.process.columns import Column, ColumnKind, Day
from bot.process.effects import Tell
from bot.process.entry import STATE, Case
from bot.process.keys import digest
from bot.process.moves import Done, Move, Moves, Refused, Situation, moves
from bot.process.working_days import WorkingHours

COMMISSIONED, CONSIDERED, APPOINTED = "Commissioned", "Considered", "Lead reviewer appointed"
TERMS, REQUESTED, PANEL = "Terms of reference agreed", "IMRs requested", "Panel meetings"
REPORTED, PLANNED = "Report finished", "Publication planned"
PUBLISHED, NOT_PUBLISHED = "Published", "Not published"
MOVE = "Move publication"
ACTING = "Action plan under way"
BEFORE_REPORT = (COMMISSIONED, CONSIDERED, APPOINTED, TERMS, REQUESTED, PANEL)
BEFORE_PUBLICATION = (*BEFORE_REPORT, REPORTED, PLANNED)
OPEN_STATES = (*BEFORE_PUBLICATION, PUBLISHED, NOT_PUBLISHED, ACTING)
CONSIDERATIONS = (
    "known_needs",
    "recurring_themes",
    "working_together",
    "single_agency",
    "no_agency",
    "several_areas",
    "national_panel",
)
METHODS = (
    "Systems review with a panel",
    "Appreciative inquiry",
    "Thematic review",
    "Practitioner learning event",
    "Other",
)


def at_least_one_consideration(review: "PracticeReview", _situation: Situation) -> Done | Refused:
    """Ask for the reason of one consideration at least: a filled one counts as ticked."""
    if any(getattr(review, name) for name in CONSIDERATIONS):
        return Done()
    labels = "; ".join(review.label(name) for name in CONSIDERATIONS)
    return Refused(f"first give the reason for at least one consideration: {labels}")


def progress_checked(_review: "PracticeReview", situation: Situation) -> Done:
    """Note that somebody looked at the progress; the next look is due from today."""
    return Done({"progress_on": situation.today})


def in_time(review: "PracticeReview", situation: Situation) -> Done | Refused:
    """Hold the day of publication against the notice before it and the limit on it."""
    day, notice = review.publish_on or situation.today, _notice_of_the_day(review, situation)
    told_by = _due(review, situation, counts_from="publish_on", met_by="notice_given_on")
    if told_by and told_by < situation.today and not notice:
        return Refused(
            f"notice to the Panel and Government was due on {_said(told_by)} for publication on"
            f" {_said(day)}: choose a later day, or record when they were told"
        )
    limit = _due(review, situation, counts_from="decided_on", met_by="published_on")
    if limit and day > limit and not review.delay_agreed_on:
        return Refused(
            f"publication is due by {_said(limit)}: give '{review.label('delayed_because')}' and"
            f" '{review.label('delayed_until')}', and choose Delay first"
        )
    return Done({"notice_given_on": notice})


def _notice_of_the_day(review: "PracticeReview", situation: Situation) -> date | None:
    """Give when notice of the chosen day was given: one from before a move told of another day."""
    given = review.notice_given_on
    stale = review.decision == MOVE and given is not None and given < situation.today
    return None if stale else given


def ask_press_offices(review: "PracticeReview", situation: Situation) -> Done:
    """Tell every member the day, so that their press offices know; each confirms anew."""
    addresses = [member.email for member in situation.partnership.members if member.email]
    day = review.publish_on or situation.today
    letters = tuple(
        Tell(
            template="press.md",
            recipient=address,
            reference=review.reference,
            key=digest("press", review.reference, day.isoformat(), address),
            facts={"reference": review.reference, "publish_on": day},
        )
        for address in dict.fromkeys(addresses)
    )
    waiting = "\n".join(letter.recipient for letter in letters)
    told = {"press_waiting": waiting, "press_told_on": situation.today, "press_confirmed_on": None}
    return Done(told, letters)


def nobody_waited_for(review: "PracticeReview", _situation: Situation) -> Done | Refused:
    """Hold until every member has confirmed: each is taken out of the list when it has."""
    waiting = len(review.press_waiting.split())
    if waiting:
        have = "member has" if waiting == 1 else "members have"
        return Refused(
            f"{waiting} {have} not confirmed yet: take each out of"
            f" '{review.label('press_waiting')}' when it has"
        )
    return Done()


def _due(
    review: "PracticeReview", situation: Situation, *, counts_from: str, met_by: str
) -> date | None:
    """Give what the configured clock says of a day, if there is such a clock."""
    configured: tuple[Clock, ...] = situation.partnership.clocks.get(PracticeReview.KIND, ())
    hours = WorkingHours(situation.days)
    found = (c for c in configured if c.counts_from == counts_from and met_by in c.met_by)
    return next((due_on(clock, review, hours) for clock in found), None)


def _said(day: date) -> str:
    return f"{day.day} {day:%B %Y}"


PLAN = Move(PLANNED, needs=("publish_on",), then=(in_time, ask_press_offices))
DELAY = ("delayed_because", "delayed_until")

MOVES = moves(
    (COMMISSIONED, "Record considerations", Move(CONSIDERED, then=(at_least_one_consideration,))),
    (
        CONSIDERED,
        "Appoint lead reviewer",
        Move(APPOINTED, needs=("lead_reviewer", "methodology")),
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
        Move(PLANNED, stamps=("press_confirmed_on",), then=(nobody_waited_for,)),
    ),
    (
        PLANNED,
        "Publish",
        Move(
            PUBLISHED,
            needs=("notice_given_on", "press_confirmed_on"),
            stamps=("published_on",),
        ),
    ),
    (
        (REPORTED, PLANNED),
        "Do not publish",
        Move(NOT_PUBLISHED, needs=("not_published_because",)),
    ),
    (
        (PUBLISHED, NOT_PUBLISHED),
        "Start action plan",
        Move(ACTING, stamps=("action_plan_on",)),
    ),
    (ACTING, "Close", Move("Closed", needs=("impact",))),
    *(
        (state, "Delay", Move(state, needs=DELAY, stamps=("delay_agreed_on",)))
        for state in BEFORE_PUBLICATION
    ),
    *(
        (state, "Progress checked", Move(state, then=(progress_checked,)))
        for state in BEFORE_PUBLICATION
    ),
    (BEFORE_PUBLICATION, "Withdraw", Move("Withdrawn", needs=("not_published_because",))),
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

    @classmethod
    def from_review(cls, review: Case, *, today: date) -> Self:
        """Open the Practice Review that was decided upon a Rapid Review."""
        return cls(
            subject_key=digest("practice review", review.reference),
            links=review.reference,
            children=review.children,
            agency=review.agency,
            decided_on=today,
            progress_on=today,
        )
