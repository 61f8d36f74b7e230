"""Forms as they arrive: what one says, and under which keys its matter may stand."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from bot.process.child import Child
from bot.process.keys import digest, subject_key


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
