"""What a table cell is: a label, an answer, both in one, or empty."""

import re
from dataclasses import dataclass, field, replace
from enum import Enum, auto

from bot.forms.documents.content import Line, block_lines, is_filled_in
from bot.forms.documents.model import Cell, Paragraph, Run
from bot.forms.documents.ticks import has_mark
from bot.forms.layout.hints import is_hint
from bot.forms.layout.looks import Looks
from bot.forms.layout.running import LabelledLines, read_lines
from bot.forms.wordings.labels import NOTHING, Labels, Match

_NUMBERED = re.compile(
    r"^\W*(?:(?:stage|step|level|tier|phase|child|young person|pupil)\b[\s:#.-]*)?"
    r"(?:no\.?\s*)?(?:[1-9]|one|two|three|four|five|i{1,3}|iv|v)\b",
    re.IGNORECASE,
)
_LONGEST_LABEL = 30
_SURE = 0.9
_CERTAIN = 0.99
_ROLE = "referrer_role"


class Face(Enum):
    """The part that a cell plays."""

    EMPTY = auto()
    LABEL = auto()
    PAIRS = auto()
    TEXT = auto()
    NEST = auto()


@dataclass(frozen=True, slots=True)
class Faced:
    """A cell and the part that it plays; `pairs` are the labels and answers inside of it."""

    cell: Cell
    face: Face
    label: str = ""
    match: Match = NOTHING
    pairs: tuple[LabelledLines, ...] = field(default=())

    @property
    def known(self) -> bool:
        return self.face is Face.LABEL and bool(self.match.key)

    @property
    def numbered(self) -> bool:
        """A heading such as "Child 2" or "Stage 3: Heads of Service"."""
        return _is_numbered(self.label, self.match)


def face_of(cell: Cell, labels: Labels, looks: Looks) -> Faced:
    """Tell what part a cell plays."""
    own = tuple(block for block in cell.blocks if isinstance(block, Paragraph))
    lines = _unbroken([line for line in block_lines(own) if line.text.strip()], looks)
    if cell.tables:
        label = " ".join(line.text.strip() for line in lines)
        return Faced(cell, Face.NEST, label, labels.match(label))
    if not lines:
        return Faced(cell, Face.EMPTY)
    if is_filled_in(own):
        return Faced(cell, Face.TEXT)
    return _whole_label(cell, lines, labels, looks) or _mixed(cell, lines, labels, looks)


def _unbroken(lines: list[Line], looks: Looks) -> list[Line]:
    """A label in bold that a narrow column broke into several lines, as one line again."""
    if not looks.bold:
        return lines
    joined: list[Line] = []
    for line in lines:
        before = joined[-1] if joined else None
        if (
            before is not None
            and before.share("bold") > 0.9
            and line.share("bold") > 0.9
            and not before.text.rstrip().endswith((":", "?"))
        ):
            joined[-1] = replace(before, runs=(*before.runs, Run(" "), *line.runs))
        else:
            joined.append(line)
    return joined


def _whole_label(cell: Cell, lines: list[Line], labels: Labels, looks: Looks) -> Faced | None:
    """The cell as a label with nothing but guidance beside it, or None."""
    first = lines[0]
    whole = " ".join(line.text.strip() for line in lines)
    answered = has_mark(first.text) or _is_role_with_title(first.text, labels)
    if answered or not looks.agrees(first, shaded=cell.shaded):
        return None
    match = labels.match(first.text)
    if match.key and match.score < _SURE and not _asks(first.text, first, looks, cell):
        return None
    if match.key or _is_numbered(first.text, match):
        hints = all(is_hint(line, labels) for line in lines[1:])
        return Faced(cell, Face.LABEL, _clean(first.text), match) if hints else None
    match = labels.match(whole)
    if match.key and all(looks.agrees(line, shaded=cell.shaded) for line in lines):
        return Faced(cell, Face.LABEL, _clean(whole), match)
    head = _without_hint(first, labels)
    match = labels.match(head)
    if head != first.text and match.key and all(is_hint(line, labels) for line in lines[1:]):
        return Faced(cell, Face.LABEL, _clean(head), match)
    return None


def _mixed(cell: Cell, lines: list[Line], labels: Labels, looks: Looks) -> Faced:
    pairs = read_lines(lines, labels, looks)
    labelled = [pair for pair in pairs if pair.label]
    if labelled and not has_mark(labelled[0].label):
        answered = [p for p in labelled if not all(is_hint(line, labels) for line in p.lines)]
        if answered or len(labelled) > 1:
            return Faced(cell, Face.PAIRS, labelled[0].label, labelled[0].match, tuple(pairs))
        label = labelled[0].label
        return Faced(cell, Face.LABEL, label, labels.asked(label))
    if _looks_like_label(cell, lines, looks):
        text = " ".join(line.text.strip() for line in lines)
        return Faced(cell, Face.LABEL, _clean(text), labels.asked(text))
    return Faced(cell, Face.TEXT)


def as_label(faced: Faced, labels: Labels) -> Faced:
    """A cell that its place in the table shows to be a label, whatever its look."""
    text = " ".join(faced.cell.text.split())
    short = 0 < len(text.split()) <= _LONGEST_LABEL and any(c.isalpha() for c in text)
    if faced.face is not Face.TEXT or not short or has_mark(text) or labels.is_option(text):
        return faced
    return replace(faced, face=Face.LABEL, label=_clean(text), match=labels.asked(text))


def as_answer(faced: Faced) -> Faced:
    """A cell that its place shows to be an answer, though it reads like a label."""
    if faced.face in {Face.LABEL, Face.PAIRS}:
        return replace(faced, face=Face.TEXT, pairs=())
    return faced


def _is_role_with_title(text: str, labels: Labels) -> bool:
    """Whether "Position held: Designated Safeguarding Lead" gives a job that heads parts, too."""
    label, colon, said = text.partition(":")
    asked = labels.match(label)
    return bool(colon and said.strip()) and asked.key == _ROLE and asked.score >= _CERTAIN


def _asks(text: str, line: Line, looks: Looks, cell: Cell) -> bool:
    return text.rstrip().endswith((":", "?")) or looks.sets_apart(line, shaded=cell.shaded)


def _looks_like_label(cell: Cell, lines: list[Line], looks: Looks) -> bool:
    text = " ".join(line.text for line in lines)
    short = len(text.split()) <= _LONGEST_LABEL and any(c.isalpha() for c in text)
    return short and not has_mark(text) and looks.sets_apart(lines[0], shaded=cell.shaded)


def _without_hint(line: Line, labels: Labels) -> str:
    """The start of a label line whose end is set in italics or another colour."""
    at = 0
    for run in line.runs:
        rest = line.part(at)
        if at and run.text.strip() and is_hint(rest, labels):
            return line.text[:at].strip()
        at += len(run.text)
    return line.text


def _is_numbered(text: str, match: Match) -> bool:
    numbered = bool(match.stage or match.child) and bool(_NUMBERED.match(text.strip()))
    return numbered or match.named


def _clean(text: str) -> str:
    return " ".join(text.split()).strip(" :?*")
