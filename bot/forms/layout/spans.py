"""Labels inside a line of text: where each starts and ends, and where its answer begins.

A label ends at a colon or question mark, a tab, a run of blanks to write on, a form field, or
where bold type ends; one in brackets may follow the blank that it names.
"""

import re
from collections.abc import Iterator

from bot.forms.documents.content import Line
from bot.forms.documents.ticks import has_mark
from bot.forms.layout.brackets import named_blanks
from bot.forms.layout.looks import Looks
from bot.forms.layout.span import Span
from bot.forms.wordings.labels import NOTHING, Labels, Match

_END = re.compile(
    r"[:?](?=[\s_….]|$|[^\w/\s])|\t+| {3,}|[_…]{2,}|\.{4,}|\s[–—-]\s|(?<=\w)[:?](?=\w)"
)
_BLANK = re.compile(r"[\t_…]|\.{4,}| {3,}")
_DASH = re.compile(r"\s[–—-]\s+\S")
_WRITING_LINE = re.compile(r"[\t_…]|\.{4,}")
_START = re.compile(r"\t+| {2,}|[_…]{2,}|\.{4,}|[;|]\s|(?<=[☐☒])\s")
_AFTER = re.compile(r"\s*[:?]*[\s_…:]*(?:\.{3,})?[\s_…]*(?:[–—-]\s+)?")
_HINT = re.compile(r"\s*\([^()]{2,300}\)\s*(?=[:?_…\t]|$)")
_PARTED = re.compile(r"\t|[:?]\s|_{2,}")
_WORDED = re.compile(r"[A-Z0-9(][^.☐☒:\t_…]{1,90}")
_DATED = re.compile(
    r"(?P<label>[A-Z][A-Za-z ]{3,50}[a-z]) "
    r"(?P<date>\d{1,2}(?:st|nd|rd|th)? [A-Z][a-z]{2,8},? \d{2,4}"
    r"|\d{1,2}[/.-]\d{1,2}[/.-]\d{2,4})\.?"
)
_DAYS = {"date_of_form", "date_raised", "date_of_incident", "date_resolved", "signed_date"}
_GOOD = 0.9
_CERTAIN = 0.99
_LONGEST = 160
_LONGEST_LINE = 3_000
_MOST = 60


def spans_of(line: Line, labels: Labels, looks: Looks) -> list[Span]:
    """All labels of a line with their answers, in order; none when the line has no label."""
    if not line.text.strip() or len(line.text) > _LONGEST_LINE:
        return []
    found = (
        list(_Finder(line, labels, looks).find()) or _signing(line, labels) or _dated(line, labels)
    )
    return _closed(found, len(line.text)) if found else named_blanks(line, labels)


def _signing(line: Line, labels: Labels) -> list[Span]:
    """The labels of a line to sign on, which is plain also where all other labels are bold."""
    found = list(_Finder(line, labels, Looks()).find())
    certain = all(span.match.score >= _CERTAIN for span in found)
    signs = len(found) > 1 and found[0].start == 0 and found[0].match.key == "signed"
    return found if signs and certain else []


def _dated(line: Line, labels: Labels) -> list[Span]:
    """A label with nothing but a space before its date: "Form completed on 3 May 2026"."""
    found = _DATED.fullmatch(line.text.strip())
    match = labels.match(found["label"]) if found else NOTHING
    if not found or match.score < _CERTAIN or match.key not in _DAYS:
        return []
    at = line.text.index(found["label"])
    return [Span(found["label"], match, at, at + found.start("date"), len(line.text))]


