"""Running text cut into labels and their answers, line by line."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from bot.forms.documents.content import Line
from bot.forms.fields import CHOICES, LISTS, LONG
from bot.forms.layout.hints import is_hint
from bot.forms.layout.looks import Looks
from bot.forms.layout.span import Span
from bot.forms.layout.spans import spans_of
from bot.forms.wordings.labels import NOTHING, Labels, Match
from bot.forms.wordings.wording import words

_NUMBER = re.compile(r"\s*(?:[(]?(?:\d{1,2}(?:\.\d{1,2})*|[a-z])[.):]*\s*)?")
_SIGNING = {"signed", "print_name", "signed_date"}
_SENDING = {"date_of_form", "referrer_name", "referrer_role", "referrer_agency"}
_SENDING |= {"referrer_email", "referrer_phone"}
_OF_FORM = {"form", "referrer", "your"}
_CERTAIN = 0.99
_WHOLLY = 0.8
PARTS = (LONG | LISTS | CHOICES) - {"agency", "outcome", "final_outcome", "stage_notes"}


@dataclass(slots=True)
class LabelledLines:
    """A label (none for text before the first one) and the lines of its answer.

    `blank` when the label's own line holds a blank to write on, filled in or not.
    """

    label: str = ""
    match: Match = NOTHING
    lines: list[Line] = field(default_factory=list)
    blank: bool = False


def read_lines(lines: Iterable[Line], labels: Labels, looks: Looks) -> list[LabelledLines]:
    """Cut lines at every label."""
    found: list[LabelledLines] = []
    for line in lines:
        open_key = found[-1].match.key if found else ""
        spans = [s for s in spans_of(line, labels, looks) if _interrupts(s, line, open_key, looks)]
        if not spans:
            _append(found, line)
            continue
        if not _NUMBER.fullmatch(line.text[: spans[0].start]):
            _append(found, line.part(0, spans[0].start))
        found += [_labelled(line, span, labels) for span in spans]
    for piece in found:
        piece.lines = _without_guidance(piece.lines)
    return found


def _without_guidance(lines: list[Line]) -> list[Line]:
    """An answer without the lines before it that a look of their own shows to be guidance."""
    for at, line in enumerate(lines):
        if line.share("italic") < _WHOLLY and line.share("colour") < _WHOLLY:
            return lines[at:]
    return lines


def _labelled(line: Line, span: Span, labels: Labels) -> LabelledLines:
    value = replace(line.part(span.value_start, span.value_end), item=False)
    label = line.text[span.start : span.value_start]
    blank = any(mark in label or mark in value.text for mark in ("\t", "__", "….", "……", "...."))
    filled = value.text.strip(" \t_….") or any(run.answer for run in value.runs)
    guiding = len(value.text.split()) > 3 and is_hint(value, labels)
    lines = [value] if filled and not guiding else []
    blank = blank or bool(lines) or any(run.answer for run in line.runs)
    return LabelledLines(span.label, span.match, lines, blank)


def _append(found: list[LabelledLines], line: Line) -> None:
    if not found:
        found.append(LabelledLines())
    found[-1].lines.append(line)


def is_of_form(label: str, match: Match) -> bool:
    """Whether a label asks who signs, or about the form itself, as no account of a case does."""
    return match.score >= _CERTAIN and (
        match.key in _SIGNING or (match.key in _SENDING and not _OF_FORM.isdisjoint(words(label)))
    )


def _interrupts(span: Span, line: Line, open_key: str, looks: Looks) -> bool:
    """Whether a label ends the answer before it: a long account may hold "Contact: …" itself."""
    filled_in = any(run.answer for run in line.runs)
    if open_key not in LONG or looks.bold or filled_in:
        return True
    certain = span.match.score >= _CERTAIN and span.start == 0
    if certain and (span.match.key in PARTS or is_of_form(span.label, span.match)):
        return True
    return "\t" in line.text[span.start : span.value_start + 1]
