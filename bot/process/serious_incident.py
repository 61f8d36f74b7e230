"""Serious Incidents: what the local authority must notify to the national Panel.

Section 16C(1) Children Act 2004: abuse or neglect is known or suspected, and a child dies or is
seriously harmed in the area (a), or one normally resident there outside England (b). The days in
which the Panel is notified are a clock of the configuration. The decision belongs to all three
safeguarding partners. The software never files a notification; it keeps the clock and the record.
"""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Annotated, ClassVar, Self

from bot.process.age import ADULT, LEAVER_UNTIL, possible_ages
from bot.process.case import Case
from bot.process.child import from_lines
from bot.process.columns import Column, ColumnKind, Day
from bot.process.days import london_day
from bot.process.duplicate import DUPLICATE, MARK_AS_DUPLICATE
from bot.process.effects import Mention, OpenLinked, Tell
from bot.process.entry import STATE, YES_NO
from bot.process.keys import digest
from bot.process.moves import Done, Move, Moves, Refused, Situation, moves
from bot.process.rapid_review import RapidReview

CONSIDERED, NOTIFIED = "Being considered", "Notified"
CRITERIA = (
    "(a) a child died or was seriously harmed in the area",
    "(b) a child normally resident in the area died or was seriously harmed outside England",
)
DIED, HARMED = "Died", "Seriously harmed"
UNDER_18, CARE_LEAVER = "Under 18", "Care leaver aged 18 to 24"
AWARE_SINCE_FORM = (
    "the authority counts as aware since the form arrived: if it knew earlier, correct that day"
)
AGREED = ("local_authority_agreed_on", "health_agreed_on", "police_agreed_on")


def follow_the_age(incident: "SeriousIncident", situation: Situation) -> Done | Refused:
    """Open a Rapid Review for a child under 18; for a care leaver, speak to the adults' board.

    A person's own word on the age goes before what the birth dates tell.
    """
    group = incident.age_group or age_group(incident)
    if isinstance(group, Refused):
        return group
    noted = {"age_group": group}
    if group == CARE_LEAVER:
        return Done(noted, (_adults_board(incident, situation),))
    review = RapidReview.from_incident(
        incident,
        aware_on=incident.aware_on,
        notified_on=incident.notified_on or situation.today,
        situation=situation,
    )
    return Done(noted, (OpenLinked(review, incident.reference),))


def age_group(incident: "SeriousIncident") -> str | Refused:
    """Tell from the birth dates whom an incident is about: one child under 18 suffices."""
    ask = f"say in '{incident.label('age_group')}' which it is"
    if incident.date_of_incident is None:
        return Refused(f"first fill in: {incident.label('date_of_incident')}; or {ask}")
    children = from_lines(incident.children)
    ages = [possible_ages(child, incident.date_of_incident) for child in children]
    known = [age for age in ages if age]
    if any(max(age) < ADULT for age in known):
        return UNDER_18
    if len(known) < len(ages) or not ages or any(min(age) < ADULT for age in known):
        return Refused(f"the age on the day of the incident cannot be told: {ask}")
    if all(min(age) >= LEAVER_UNTIL for age in known):
        return Refused(f"nobody in it was under {LEAVER_UNTIL} on the day of the incident")
    return CARE_LEAVER


def adults_board_was_told(incident: "SeriousIncident", _situation: Situation) -> Done | Refused:
    """Keep a care leaver's incident open until the adults' board has been spoken to."""
    if incident.age_group == CARE_LEAVER and not incident.adults_board_on:
        return Refused(f"first fill in: {incident.label('adults_board_on')}")
    return Done()


def died_while_looked_after(incident: "SeriousIncident", _situation: Situation) -> Done | Refused:
    """Hold the exception against the record: it is for the death of a looked-after child."""
    if incident.looked_after == "Yes" and incident.harm == DIED:
        return Done()
    return Refused(
        "this is for the death of a looked-after child: check"
        f" '{incident.label('looked_after')}' and '{incident.label('harm')}'"
    )


def tell_its_reviews(incident: "SeriousIncident", situation: Situation) -> Done:
    """Say in each Rapid Review that is still open why it may not be needed; people close it."""
    what = f"{incident.reference} was found not to meet the criteria"
    asked = f"{what}: is this review still needed?"
    return Done(
        effects=tuple(
            Mention(review.reference, incident.reference, what, to_check=asked)
            for review in situation.linked
            if isinstance(review, RapidReview) and review.is_open
        )
    )


