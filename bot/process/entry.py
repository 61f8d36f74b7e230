"""What every entry of a register has, whatever its kind."""

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Annotated, ClassVar

from pydantic import Field

from bot.process.columns import Column, ColumnKind, Moment, Row
from bot.process.moves import Moves

YES_NO = ("Yes", "No")
STATE = Column("State", ColumnKind.CHOICE, indexed=True)
DECISION = Column("Decision", ColumnKind.CHOICE)
OWN_WORDING = "a wording of your own"
REFERENCE = r"^([A-Z]{2,8}-\d{4}-\d+)?$"  # mails carry it: words in its place may name a child


def is_reference(typed: str) -> bool:
    """Tell whether what a person typed is an entry's reference, which mails may say."""
    return bool(typed and re.match(REFERENCE, typed))


class Entry(Row):
    """The columns that every register has in common.

    People decide in `decision`; `acted_on` is the decision last carried out. `subject_key` tells
    matters apart; `form_keys` are the digests of the forms that made the entry what it is;
    `history_keys` tell what the history has told already; `state_seen` is the state that the
    software last recorded: a person set any other. These five are for the software; people may
    hide them.

    A kind says in `UNDECIDED` for whose decision its entries wait in which states ({manager} stands
    for the Business Manager's title), and in `SUMMARY` which columns a Review Summary tells of:
    kinds that have one are reviews.
    """

    OPEN_STATES: ClassVar[tuple[str, ...]]
    CLOSED_STATES: ClassVar[tuple[str, ...]]
    MOVES: ClassVar[Moves] = {}
    UNDECIDED: ClassVar[Mapping[str, str]] = {}
    SUMMARY: ClassVar[tuple[str, ...]] = ()

    reference: Annotated[
        str, Column("Reference", indexed=True, unique=True), Field(pattern=REFERENCE)
    ] = ""
    state: Annotated[str, STATE] = ""
    decision: Annotated[str, DECISION] = ""
    received_on: Annotated[Moment, Column("Received on", ColumnKind.MOMENT, indexed=True)] = None
    contact: Annotated[str, Column("Contact")] = ""
    to_check: Annotated[str, Column("For a person to check", ColumnKind.NOTE)] = ""
    same_day: Annotated[str, Column("Look today", ColumnKind.CHOICE, choices=YES_NO)] = "No"
    links: Annotated[str, Column("Linked entries")] = ""
    history: Annotated[str, Column("History", ColumnKind.NOTE)] = ""
    history_keys: Annotated[str, Column("Told in the history", ColumnKind.NOTE)] = ""
    folder: Annotated[str, Column("Folder", ColumnKind.NOTE)] = ""
    acted_on: Annotated[str, Column("Acted on")] = ""
    state_seen: Annotated[str, Column("State last recorded")] = ""
    subject_key: Annotated[str, Column("Subject key", indexed=True, unique=True)] = ""
    form_keys: Annotated[str, Column("Form keys", ColumnKind.NOTE)] = ""

    @classmethod
    def columns(cls) -> dict[str, Column]:
        """Give the declared columns; states and decisions are those that the kind has."""
        decisions = tuple(dict.fromkeys(decision for _, decision in cls.MOVES))
        return super().columns() | {
            "State": replace(STATE, choices=cls.OPEN_STATES + cls.CLOSED_STATES),
            "Decision": replace(DECISION, choices=decisions),
        }

    @property
    def title(self) -> str:
        """An entry's link in its list shows the reference."""
        return self.reference

    @property
    def is_open(self) -> bool:
        """Tell whether the entry is on its way, so that its clocks run."""
        return self.state in self.OPEN_STATES

    @property
    def was_moved_by_hand(self) -> bool:
        """Tell whether a person set the state itself, and nobody has taken note yet."""
        return bool(self.state_seen) and self.state != self.state_seen

    @property
    def edit_means(self) -> str:
        """Give the decision that a person's edit of a column amounts to; empty as a rule."""
        return ""

    def day_number(self, _column: str) -> int:
        """Give the number of the day in a column from which working days are counted: 0, or 1."""
        return 0

    def said(self, name: str, word: str) -> str:
        """Say a choice of a column, named by its field, in the words of the partnership."""
        return self.column(name).said(word)

    def way(self, name: str, before: str, after: str) -> str:
        """Say how a choice moved."""
        return f"{self.said(name, before)} → {self.said(name, after)}"

    def in_mails(self, column: str, chosen: str) -> str:
        """Give a choice as mails may say it: what a person typed in its place may name a child."""
        choices = self.column(column)
        return choices.said(chosen) if chosen in ("", *choices.choices) else OWN_WORDING

    @property
    def state_said(self) -> str:
        """The state as mails and papers that go round may say it."""
        return self.in_mails("State", self.state)

    def has_form(self, form_key: str) -> bool:
        """Tell whether that form has already made its mark on the entry."""
        return form_key in self.form_keys.split()