class _Finder:
    """Looks for labels in one line, at every place where one can start and end."""

    def __init__(self, line: Line, labels: Labels, looks: Looks) -> None:
        self._line, self._labels, self._looks = line, labels, looks
        text, borders = line.text, _borders(line)
        starts = {0, *(m.end() for m in _START.finditer(text)), *(b for b, bold in borders if bold)}
        ends = {len(text), *(m.start() for m in _END.finditer(text)), *(b for b, _ in borders)}
        self._starts = sorted(starts)[:_MOST]
        self._ends = sorted(ends)

    def find(self) -> Iterator[Span]:
        text, at = self._line.text, 0
        for found in self._starts:
            start = at if found < at and not text[found:at].strip() else found
            if start < at or (start and text[start:].lstrip()[:1] in {"(", "["}):
                continue
            if start and start == at and _fills_blank(self._line, start, self._looks):
                continue
            span = self._at(start)
            if span is not None:
                yield span
                at = span.value_start

    def _at(self, start: int) -> Span | None:
        """The label that begins at `start`, if one does: the surest, and of those the longest."""
        text = self._line.text
        best: Span | None = None
        ends = [end for end in self._ends if start < end <= start + _LONGEST]
        for end in ends:
            words = text[start:end].strip()
            match = NOTHING if _PARTED.search(words) else self._labels.match(words)
            if match.score < max(_GOOD, best.match.score if best else 0.0):
                continue
            if self._may_be_label(start, end, match):
                best = Span(words.strip(" :?"), match, start, _value_start(text, end), len(text))
        return best or self._by_look(start, ends) or self._by_colon(start, ends)

    def _by_colon(self, start: int, ends: list[int]) -> Span | None:
        """A label of new wording before a colon: one that asks for something known, or one with a
        blank behind it that stands where the answer to another has ended.
        """
        text = self._line.text
        end = next((end for end in ends if text[end : end + 1] == ":"), None)
        if end is None or not _WORDED.fullmatch(text[start:end].strip()):
            return None
        part = self._line.part(start, end)
        if _is_typed(part) or (self._looks.bold and not self._looks.agrees(part)):
            return None
        asked = self._labels.asked(part.text)
        blank = start and _WRITING_LINE.match(text[end + 1 :].lstrip(" "))
        if asked.key or blank:
            return Span(part.text.strip(), asked, start, _value_start(text, end), len(text))
        return None

    def _may_be_label(self, start: int, end: int, match: Match) -> bool:
        line, part = self._line, self._line.part(start, end)
        rest = line.text[end:]
        if has_mark(line.text[:end]) or _is_typed(part):
            return False
        if self._labels.is_option(part.text) and rest[:1] not in {":", "?"}:
            return False
        if self._looks.bold and not self._looks.agrees(part):
            return match.score >= _CERTAIN and bool(_WRITING_LINE.match(rest))
        ended = not rest.strip() or rest[0] in ":?\t_…(" or bool(_BLANK.match(rest))
        ended = ended or (line.item and match.score >= _CERTAIN and bool(_DASH.match(rest)))
        bordered = part.share("bold") > 0.9 and line.share("bold", end) < 0.5
        return ended or bordered or line.share("answer", end) > 0.5

    def _by_look(self, start: int, ends: list[int]) -> Span | None:
        """A label of unknown words, told by its look: it at least ends the answer before it."""
        text = self._line.text
        end = next((end for end in ends if text[start:end].strip()), len(text))
        part, rest = self._line.part(start, end), self._line.part(end)
        plain = not rest.text.strip() or rest.share("bold") < 0.5
        if self._labels.is_option(part.text) or rest.text.lstrip()[:1] in {"/", ",", "|"}:
            return None
        if self._looks.bold and part.share("bold") > 0.9 and plain and end < len(text):
            words = part.text.strip(" :?\t")
            asked = self._labels.asked(words)
            return Span(words, asked, start, _value_start(text, end), len(text))
        return None


def _is_typed(part: Line) -> bool:
    """Whether some of a text was typed into a form field, as no label is."""
    return any(run.answer and run.text.strip() for run in part.runs)


def _fills_blank(line: Line, start: int, looks: Looks) -> bool:
    """Whether text right on the writing line of a label is its answer, though it reads like one."""
    word = re.match(r"[^\t:?_…]*", line.text[start:])
    end = start + (word.end() if word else 0)
    if line.text[end : end + 1] in {":", "?", "\t"}:
        return False
    if end == len(line.text) and not looks.bold:
        return True
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


def _value_start(text: str, end: int) -> int:
    hint = _HINT.match(text, end)
    at = hint.end() if hint else end
    after = _AFTER.match(text, at)
    return after.end() if after else at


def _closed(found: list[Span], length: int) -> list[Span]:
    """Each answer ends where the next label starts."""
    starts = [span.start for span in found[1:]] + [length]
    return [
        Span(span.label, span.match, span.start, min(span.value_start, end), end)
        for span, end in zip(found, starts, strict=True)
    ]
