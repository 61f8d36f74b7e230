"""Serious Incidents: what the local authority must notify to the national Panel.

Section 16C(1) Children Act 2004: abuse or neglect is known or suspected, and a child dies or is
seriously harmed in the area (a), or one normally resident there outside England (b). The Panel is
notified within five working days of the authority becoming aware (Working Together to Safeguard
Children). The software never files a notification; it keeps the clock and the record.
"""

from datetime import date
from typing import Annotated, ClassVar, Self

from bot.process.columns import Column, ColumnKind, Day
from bot.process.entry import STATE, Case
from bot.process.keys import digest
from bot.process.moves import Move, Moves, moves

CONSIDERED, NOTIFIED = "Being considered", "Notified"


class SeriousIncident(Case):
    """A row of the Serious Incidents."""

    LIST: ClassVar[str] = "Serious Incidents"
    PREFIX: ClassVar[str] = "SIN"
    KIND: ClassVar[str] = "serious_incident"
    OPEN_STATES: ClassVar[tuple[str, ...]] = (CONSIDERED,)
    CLOSED_STATES: ClassVar[tuple[str, ...]] = (NOTIFIED, "Criteria not met", "Withdrawn")
    MOVES: ClassVar[Moves] = moves((CONSIDERED, "Withdraw", Move("Withdrawn")))

    state: Annotated[str, STATE] = CONSIDERED
    aware_on: Annotated[Day, Column("Aware on", ColumnKind.DATE)] = None
    notified_on: Annotated[Day, Column("Panel notified on", ColumnKind.DATE)] = None

    @classmethod
    def from_case(cls, case: Case, *, today: date) -> Self:
        """Open the incident that a Case of Concern turned out to be."""
        return cls(
            subject_key=digest("serious incident", case.reference),
            links=case.reference,
            children=case.children,
            agency=case.agency,
            aware_on=today,
        )
