"""One label in a line."""

from dataclasses import dataclass

from bot.forms.wordings.labels import Match


@dataclass(frozen=True, slots=True)
class Span:
    """One label and its answer, as places in the line."""

    label: str
    match: Match
    start: int
    value_start: int
    value_end: int
