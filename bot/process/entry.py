"""What every entry of a register has, and how a form that comes again is told from a new matter."""

import re
from collections.abc import Container, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum
from typing import Annotated, Any, ClassVar

from pydantic import Field

from bot.process.child import Child, filled, from_lines, lines_of
from bot.process.columns import Column, ColumnKind, Moment, Row
from bot.process.history import STRANGER, told
from bot.process.keys import digest, subject_key
from bot.process.moves import Moves

YES_NO = ("Yes", "No")
STATE = Column("State", ColumnKind.CHOICE, indexed=True)
DECISION = Column("Decision", ColumnKind.CHOICE)
OWN_WORDING = "a wording of your own"
REFERENCE = r"^([A-Z]{2,8}-\d{4}-\d+)?$"  # mails carry it: words in its place may name a child


NOT_THE_FORMS = frozenset(
    (
        "reference",
        "received_on",
        "folder",
        "subject_key",
        "form_keys",
        "state",
        "stage",
        "history",
        "history_keys",
    )
)


def is_reference(typed: str) -> bool:
    """Tell whether what a person typed is an entry's reference, which mails may say."""
    return bool(typed and re.match(REFERENCE, typed))


class Verdict(StrEnum):
    """What a form is to an entry that stands under the same key."""

    SAME = "the same form again"
    NEWER = "a newer copy"
    ANOTHER = "another matter"


@dataclass(frozen=True, slots=True)
class Form:
    """A form as it arrives: what it says and what is known of its arrival.

    `key` is the digest of what the form says; `sent_on` is when its mail says that it was sent;
    `to_check` are the reasons why a person should look at the reading.
    """

    kind: str
    fields: Mapping[str, Any]
    key: str
    received_on: datetime
    contact: str
    sent_on: datetime | None = None
    children: tuple[Child, ...] = ()
    to_check: tuple[str, ...] = ()

    @property
    def incident(self) -> str:
        """The day of the incident as far as the form gives it."""
        return self.fields.get("date_of_incident") or ""

    @property
    def agency(self) -> str:
        """The agency that raises the matter, or the sender's domain where the form names none."""
        named: str = self.fields.get("referrer_agency") or ""
        return named or self.contact.rpartition("@")[2]

    @property
    def subject_keys(self) -> tuple[str, ...]:
        """Keys under which the form may stand, to be tried in turn.

        First by children and agency; then, where that key belongs to another matter, also by birth
        dates and incident; last by the form itself, so that a matter of its own always finds room.
        """
        names = [child.name for child in self.children if child.name]
        first = subject_key(self.kind, children=names, agency=self.agency, otherwise=self.key)
        births = (child.born for child in self.children)
        return (first, digest(first, self.incident, *births), digest(first, self.key))


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


class Case(Entry):
    """An entry about children: what Cases of Concern and Escalations have in common.

    `agency` is in the form's own words, `known_agency` the one of the Agencies list that is meant.
    `FORM` is the kind of form that opens one; empty where none does.
    """

    FORM: ClassVar[str] = ""

    children: Annotated[str, Column("Children", ColumnKind.NOTE)] = ""
    agency: Annotated[str, Column("Agency")] = ""
    known_agency: Annotated[str, Column("Known agency")] = ""
    referrer: Annotated[str, Column("Referrer")] = ""
    summary: Annotated[str, Column("Summary", ColumnKind.NOTE)] = ""
    harm_themes: Annotated[str, Column("Themes: harm or incident", ColumnKind.NOTE)] = ""
    feature_themes: Annotated[str, Column("Themes: child and family", ColumnKind.NOTE)] = ""
    practice_themes: Annotated[str, Column("Themes: practice", ColumnKind.NOTE)] = ""

    @property
    def matter_key(self) -> str:
        """The first key of a form about the same matter; empty where the entry names none.

        An entry that a person added stands under it, so that the form that comes later finds it.
        """
        names = [child.name for child in from_lines(self.children) if child.name]
        if not (self.FORM and names and self.agency.strip()):
            return ""
        return subject_key(self.FORM, children=names, agency=self.agency, otherwise="")

    def is_older_than(self, _other: "Case") -> bool:
        """Tell whether this is an older copy of what the other says, whichever came first."""
        return False

    def compare(self, form: Form) -> Verdict:
        """Tell what a form is to this entry, by what both say of the children.

        What either leaves out cannot tell them apart.
        """
        if self.has_form(form.key):
            return Verdict.SAME
        known = from_lines(self.children)
        if any(child.is_a_namesake_of(other) for child in form.children for other in known):
            return Verdict.ANOTHER
        return Verdict.NEWER


def merged(
    existing: Entry, newer: Entry, *, theirs: Container[str], only_fill: bool = False
) -> dict[str, Any]:
    """Give the changes that another copy of a form makes to an entry, by field.

    A person's edit always wins: fields that are `theirs` stay as they are. With `only_fill` the
    copy fills what is empty and changes nothing else. What belongs to the entry and not to the form
    stays.
    """
    changes = {"form_keys": f"{existing.form_keys} {newer.form_keys}".strip()}
    for name in type(existing).model_fields.keys() - NOT_THE_FORMS:
        old, new = getattr(existing, name), getattr(newer, name)
        if name == "children":
            new = filled(new, old)
        if new and new != old and name not in theirs and not (old and only_fill):
            changes[name] = new
    return changes


def whole_day(value: str | None) -> date | None:
    """Read a form's date; one of which only the month or a range is known is no day."""
    try:
        return date.fromisoformat(value) if value else None
    except ValueError:
        return None


def vague_dates(fields: Mapping[str, Any]) -> tuple[str, ...]:
    """Say which dates of a form are not exact, in words for the person who reads the entry."""
    return tuple(
        f"{name.replace('_', ' ')}: the form gives only {value}"
        for name, value in fields.items()
        if "date" in name.split("_") and value and whole_day(value) is None
    )


def notes_to_check(form: Form) -> str:
    """Write what a person should check of a form, one line each."""
    return "\n".join((*form.to_check, *vague_dates(form.fields)))


def as_every_form_says(form: Form, *, same_day: bool) -> dict[str, Any]:
    """Give the fields of an entry that any form fills, by whoever sent it."""
    sender, said = form.contact or STRANGER, form.fields
    return {
        "received_on": form.received_on,
        "history": told("", at=form.received_on, who=sender, what="sent the form"),
        "contact": form.contact,
        "to_check": notes_to_check(form),
        "subject_key": form.subject_keys[0],
        "form_keys": form.key,
        "form_sent_on": form.sent_on,
        "same_day": "Yes" if same_day else "No",
        "children": lines_of(form.children),
        "agency": form.agency,
        "referrer": said.get("referrer_name") or "",
        "summary": said.get("summary") or "",
    }