def _adults_board(incident: "SeriousIncident", situation: Situation) -> Tell:
    return Tell(
        template="adults_board.md",
        recipient=situation.partnership.team.address("business_manager"),
        reference=incident.reference,
        key=digest("adults board", incident.reference),
        facts={
            "reference": incident.reference,
            "told_on": incident.label("adults_board_on"),
            "age_group": incident.label("age_group"),
        },
    )


MOVES = moves(
    (
        CONSIDERED,
        "Notify",
        Move(
            NOTIFIED,
            needs=("aware_on", "criterion", "harm", *AGREED),
            stamps=("notified_on",),
            then=(follow_the_age,),
        ),
    ),
    (
        CONSIDERED,
        "Notify: death of looked-after child, nothing suspected",
        Move(
            "Notified, no review needed",
            needs=("aware_on", "reason"),
            stamps=("notified_on",),
            then=(died_while_looked_after,),
        ),
    ),
    (
        (CONSIDERED, NOTIFIED),
        "Criteria not met",
        Move("Criteria not met", needs=("reason",), then=(tell_its_reviews,), looks_at_links=True),
    ),
    (
        NOTIFIED,
        "Close",
        Move("Closed", needs=("sin_references",), then=(adults_board_was_told,)),
    ),
    (CONSIDERED, DUPLICATE, MARK_AS_DUPLICATE),
    (CONSIDERED, "Withdraw", Move("Withdrawn", needs=("reason",))),
)


class SeriousIncident(Case):
    """A row of the Serious Incidents: one incident, of one child or several.

    Every child has a line in `children`, also one who has no name yet; every reference that the
    national Panel gives has a line in `sin_references`.
    """

    LIST: ClassVar[str] = "Serious Incidents"
    PREFIX: ClassVar[str] = "SIN"
    KIND: ClassVar[str] = "serious_incident"
    OPEN_STATES: ClassVar[tuple[str, ...]] = (CONSIDERED, NOTIFIED)
    CLOSED_STATES: ClassVar[tuple[str, ...]] = (
        "Closed",
        "Notified, no review needed",
        "Criteria not met",
        DUPLICATE,
        "Withdrawn",
    )
    MOVES: ClassVar[Moves] = MOVES
    UNDECIDED: ClassVar[Mapping[str, str]] = {CONSIDERED: "the three partners'"}
    SUMMARY: ClassVar[tuple[str, ...]] = ("aware_on", "notified_on", "adults_board_on")

    state: Annotated[str, STATE] = CONSIDERED
    aware_on: Annotated[Day, Column("Local authority aware on", ColumnKind.DATE)] = None
    date_of_incident: Annotated[Day, Column("Date of incident", ColumnKind.DATE)] = None
    criterion: Annotated[str, Column("Criterion", ColumnKind.CHOICE, choices=CRITERIA)] = ""
    harm: Annotated[str, Column("What happened", ColumnKind.CHOICE, choices=(DIED, HARMED))] = ""
    looked_after: Annotated[
        str, Column("Looked-after child", ColumnKind.CHOICE, choices=YES_NO)
    ] = ""
    age_group: Annotated[
        str, Column("Age group", ColumnKind.CHOICE, choices=(UNDER_18, CARE_LEAVER))
    ] = ""
    local_authority_agreed_on: Annotated[
        Day, Column("Local authority agreed on", ColumnKind.DATE)
    ] = None
    health_agreed_on: Annotated[Day, Column("Health agreed on", ColumnKind.DATE)] = None
    police_agreed_on: Annotated[Day, Column("Police agreed on", ColumnKind.DATE)] = None
    notified_on: Annotated[Day, Column("Panel notified on", ColumnKind.DATE)] = None
    sin_references: Annotated[str, Column("References of the Panel", ColumnKind.NOTE)] = ""
    adults_board_on: Annotated[Day, Column("Adults' board told on", ColumnKind.DATE)] = None
    reason: Annotated[str, Column("Reason", ColumnKind.NOTE)] = ""

    @classmethod
    def from_case(cls, case: Case, *, now: datetime, happened: date | None) -> Self:
        """Open the incident that a Case of Concern turned out to be.

        The authority knew at the latest when the form arrived, whenever that is noticed.
        """
        return cls(
            subject_key=digest("serious incident", case.reference),
            received_on=now,
            links=case.reference,
            children=case.children,
            agency=case.agency,
            known_agency=case.known_agency,
            aware_on=london_day(case.received_on or now),
            to_check=AWARE_SINCE_FORM,
            date_of_incident=happened,
        )
