"""Needs Attention: what the software could not read or must not decide, so that nothing is lost."""

from typing import Annotated, ClassVar

from bot.process.columns import Column, ColumnKind
from bot.process.entry import STATE, Entry
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
