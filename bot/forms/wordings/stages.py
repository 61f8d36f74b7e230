"""How forms speak of the stages of an escalation policy: by a number, or by a name of their own."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from bot.forms.wordings.wording import fold

USUAL = ("1", "2", "3", "4", "5")
WORDS = ("stage", "step", "level")
_SPELT = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
_NUMBERED = re.compile(r"(?:(?:stage|step|level|tier|phase)\s+)?([1-9])\b")


@dataclass(frozen=True)
class Stages:
    """The stages of one policy, in order. Readings tell a stage by its place, counted from 1."""

    names: tuple[str, ...] = USUAL

    @property
    def places(self) -> range:
        """The places that there are."""
        return range(1, len(self.names) + 1)

    def said(self, place: int) -> str:
        """Say a stage in words."""
        name = self.names[place - 1]
        return f"stage {name}" if name.isdecimal() else name

    def place_of(self, number: int) -> int:
        """Give the place of the stage that forms call by a number.

        Where no name bears a number, they are counted. What is none of them lies beyond the last.
        """
        numbered = self._numbers if any(self._numbers) else tuple(self.places)
        return numbered.index(number) + 1 if number in numbered else len(self.names) + number

    def named(self, folded: str) -> tuple[int, str]:
        """Give the place of the stage whose own name a text begins with, and the rest; or 0."""
        for place, pattern in self._patterns:
            found = pattern.match(folded)
            if found:
                return place, folded[found.end() :]
        return 0, folded

    @cached_property
    def choices(self) -> dict[str, list[str]]:
        """Give the wordings of each stage, by its place, as an answer may write them."""
        numbers = self._numbers if any(self._numbers) else tuple(self.places)
        return {
            str(place): [*_wordings(number), *({fold(name)} - {str(number)})]
            for place, (name, number) in enumerate(zip(self.names, numbers, strict=True), 1)
        }

    @cached_property
    def _numbers(self) -> tuple[int, ...]:
        found = (_NUMBERED.match(fold(name)) for name in self.names)
        return tuple(int(match[1]) if match else 0 for match in found)

    @cached_property
    def _patterns(self) -> tuple[tuple[int, re.Pattern[str]], ...]:
        own = ((place, fold(self.names[place - 1])) for place in self.places)
        bare = [(p, name) for p, name in own if not self._numbers[p - 1]]
        bare.sort(key=lambda each: -len(each[1]))
        return tuple((p, re.compile(rf"\W*{re.escape(name)}(?!\w)")) for p, name in bare)


def _wordings(number: int) -> Iterator[str]:
    """Write a stage's number in each way; nothing for one that has none."""
    said = (str(number), _SPELT[number - 1]) if number else ()
    return (f"{word} {each}" for word in WORDS for each in said)
