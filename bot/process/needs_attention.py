"""Needs Attention: what the software could not read or must not decide, so that nothing is lost."""

from datetime import datetime
from typing import Annotated, ClassVar, Self

from bot.process.case import Case
from bot.process.columns import Column, ColumnKind
from bot.process.entry import STATE, Entry
from bot.process.history import REGISTER, told
from bot.process.keys import digest
from bot.process.moves import Move, Moves, moves

WAITING, DONE = "Waiting for a person", "Done"


class NeedsAttention(Entry):
    """A row of the Needs Attention list: a mail kept, with the reason why a person is needed."""

    LIST: ClassVar[str] = "Needs Attention"
    PREFIX: ClassVar[str] = "NA"
    KIND: ClassVar[str] = "needs_attention"
    OPEN_STATES: ClassVar[tuple[str, ...]] = (WAITING,)
    CLOSED_STATES: ClassVar[tuple[str, ...]] = (DONE,)
    MOVES: ClassVar[Moves] = moves((WAITING, "Done", Move(DONE)))

    state: Annotated[str, STATE] = WAITING
    reason: Annotated[str, Column("Reason", ColumnKind.NOTE)]
    about: Annotated[str, Column("About entry", indexed=True)] = ""

    @classmethod
    def about_closed(cls, reference: str, newer: Case, *, now: datetime) -> Self:
        """Ask whether a closed entry is to be opened again for a newer form; once for each form."""
        return cls(
            reason=f"a newer form came for {reference}, which is closed: is it to be opened again?",
            same_day=newer.same_day,
            about=reference,
            received_on=newer.received_on,
            history=told("", at=now, who=REGISTER, what=f"a form arrived and went to {reference}"),
            contact=newer.contact,
            subject_key=digest("closed", reference, newer.form_keys),
        )
