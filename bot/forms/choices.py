"""Which of several options somebody chose: by tick, strike, highlight, bold, or by typing one."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from bot.forms.content import Line, block_lines, tables_of
from bot.forms.model import Block, Cell, Table
from bot.forms.ticks import OFF, ON
from bot.forms.wording import fold

_TYPED_MARK = re.compile(r"\[\s*([xX✓✔yY]?)\s*\]|\(\s*([xX✓✔]?)\s*\)|(?<![\w/])[xX](?![\w/])")
_EMPHASIS = ("highlight", "underline", "bold", "colour", "italic")
_NEGATION = re.compile(
    r"\b(?:not|never|no longer|previously|formerly|was|until|ended|former|declined|refused|if)\b"
)
_SHORT = 60


@dataclass(frozen=True, slots=True)
class Choice:
    """The tokens chosen, or the reason why that is unclear (neither: left blank).

    `typed` when the answer is words that somebody wrote rather than a mark.
    """

    chosen: tuple[str, ...] = ()
    reason: str = ""
    typed: bool = False


@dataclass(frozen=True, slots=True)
class _Option:
    token: str
    start: int
    end: int
    line: Line


@dataclass(frozen=True, slots=True)
class _Mark:
    on: bool
    start: int
    end: int


def read_choice(value: tuple[Block, ...], wordings: Mapping[str, list[str]]) -> Choice:
    """Read the options chosen in an answer; `wordings` are the words of each token."""
    pattern = _pattern(wordings)
    for table in tables_of(value):
        found = _from_grid(table, pattern, wordings)
        if found is not None:
            return found
    lines = [line for line in block_lines(value) if line.text.strip()]
    options = [option for line in lines for option in _options(line, pattern, wordings)]
    if not options:
        text = " ".join(line.text for line in lines).strip(" _…")
        return Choice(reason="the answer is none of the options known" if text else "")
    marked = _by_marks(lines, pattern, wordings)
    if marked is not None:
        return marked
    return _by_look(options) or _by_words(options, lines, wordings)


def _pattern(wordings: Mapping[str, list[str]]) -> re.Pattern[str]:
    words = sorted({w for ws in wordings.values() for w in ws}, key=len, reverse=True)
    return re.compile(r"(?<![\w])(?:" + "|".join(map(re.escape, words)) + r")(?![\w])")


def _options(
    line: Line, pattern: re.Pattern[str], wordings: Mapping[str, list[str]]
) -> Iterator[_Option]:
    text = _same_length(line.text)
    for match in pattern.finditer(text):
        token = next(token for token, words in wordings.items() if match[0] in words)
        yield _Option(token, match.start(), match.end(), line)


def _same_length(text: str) -> str:
    """Folded character by character, so that places stay the same."""
    folded = text.replace("’", "'").replace("‘", "'")
    return "".join(c.lower() if len(c.lower()) == 1 else c for c in folded)


def _marks(text: str) -> list[_Mark]:
    found = [_Mark(c in ON, i, i + 1) for i, c in enumerate(text) if c in ON or c in OFF]
    for match in _TYPED_MARK.finditer(text):
        on = bool(match[1] or match[2]) or match[0][0] in "xX"
        found.append(_Mark(on, match.start(), match.end()))
    return sorted(found, key=lambda mark: mark.start)


def _by_marks(
    lines: list[Line], pattern: re.Pattern[str], wordings: Mapping[str, list[str]]
) -> Choice | None:
    """The options with a tick beside them, or None when nothing is ticked or boxed."""
    text = "\n".join(line.text for line in lines)
    joined = Line(tuple(run for line in lines for run in line.runs))
    options = list(_options(Line(joined.runs), pattern, wordings)) if len(lines) == 1 else []
    if len(lines) != 1:
        options = _over_lines(lines, pattern, wordings)
    marks = [mark for mark in _marks(text) if not _within(mark, options)]
    if not marks:
        return None
    owners = _owners(marks, options, text)
    if owners is None:
        return Choice(reason="it is unclear which option is ticked")
    chosen = tuple(dict.fromkeys(o.token for m, o in zip(marks, owners, strict=True) if m.on and o))
    return Choice(chosen)


def _over_lines(
    lines: list[Line], pattern: re.Pattern[str], wordings: Mapping[str, list[str]]
) -> list[_Option]:
    found, at = [], 0
    for line in lines:
        for option in _options(line, pattern, wordings):
            found.append(_Option(option.token, at + option.start, at + option.end, line))
        at += len(line.text) + 1
    return found


def _within(mark: _Mark, options: list[_Option]) -> bool:
    return any(option.start <= mark.start < option.end for option in options)


def _owners(marks: list[_Mark], options: list[_Option], text: str) -> list[_Option | None] | None:
    """The option that each mark belongs to: all of them before, or all after, their option."""
    before = [_next_option(mark, options, marks, text) for mark in marks]
    after = [_option_before(mark, options, marks, text) for mark in marks]
    if len(marks) >= len(options) or options[0].start > marks[0].start:
        leads = marks[0].start < options[0].start
        return before if leads else after
    owners: list[_Option | None] = []
    for mark, following, preceding in zip(marks, before, after, strict=True):
        owner = _nearer(mark, following, preceding, text)
        if owner is None and mark.on:
            return None
        owners.append(owner)
    return owners


def _nearer(
    mark: _Mark, following: _Option | None, preceding: _Option | None, text: str
) -> _Option | None:
    if following is None or preceding is None:
        return following or preceding
    ahead = _width(text[mark.end : following.start])
    behind = _width(text[preceding.end : mark.start])
    if ahead == behind:
        return None
    return following if ahead < behind else preceding


def _width(gap: str) -> int:
    """How wide a gap looks: a tab is wide, a line break wider."""
    return sum({"\t": 4, "\n": 20}.get(character, 1) for character in gap)


def _next_option(
    mark: _Mark, options: list[_Option], marks: list[_Mark], text: str
) -> _Option | None:
    stop = min((m.start for m in marks if m.start > mark.start), default=len(text))
    return next((o for o in options if mark.end <= o.start < stop), None)


def _option_before(
    mark: _Mark, options: list[_Option], marks: list[_Mark], text: str
) -> _Option | None:
    start = max((m.end for m in marks if m.end <= mark.start), default=0)
    owners = [o for o in options if start <= o.start and o.end <= mark.start]
    return owners[-1] if owners else None


def _by_look(options: list[_Option]) -> Choice | None:
    """The options that are not struck out, or the ones that stand out; None when all look alike."""
    if len(options) < 2:
        struck = options[0].line.share("strike", options[0].start, options[0].end) > 0.5
        return Choice(reason="the only option is struck out") if struck else None
    looks = {
        look: [o.line.share(look, o.start, o.end) > 0.5 for o in options]
        for look in ("strike", *_EMPHASIS)
    }
    if any(looks["strike"]) and not all(looks["strike"]):
        left = [o.token for o, struck in zip(options, looks["strike"], strict=True) if not struck]
        return Choice(tuple(dict.fromkeys(left)))
    for look in _EMPHASIS:
        if any(looks[look]) and not all(looks[look]):
            kept = [o.token for o, on in zip(options, looks[look], strict=True) if on]
            return Choice(tuple(dict.fromkeys(kept)))
    return None


def _by_words(
    options: list[_Option], lines: list[Line], wordings: Mapping[str, list[str]]
) -> Choice:
    """One option written out is the answer; all of them are the form's own, left untouched."""
    tokens = tuple(dict.fromkeys(option.token for option in options))
    text = " ".join(line.text for line in lines).strip()
    rest = _rest(text, options, lines)
    if len(tokens) > 1 and not rest and _is_offered(tokens, wordings, text):
        return Choice()
    if len(tokens) == 1 and _opens(text, options[0]) and not _NEGATION.search(rest):
        return Choice(tokens, typed=True)
    if _NEGATION.search(rest) or (len(text) > _SHORT and len(tokens) > 1):
        return Choice(reason="the answer needs reading: it is in words of its own")
    return Choice(tokens, typed=True)


