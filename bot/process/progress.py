"""Progress of a review's requests: who was asked, who has answered, who is late."""

import re
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from bot.process.agency_request import NOT_INVOLVED, RETURNED, SENT, AgencyRequest

_OURS = re.compile(
    r"\d+ of \d+ agencies have answered\."
    r"|(?:Late|Waiting for|Returned|Not involved): .*"
    r" \([A-Z]+-\d{4}-\d+(?:, (?:due|on) \d{1,2} [A-Z][a-z]+)?\)"
)


def progress_of(requests: Sequence[AgencyRequest], today: date) -> str:
    """Write the progress as a few lines, the late first; empty where nobody was asked."""
    asked = [row for row in requests if row.state in (SENT, RETURNED, NOT_INVOLVED)]
    waiting = [row for row in asked if row.state == SENT]
    late = [row for row in waiting if row.due_on and row.due_on < today]
    if not asked:
        return ""
    lines = (
        f"{len(asked) - len(waiting)} of {len(asked)} agencies have answered.",
        *_lines("Late", late, "due_on"),
        *_lines("Waiting for", (row for row in waiting if row not in late), "due_on"),
        *_lines("Returned", (row for row in asked if row.state == RETURNED), "returned_on"),
        *_lines("Not involved", (row for row in asked if row.state == NOT_INVOLVED), "returned_on"),
    )
    return "\n".join(lines)


def progress_changes(
    requests: Sequence[AgencyRequest], *, shown: str, all_returned_on: date | None, today: date
) -> dict[str, Any]:
    """Give what a review's row should show and does not; a day that stands there stays.

    So do the lines that people wrote, or wrote on in.
    """
    changes: dict[str, Any] = {}
    text = progress_of(requests, today)
    peoples = (line for line in shown.splitlines() if not _OURS.fullmatch(line.strip()))
    whole = "\n".join((text, *peoples)).rstrip()
    if text and _plain(whole) != _plain(shown):
        changes["progress"] = whole
    if text and not all_returned_on and not any(row.state == SENT for row in requests):
        changes["all_returned_on"] = max(
            (row.returned_on for row in requests if row.returned_on), default=today
        )
    return changes


def _lines(heading: str, rows: Iterable[AgencyRequest], column: str) -> Iterable[str]:
    for row in sorted(rows, key=lambda row: row.agency):
        day: date | None = getattr(row, column)
        word = "due" if column == "due_on" else "on"
        dated = f", {word} {day.day} {day:%B}" if day else ""
        yield f"{heading}: {row.agency} ({row.reference}{dated})"


def _plain(text: str) -> str:
    """Leave out how a list writes the ends of lines."""
    return " ".join(text.split())
