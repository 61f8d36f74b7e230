"""Slips of the pen in the words of labels, found by what is left when a letter is dropped."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

_SHORTEST = 5
_LONG = 9
_FEW = 6
_MOST_REMEMBERED = 2_000


@dataclass(frozen=True, slots=True)
class Spelling:
    """The words that labels use, and which of them a misspelt one is meant to be."""

    known: frozenset[str]
    _near: dict[str, list[str]]
    _corrections: dict[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, known: Iterable[str], empty: frozenset[str]) -> "Spelling":
        """Prepare to correct towards the `known` words, but never towards `empty` ones."""
        near: defaultdict[str, list[str]] = defaultdict(list)
        every = frozenset(known)
        for word in sorted(every - empty):
            for shorter in _shortened(word):
                near[shorter].append(word)
        return cls(every | empty, dict(near))

    def corrected(self, spelt: tuple[str, ...]) -> tuple[str, ...]:
        """Each word as it was meant; short words only where all the others are known."""
        unknown = [word for word in spelt if word not in self.known]
        if not unknown:
            return spelt
        shortest = _SHORTEST
        if 1 < len(spelt) <= _FEW:
            shortest = 3 if len(unknown) == 1 else 4
        return tuple(
            word if word in self.known or len(word) < shortest else self._meant(word)
            for word in spelt
        )

    def _meant(self, word: str) -> str:
        if any(character.isdigit() for character in word):
            return word
        if len(self._corrections) > _MOST_REMEMBERED:
            self._corrections.clear()
        if word not in self._corrections:
            limit = 1 if len(word) < _LONG else 2
            near = {known for key in _shortened(word) for known in self._near.get(key, ())}
            ranked = sorted((slips(word, known, limit), known) for known in near if len(known) > 2)
            meant = [known for distance, known in ranked if distance <= limit]
            self._corrections[word] = meant[0] if meant else word
        return self._corrections[word]


def _shortened(word: str) -> Iterator[str]:
    """The word, and the word without each one of its letters (or two, where it is long)."""
    yield word
    once = {word[:i] + word[i + 1 :] for i in range(len(word))}
    yield from once
    if len(word) >= _LONG:
        yield from {less[:i] + less[i + 1 :] for less in once for i in range(len(less))}


def slips(one: str, other: str, limit: int) -> int:
    """Slips between two words: a letter missing, added or wrong, or two swapped.

    Counting stops above `limit`.
    """
    before: list[int] = []
    row = list(range(len(other) + 1))
    for i, letter in enumerate(one, 1):
        older, before, row = before, row, [i]
        for j, against in enumerate(other, 1):
            cost = min(before[j] + 1, row[-1] + 1, before[j - 1] + (letter != against))
            if older and j > 1 and letter == other[j - 2] and one[i - 2] == against:
                cost = min(cost, older[j - 2] + 1)
            row.append(cost)
        if min(row) > limit:
            return limit + 1
    return row[-1]
