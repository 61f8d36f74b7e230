"""Options and marks in an answer: where each stands, and which mark belongs to which option."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from bot.forms.documents.content import Line
from bot.forms.documents.ticks import OFF, ON

_TYPED_MARK = re.compile(r"\[\s*([xX✓✔yY]?)\s*\]|\(\s*([xX✓✔]?)\s*\)|(?<![\w/])[xX](?![\w/])")
_TAB, _BREAK = 4, 20


@dataclass(frozen=True, slots=True)
class Option:
    """An option's words: `start` and `end` in the whole answer, `at` in its own line."""

    token: str
    start: int
    end: int
    line: Line
    at: int

    def has(self, look: str) -> bool:
        return self.line.share(look, self.at, self.at + self.end - self.start) > 0.5


@dataclass(frozen=True, slots=True)
class Mark:
    """A box or tick, and whether it says that its option is chosen."""

    on: bool
    start: int
    end: int


class OptionFinder:
    """Finds the words of a choice, the longest first ("child in need plan" before "plan")."""

    def __init__(self, wordings: Mapping[str, list[str]]) -> None:
        self._tokens = {word: token for token, words in wordings.items() for word in words}
        words = sorted(self._tokens, key=len, reverse=True)
        self._pattern = re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, words))})(?!\w)")

    def find(self, lines: list[Line]) -> list[Option]:
        """Every option in the lines, in order."""
        found, offset = [], 0
        for line in lines:
            for match in self._pattern.finditer(_lower(line.text)):
                start, end = match.start() + offset, match.end() + offset
                found.append(Option(self._tokens[match[0]], start, end, line, match.start()))
            offset += len(line.text) + 1
        return found

    def only(self, text: str) -> str | None:
        """The token of a text that is one option and nothing else."""
        match = self._pattern.fullmatch(_lower(text).strip(" :?."))
        return self._tokens[match[0]] if match else None


def _lower(text: str) -> str:
    """Lower case letter by letter, so that places stay the same."""
    plain = text.replace("’", "'").replace("‘", "'")
    return "".join(c.lower() if len(c.lower()) == 1 else c for c in plain)


def find_marks(text: str, options: list[Option]) -> list[Mark]:
    """Boxes and ticks, drawn or typed, outside the words of the options."""
    return [
        mark
        for mark in sorted(_marks(text), key=lambda mark: mark.start)
        if not any(option.start <= mark.start < option.end for option in options)
    ]


def _marks(text: str) -> Iterator[Mark]:
    for place, character in enumerate(text):
        if character in ON or character in OFF:
            yield Mark(character in ON, place, place + 1)
    for match in _TYPED_MARK.finditer(text):
        yield Mark(bool(match[1] or match[2]) or match[0] in {"x", "X"}, *match.span())


def owners(marks: list[Mark], options: list[Option], text: str) -> list[Option | None] | None:
    """The option of each mark, or None when it is unclear on which side the marks stand.

    Marks stand before their options if the answer opens with one, behind them if it ends with
    one; where words stand at both ends, the gaps tell.
    """
    opened = any(character.isalnum() for character in text[: marks[0].start])
    closed = any(character.isalnum() for character in text[marks[-1].end :])
    leading = [_following(mark, options, marks, text) for mark in marks]
    trailing = [_preceding(mark, options, marks) for mark in marks]
    if opened != closed:
        return leading if closed else trailing
    sides = [_side(*item, text) for item in zip(marks, leading, trailing, strict=True)]
    ticked = {side for mark, side in zip(marks, sides, strict=True) if mark.on or side}
    if 0 in ticked or len(ticked) > 1:
        return None
    return leading if ticked == {1} else trailing


def _side(mark: Mark, following: Option | None, preceding: Option | None, text: str) -> int:
    """On which side a mark's option stands: 1 behind the mark, -1 before it, 0 unclear."""
    ahead = _width(text[mark.end : following.start]) if following else _BREAK**2
    behind = _width(text[preceding.end : mark.start]) if preceding else _BREAK**2
    return (ahead < behind) - (behind < ahead)


def _width(gap: str) -> int:
    """How wide a gap looks: a tab is wide, a line break wider."""
    return sum({"\t": _TAB, "\n": _BREAK}.get(character, 1) for character in gap)


def _following(mark: Mark, options: list[Option], marks: list[Mark], text: str) -> Option | None:
    stop = min((other.start for other in marks if other.start > mark.start), default=len(text))
    return next((option for option in options if mark.end <= option.start < stop), None)


def _preceding(mark: Mark, options: list[Option], marks: list[Mark]) -> Option | None:
    start = max((other.end for other in marks if other.end <= mark.start), default=0)
    inside = [o for o in options if start <= o.start and o.end <= mark.start]
    return inside[-1] if inside else None
