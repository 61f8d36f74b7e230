"""What is found while going through a document: headings, answers under labels, and prose."""

from dataclasses import dataclass

from bot.forms.documents.model import Block
from bot.forms.wordings.labels import NOTHING, Match


@dataclass(frozen=True, slots=True)
class Place:
    """Where something stands, in words; `group` is one number for one table or run of lines.

    `table` is the number of the outermost table (0: in running text); `record` counts the rows of
    a grid whose rows are one thing each (0: not in such a grid).
    """

    where: str
    group: int
    table: int = 0
    record: int = 0


@dataclass(frozen=True, slots=True)
class Heading:
    """The start of a section: what it means (NOTHING: unknown), and its words.

    `level` is that of a heading by its style (0: none); `asks` when it is a label itself.
    """

    text: str
    match: Match
    place: Place
    level: int = 0
    asks: bool = False


@dataclass(frozen=True, slots=True)
class Entry:
    """A label with what stands in its blank; `match` carries the numbers of stage and child."""

    label: str
    match: Match
    value: tuple[Block, ...]
    place: Place
    beside: str = ""


@dataclass(frozen=True, slots=True)
class Prose:
    """Text under no label."""

    text: str
    place: Place


Found = Heading | Entry | Prose

__all__ = ["NOTHING", "Entry", "Found", "Heading", "Place", "Prose"]
