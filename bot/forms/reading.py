"""What reading a document gives: its kind, its answers, and how far a person may rely on them."""

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any


class Kind(StrEnum):
    """What a document is."""

    COC = "coc"
    ESCALATION = "escalation"
    AGENCY_RETURN = "agency_return"
    BLANK = "blank"
    OTHER = "other"
    UNREADABLE = "unreadable"


@dataclass(frozen=True, slots=True)
class Provenance:
    """Where in the document an answer stands, in words, and how sure the reading is (0 to 1)."""

    where: str
    confidence: float


@dataclass(frozen=True, slots=True)
class Reading:
    """One document, read.

    `fields` holds JSON values under the names that `bot read` documents; an answer that is absent,
    a placeholder or not legible is left out, and `needs_person` then says why in plain words.
    """

    kind: Kind
    confidence: float
    why: str
    fields: dict[str, Any] = field(default_factory=dict)
    provenance: dict[str, Provenance] = field(default_factory=dict)
    needs_person: tuple[str, ...] = ()


def unreadable(why: str) -> Reading:
    """The reading of a document that cannot be read, for a person to take up."""
    return Reading(Kind.UNREADABLE, 1.0, why, needs_person=(why,))
