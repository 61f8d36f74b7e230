"""Needs Attention: what the software could not read or must not decide, so that nothing is lost."""

from typing import Annotated, ClassVar

from bot.process.columns import Column, ColumnKind
from bot.process.entry import Entry

WAITING, DONE = "Waiting for a person", "Done"


class NeedsAttention(Entry):
    """A row of the Needs Attention list: a mail kept, with the reason why a person is needed."""

    LIST: ClassVar[str] = "Needs Attention"
    PREFIX: ClassVar[str] = "NA"
    OPEN_STATES: ClassVar[tuple[str, ...]] = (WAITING,)

    state: Annotated[
        str, Column("State", ColumnKind.CHOICE, indexed=True, choices=(WAITING, DONE))
    ] = WAITING
    reason: Annotated[str, Column("Reason", ColumnKind.NOTE)]
    about: Annotated[str, Column("About entry", indexed=True)] = ""
