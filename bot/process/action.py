"""Actions: what somebody undertook to do, from a meeting or a review, until it is shown to be done.

Each is an entry of its own, so that it stays in view when the review behind it is closed.
"""

import re
from datetime import date
from typing import Annotated, ClassVar

from bot.process.addresses import addresses_in
from bot.process.columns import Column, ColumnKind, Day
from bot.process.entry import STATE, Entry
from bot.process.moves import Done, Move, Moves, Situation, moves

REFERENCE = re.compile(r"\b[A-Z]{2,8}-\d{4}-\d{3,}\b")
OPEN, STARTED = "Open", "Under way"
DONE, WITHDRAWN = "Done", "Withdrawn"


def not_done_after_all(_action: "Action", _situation: Situation) -> Done:
    """Forget the day on which it was done, so that its clock runs again."""
    return Done({"done_on": None})


class Action(Entry):
    """A row of the Actions. `source` is the entry or the meeting that the action comes from."""

    LIST: ClassVar[str] = "Actions"
    PREFIX: ClassVar[str] = "ACT"
    KIND: ClassVar[str] = "action"
    OPEN_STATES: ClassVar[tuple[str, ...]] = (OPEN, STARTED)
    CLOSED_STATES: ClassVar[tuple[str, ...]] = (DONE, WITHDRAWN)
    MOVES: ClassVar[Moves] = moves(
        (OPEN, "Start", Move(STARTED)),
        ((OPEN, STARTED), "Done", Move(DONE, needs=("evidence",), stamps=("done_on",))),
        ((OPEN, STARTED), "Withdraw", Move(WITHDRAWN, needs=("evidence",))),
        ((DONE, WITHDRAWN), "Open again", Move(OPEN, then=(not_done_after_all,))),
    )

    state: Annotated[str, STATE] = OPEN
    what: Annotated[str, Column("Action", ColumnKind.NOTE)] = ""
    owner: Annotated[str, Column("Owner")] = ""
    owner_address: Annotated[str, Column("Owner's address")] = ""
    agency: Annotated[str, Column("Agency")] = ""
    due: Annotated[Day, Column("Due", ColumnKind.DATE)] = None
    source: Annotated[str, Column("From", indexed=True)] = ""
    evidence: Annotated[str, Column("Evidence, or why withdrawn", ColumnKind.NOTE)] = ""
    impact: Annotated[str, Column("Impact", ColumnKind.NOTE)] = ""
    done_on: Annotated[Day, Column("Done on", ColumnKind.DATE)] = None

    def is_overdue(self, today: date) -> bool:
        """Tell whether its day has passed and nobody has said that it is done."""
        return self.due is not None and self.due < today and not self.done_on

    @property
    def sources(self) -> tuple[str, ...]:
        """Give the references of the entries that it comes from, as far as a person named them."""
        return tuple(dict.fromkeys(REFERENCE.findall(self.source.upper())))

    @property
    def unlinked(self) -> tuple[str, ...]:
        """Give the entries that it comes from and is not linked to yet."""
        linked = self.links.split()
        return tuple(source for source in self.sources if source not in linked)

    @property
    def lacks(self) -> str:
        """Name the column without which nobody is reminded of it; empty where none is lacking."""
        if not addresses_in(self.owner_address):
            return self.label("owner_address")
        return "" if self.due else self.label("due")


def still_open(_review: Entry, situation: Situation) -> Done:
    """Say in a review's history which of its actions go on when it is closed."""
    left = [one.reference for one in situation.linked if isinstance(one, Action) and one.is_open]
    return Done(said=f"still open: {', '.join(left)}" if left else "")
