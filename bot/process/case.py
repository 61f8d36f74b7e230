"""Cases: entries about children, and how a form that comes again is told from another matter."""

from collections.abc import Container, Iterable
from enum import StrEnum
from typing import Annotated, Any, ClassVar, Self

from bot.process.child import filled, from_lines, lines_of
from bot.process.columns import Column, ColumnKind
from bot.process.entry import Entry
from bot.process.form import Form, notes_to_check
from bot.process.history import STRANGER, told
from bot.process.keys import is_retold, same_words, subject_key

NOT_THE_FORMS = frozenset(
    {
        "reference",
        "received_on",
        "folder",
        "subject_key",
        "form_keys",
        "state",
        "stage",
        "history",
        "history_keys",
    }
)


class Verdict(StrEnum):
    """What a form is to an entry that stands under the same key."""

    SAME = "the same form again"
    NEWER = "a newer copy"
    ANOTHER = "another matter"


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
        """Tell what a form is to this entry, by the dates that both give."""
        if self.has_form(form.key):
            return Verdict.SAME
        if self.other_dates(form) and not self.is_told_again_in(form):
            return Verdict.ANOTHER
        return Verdict.NEWER

    def other_dates(self, form: Form) -> tuple[str, ...]:
        """Name the dates of a form that are others than here; what either leaves out is none."""
        known = from_lines(self.children)
        namesakes = any(c.is_a_namesake_of(other) for c in form.children for other in known)
        return ("date of birth",) if namesakes else ()

    def is_told_again_in(self, form: Form) -> bool:
        """Tell whether the same person tells the same again: another date is then a correction."""
        told_by = same_words(form.fields.get("referrer_name") or "")
        again = is_retold(self.summary, form.fields.get("summary") or "")
        return again and bool(told_by) and told_by == same_words(self.referrer)

    def asking_about(self, dates: Iterable[str]) -> Self:
        """Ask a person about dates that an earlier form gave otherwise."""
        notes = (f"another {date} than an earlier form gave" for date in dates)
        return self.model_copy(update={"to_check": "\n".join((self.to_check, *notes)).strip()})


def merged(
    existing: Entry, newer: Entry, *, theirs: Container[str], only_fill: bool = False
) -> dict[str, Any]:
    """Give the changes that another copy of a form makes to an entry, by field.

    A person's edit always wins: fields that are `theirs` stay as they are. With `only_fill` the
    copy fills what is empty and changes nothing else. What belongs to the entry and not to the form
    stays, and so do a warning and remarks for a person: only people take those back.
    """
    changes = {"form_keys": f"{existing.form_keys} {newer.form_keys}".strip()}
    for name in type(existing).model_fields.keys() - NOT_THE_FORMS:
        old, new = getattr(existing, name), getattr(newer, name)
        if name == "children":
            new = filled(new, old)
        elif name == "same_day":
            new = new if new == "Yes" else ""
        elif name == "to_check":
            new = "\n".join(dict.fromkeys((*old.splitlines(), *new.splitlines())))
        if new and new != old and name not in theirs and not (old and only_fill):
            changes[name] = new
    return changes


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
