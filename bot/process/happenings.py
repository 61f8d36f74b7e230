"""What happened to an entry, each thing with a key, and how it is written into the history."""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Generic, TypeVar

from bot.process.columns import Row
from bot.process.history import REGISTER, told
from bot.process.keys import digest

R = TypeVar("R", bound=Row)
SOMEBODY = "a person"
KEY_LENGTH = 12  # of a digest: enough among what happens to one entry
NAMED = 12  # people or papers in one line; of more, the Notices and the folder tell


@dataclass(frozen=True, slots=True)
class Happening:
    """One thing that happened to an entry: `who` `did` it, to or with `whom`, about what.

    `whom` is an address, a paper or a day; `key` lets a thing stand in a history once.
    """

    entry: str
    key: str
    at: datetime
    who: str
    did: str
    whom: str
    about: str = ""


@dataclass(frozen=True, slots=True)
class Stood(Generic[R]):
    """A row as it stood after one edit, and who made it; `editor` is empty for the service."""

    at: datetime
    editor: str
    row: R


def paper_filed(path: str, *, item_id: str, at: datetime, who: str) -> Happening:
    """Tell of a document that was filed; the first part of its path is the entry's folder."""
    entry, _, name = path.partition("/")
    key = digest("filed", item_id)[:KEY_LENGTH]
    return Happening(entry, key, at, who or REGISTER, "filed", name)


def numbered(happened: Sequence[Happening]) -> list[Happening]:
    """Tell the same thing done twice to one row apart by its key, and make all keys short."""
    times: Counter[tuple[str, str]] = Counter()
    found: list[Happening] = []
    for one in happened:
        times[one.entry, one.did] += 1
        key = digest(one.key, one.entry, one.did, str(times[one.entry, one.did]))
        found.append(replace(one, key=key[:KEY_LENGTH]))
    return found


def written(history: str, happened: Iterable[Happening], called: Callable[[str], str]) -> str:
    """Write into a history what happened; `called` says who an address is.

    What was done to several in one minute becomes one line.
    """
    lines: dict[tuple[datetime, str, str, str], dict[str, None]] = {}
    for one in sorted(happened, key=lambda one: one.at):
        minute = one.at.replace(second=0, microsecond=0)
        lines.setdefault((minute, one.who, one.did, one.about), {})[called(one.whom)] = None
    for (minute, who, did, about), whom in lines.items():
        history = told(history, at=minute, who=who, what=f"{did} {_joined(tuple(whom))}{about}")
    return history


def _joined(names: Sequence[str]) -> str:
    """Put names into one phrase; of many, some and how many others. Posts may hold commas."""
    if len(names) > NAMED:
        names = (*names[: NAMED - 1], f"{len(names) - NAMED + 1} others")
    *most, last = names
    if any("," in name for name in names):
        return "; ".join((*most, f"and {last}")) if most else last
    return f"{', '.join(most)} and {last}" if most else last
