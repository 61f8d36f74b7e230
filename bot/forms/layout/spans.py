"""Labels inside a line of text: where each starts and ends, and where its answer begins.

A label ends at a colon or question mark, a tab, a run of blanks to write on, a form field, or
where bold type ends; one in brackets may follow the blank that it names.
"""

import re
from dataclasses import dataclass

from bot.forms.documents.content import Line
from bot.forms.documents.ticks import has_mark
from bot.forms.layout.looks import Looks
from bot.forms.wordings.labels import NOTHING, Labels, Match

_END = re.compile(
    r"[:?](?=[\s_….]|$|[^\w/\s])|\t+| {3,}|[_…]{2,}|\.{4,}|\s[–—-]\s|(?<=\w)[:?](?=\w)"
)
_BLANK = re.compile(r"[\t_…]|\.{4,}| {3,}")
_WRITING_LINE = re.compile(r"[\t_…]|\.{4,}")
_START = re.compile(r"\t+| {2,}|[_…]{2,}|\.{4,}|[;|]\s|(?<=[☐☒])\s")
_AFTER = re.compile(r"\s*[:?]*[\s_…:]*(?:\.{3,})?[\s_…]*(?:[–—-]\s+)?")
_HINT = re.compile(r"\s*\([^()]{2,300}\)\s*(?=[:?_…\t]|$)")
_TRAILING = re.compile(r"^(?P<value>[^()]*?)\s*[(\[](?P<label>[^()\[\]]{3,60})[)\]][\s.]*$")
_NAMED_BLANK = re.compile(
    r"[_…]{2,}\s*(?P<value>[^_…()]*?)\s*[_…]{2,}\s*[(\[](?P<label>[^()\[\]]{3,60})[)\]]"
)
_PARTED = re.compile(r"\t|[:?]\s|_{2,}")
_GOOD = 0.9
_CERTAIN = 0.99
_LONGEST = 160


@dataclass(frozen=True, slots=True)
class Span:
    """One label and its answer, as places in the line."""

    label: str
    match: Match
    start: int
    value_start: int
    value_end: int


def spans_of(line: Line, labels: Labels, looks: Looks) -> list[Span]:
    """All labels of a line with their answers, in order; none when the line has no label."""
    text = line.text
    if not text.strip() or len(text) > 3000:
        return []
    found: list[Span] = []
    borders = _borders(line)
    starts = sorted(
        {0, *(m.end() for m in _START.finditer(text)), *(b for b, bold in borders if bold)}
    )
    ends = sorted({len(text), *(m.start() for m in _END.finditer(text)), *(b for b, _ in borders)})
    at = 0
    for start in starts:
        if start < at or (start and text[start:].lstrip()[:1] in {"(", "["}):
            continue
        if found and start == found[-1].value_start and _fills_blank(line, start, looks):
            continue
        span = _span_at(line, start, ends, labels, looks)
        if span is not None:
            found.append(span)
            at = span.value_start
    if not found:
        return _bracketed(line, labels)
    return _closed(found, len(text))


def _fills_blank(line: Line, start: int, looks: Looks) -> bool:
    """Whether text right on the writing line of a label is its answer, though it reads like one."""
    word = re.match(r"[^\t:?_…]*", line.text[start:])
    end = start + (word.end() if word else 0)
    if line.text[end : end + 1] in {":", "?", "\t"}:
        return False
    touching = line.text[start - 1 : start] in {"_", "…", "."}
    return touching or (looks.bold and line.share("bold", start, end) < 0.5)


def _borders(line: Line) -> list[tuple[int, bool]]:
    """Where bold type or a form field begins (True) or ends (False)."""
    borders, at, before = [], 0, False
    for run in line.runs:
        if run.answer:
            borders.append((at, False))
        if run.text.strip():
            if run.bold != before and at:
                borders.append((at, run.bold))
            before = run.bold
        at += len(run.text)
        if run.answer and at < len(line.text):
            borders.append((at, True))
    return borders


def _span_at(line: Line, start: int, ends: list[int], labels: Labels, looks: Looks) -> Span | None:
    """The label that begins at `start`, if one does: the surest, and of those the longest."""
    text = line.text
    best: Span | None = None
    for end in ends:
        if end <= start or end - start > _LONGEST:
            continue
        words = text[start:end].strip()
        if not words or _PARTED.search(words):
            continue
        match = labels.match(words)
        if not _may_be_label(line, start, end, match=match, labels=labels, looks=looks):
            continue
        if best is None or match.score >= best.match.score:
            best = Span(words.strip(" :?"), match, start, _value_start(text, end), len(text))
    return best or _by_look(line, start, ends, labels, looks)


def _may_be_label(
    line: Line, start: int, end: int, *, match: Match, labels: Labels, looks: Looks
) -> bool:
    if match.score < _GOOD or has_mark(line.text[:end]):
        return False
    part = line.part(start, end)
    if any(run.answer and run.text.strip() for run in part.runs):
        return False
    rest = line.text[end:]
    ended = not rest.strip() or rest[0] in ":?\t_…(" or bool(_BLANK.match(rest))
    bordered = part.share("bold") > 0.9 and line.share("bold", end) < 0.5
    if labels.is_option(part.text) and rest[:1] not in {":", "?"}:
        return False
    if looks.bold and not looks.agrees(part):
        return match.score >= _CERTAIN and bool(_WRITING_LINE.match(rest))
    return ended or bordered or line.share("answer", end) > 0.5


def _by_look(line: Line, start: int, ends: list[int], labels: Labels, looks: Looks) -> Span | None:
    """A label of unknown words, told by its look: it at least ends the answer before it."""
    text = line.text
    for end in ends:
        part = line.part(start, end)
        if end <= start or not part.text.strip() or end - start > _LONGEST:
            continue
        rest = line.part(end)
        plain = not rest.text.strip() or rest.share("bold") < 0.5
        if labels.is_option(part.text) or rest.text.lstrip()[:1] in {"/", ",", "|"}:
            return None
        if looks.bold and part.share("bold") > 0.9 and plain and end < len(text):
            words = part.text.strip(" :?\t")
            return Span(words, NOTHING, start, _value_start(text, end), len(text))
        return None
    return None


def _value_start(text: str, end: int) -> int:
    hint = _HINT.match(text, end)
    at = hint.end() if hint else end
    after = _AFTER.match(text, at)
    return after.end() if after else at


def _bracketed(line: Line, labels: Labels) -> list[Span]:
    """A label in brackets after the blank: "________ (name of child)"."""
    several = [
        Span(m["label"], labels.match(m["label"]), m.start(), *m.span("value"))
        for m in _NAMED_BLANK.finditer(line.text)
    ]
    if several and all(span.match.score >= _CERTAIN for span in several):
        return several
    found = _TRAILING.match(line.text)
    if not found:
        return []
    match = labels.match(found["label"])
    before = found["value"].strip(" _….\t")
    if match.score < _CERTAIN or labels.match(before).score >= _GOOD:
        return []
    if not re.search(r"[_…\t]|\.{4,}", line.text) and line.share("underline") < 0.5:
        return []
    return [Span(found["label"], match, 0, *found.span("value"))]


def _closed(found: list[Span], length: int) -> list[Span]:
    """Each answer ends where the next label starts."""
    starts = [span.start for span in found[1:]] + [length]
    return [
        Span(span.label, span.match, span.start, min(span.value_start, end), end)
        for span, end in zip(found, starts, strict=True)
    ]