def _opens(text: str, option: _Option) -> bool:
    """Whether the answer starts with the option, or is hardly more than it."""
    return option.start <= 3 or len(text) <= _SHORT


def _rest(text: str, options: list[_Option], lines: list[Line]) -> str:
    """What is said beside the options."""
    kept = []
    for line in lines:
        said = line.text
        for option in sorted(options, key=lambda o: -o.start):
            if option.line is line:
                said = said[: option.start] + " " + said[option.end :]
        kept.append(said)
    words = fold(" ".join(kept))
    words = re.sub(
        r"\(?\s*(?:please|delete|circle|tick|as appropriate|as applicable)[^)]*\)?", " ", words
    )
    return " ".join(re.findall(r"[a-z0-9']+", words.replace(" or ", " ").replace(" and ", " ")))


def _is_offered(tokens: tuple[str, ...], wordings: Mapping[str, list[str]], text: str) -> bool:
    """Whether a list of options is the form's own: all of a kind, or parted by strokes."""
    real = [token for token in wordings if token != "other"]
    return len(tokens) >= min(len(real), 4) or "/" in text or "|" in text


def _from_grid(
    table: Table, pattern: re.Pattern[str], wordings: Mapping[str, list[str]]
) -> Choice | None:
    """A small table of options, each with its mark in a cell beside it."""
    chosen: list[str] = []
    seen = 0
    heads = {cell.col: fold(cell.text) for cell in table.rows[0]} if table.rows else {}
    for row in table.rows:
        named = [(c, t) for c in row for t in [_only_option(c, pattern, wordings)] if t]
        marks = [cell for cell in row if _is_mark_cell(cell)]
        if len(named) == 1 and len(row) > 1:
            seen += 1
            if any(_is_on(cell, heads) for cell in marks if cell is not named[0][0]):
                chosen.append(named[0][1])
    return Choice(tuple(dict.fromkeys(chosen))) if seen > 1 else None


def _only_option(
    cell: Cell, pattern: re.Pattern[str], wordings: Mapping[str, list[str]]
) -> str | None:
    text = _same_length(cell.text).strip(" :?.")
    match = pattern.fullmatch(text)
    if not match or text in {"yes", "no", "y", "n", "x"}:
        return None
    return next(token for token, words in wordings.items() if match[0] in words)


def _is_mark_cell(cell: Cell) -> bool:
    return len(cell.text.strip()) <= 8


def _is_on(cell: Cell, heads: Mapping[int, str]) -> bool:
    text = cell.text.strip()
    if any(character in ON for character in text):
        return heads.get(cell.col, "") not in {"no", "n"}
    on = fold(text) in {"yes", "y", "x", "true", "tick", "ticked", "[x]", "(x)"}
    return on and heads.get(cell.col, "") not in {"no", "n"}
