"""An entry's history: everything that happened to it, by whom and when, as one text in order.

A line is put where its time belongs; lines that a person wrote, changed or took out stay as the
person left them. A text that grows too long for its column goes on in a file.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from itertools import accumulate

from bot.process.days import LONDON
from bot.process.keys import digest

REGISTER = "the register"
STRANGER = "an unknown sender"
LONGEST = 50_000  # SharePoint keeps 63,999 characters of a text with several lines
OUTGROWN = 25_000
_WRITTEN = "%d %b %Y %H:%M"
_TIMED = re.compile(r"(\d{1,2} [A-Z][a-z]{2} \d{4} \d\d:\d\d), ")


@dataclass(frozen=True, slots=True)
class Outgrown:
    """A history that was too long, cut in two: what stays, and what goes on in a file."""

    history: str
    file_name: str
    content: bytes


def told(history: str, *, at: datetime, who: str, what: str) -> str:
    """Add one line to a history, after all that happened up to its minute."""
    local = at.astimezone(LONDON)
    line = f"{local.day} {local:%b %Y %H:%M}, {who}: {' '.join(what.split())}"
    lines = history.split("\n") if history.strip() else []
    place = _place(lines, local.replace(tzinfo=None, second=0, microsecond=0))
    return "\n".join((*lines[:place], line, *lines[place:])).strip()


def since(history: str, day: date, *, who: str) -> Iterator[str]:
    """Give what somebody did on or after a day, by the lines that bear a time."""
    for line in history.split("\n"):
        when, (by, _, what) = _when(line), line.partition(", ")[2].partition(": ")
        if by == who and when and when.date() >= day:
            yield what


def outgrown(history: str) -> Outgrown | None:
    """Cut the oldest lines from a history that is too long; None while there is room.

    The same lines always go into a file of the same name, however the history has grown meanwhile.
    """
    if len(history) <= LONGEST:
        return None
    lines = history.split("\n")
    ends = accumulate(len(line) + 1 for line in lines)
    cut = next(number for number, end in enumerate(ends, 1) if end >= OUTGROWN)
    older = "\n".join(lines[:cut])
    name = f"history until {_last_day(lines[:cut])} {digest(older)[:6]}.txt"
    begins = f"What happened before is in this entry's folder: {name}"
    return Outgrown("\n".join((begins, *lines[cut:])).strip(), name, f"{older}\n".encode())


def _place(lines: list[str], at: datetime) -> int:
    """Find where a line of that minute belongs; one without a time belongs to the one before."""
    timed = [(number, when) for number, line in enumerate(lines) if (when := _when(line))]
    if not timed:
        return len(lines)
    before = [number for number, when in timed if when <= at]
    later = (number for number, _ in timed if not before or number > before[-1])
    return next(later, len(lines))


def _when(line: str) -> datetime | None:
    found = _TIMED.match(line)
    try:
        return datetime.strptime(found[1], _WRITTEN) if found else None  # noqa: DTZ007 - local
    except ValueError:  # a person's own words, by chance much like a time
        return None


def _last_day(lines: Iterable[str]) -> str:
    days = [when.date().isoformat() for line in lines if (when := _when(line))]
    return days[-1] if days else "now"
