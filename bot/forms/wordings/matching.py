"""How near a label's words are to each known wording, weighed by how telling each word is."""

import math
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from bot.forms.wordings.wording import Vocabulary, words

CLOSE = 0.78
MARGIN = 0.06


@dataclass(frozen=True, slots=True)
class _Wording:
    """One wording, as the words that matter and as all its words."""

    key: str
    essence: frozenset[str]
    spoken: frozenset[str]


@dataclass(frozen=True, slots=True)
class Wordings:
    """All wordings of one kind of thing, ready to compare."""

    exact: Mapping[frozenset[str], tuple[_Wording, ...]]
    weights: Mapping[str, float]
    heavy: Mapping[frozenset[str], float]
    by_word: Mapping[str, tuple[frozenset[str], ...]]
    telling: tuple[tuple[frozenset[str], str], ...]
    never: Mapping[str, frozenset[str]]
    needs: Mapping[str, frozenset[str]]

    @classmethod
    def build(cls, vocabulary: Vocabulary, entries: Mapping[str, Any]) -> "Wordings":
        exact: defaultdict[frozenset[str], list[_Wording]] = defaultdict(list)
        spread: Counter[str] = Counter()
        for key, entry in entries.items():
            used: set[str] = set()
            for wording in entry["wordings"]:
                essence = vocabulary.essence(wording)[0]
                if essence:
                    exact[essence].append(_Wording(key, essence, frozenset(words(wording))))
                used |= essence
            spread.update(used)
        weights = {word: 1 / (1 + math.log(count)) for word, count in spread.items()}
        heavy = {essence: sum(weights[word] for word in essence) for essence in exact}
        by_word = {word: tuple(e for e in exact if word in e) for word in weights}
        telling = [(frozenset(t), k) for k, e in entries.items() for t in e.get("tells", ())]
        telling.sort(key=lambda item: -len(item[0]))
        shared = {essence: tuple(wordings) for essence, wordings in exact.items()}
        never = {key: frozenset(entry.get("never", ())) for key, entry in entries.items()}
        needs = {key: frozenset(entry.get("needs", ())) for key, entry in entries.items()}
        return cls(shared, weights, heavy, by_word, tuple(telling), never, needs)

    def match(self, essence: frozenset[str], spoken: frozenset[str]) -> tuple[str, float]:
        """The nearest key and how near, or nothing where two keys are about as near.

        Wordings that differ only in their small words ("raised by", "raised with") are told apart
        by those.
        """
        if essence in self.exact:
            return self._closest_spoken(self.exact[essence], spoken)
        best: dict[str, float] = {}
        for other, score in self._near(essence):
            for wording in self.exact[other]:
                if self._may_be(wording.key, essence):
                    best[wording.key] = max(score, best.get(wording.key, 0.0))
        ranked = sorted(best.items(), key=lambda item: -item[1])[:2]
        if not ranked or ranked[0][1] < CLOSE:
            return "", 0.0
        if len(ranked) > 1 and ranked[0][1] - ranked[1][1] < MARGIN:
            return "", 0.0
        return ranked[0][0], 0.95 * ranked[0][1]

    def _may_be(self, key: str, essence: frozenset[str]) -> bool:
        """Whether a label of new wording holds what this key needs, and nothing it never has."""
        return self.needs[key] <= essence and essence.isdisjoint(self.never[key])

    def told(self, essence: frozenset[str]) -> str:
        """The key that a few telling words give away; nothing where several keys' words stand."""
        found = [
            (len(tell), key)
            for tell, key in self.telling
            if tell <= essence and self._may_be(key, essence)
        ]
        best = {key for size, key in found if size == found[0][0]}
        return best.pop() if len(best) == 1 else ""

    def _closest_spoken(
        self, wordings: tuple[_Wording, ...], spoken: frozenset[str]
    ) -> tuple[str, float]:
        if len({wording.key for wording in wordings}) == 1:
            return wordings[0].key, 1.0
        ranked = sorted((len(w.spoken ^ spoken), w.key) for w in wordings)
        rivals = [distance for distance, key in ranked if key != ranked[0][1]]
        return (ranked[0][1], 1.0) if ranked[0][0] < min(rivals) else ("", 0.0)

    def _near(self, essence: frozenset[str]) -> Iterator[tuple[frozenset[str], float]]:
        """Wordings that share enough with a label to be told apart, with how much they share."""
        weight = sum(self.weights.get(word, 1.0) for word in essence)
        known = [word for word in essence if word in self.weights]
        if 2 * sum(self.weights[word] for word in known) < (CLOSE - MARGIN) * weight:
            return
        for other in {wording for word in known for wording in self.by_word[word]}:
            shared = sum(self.weights[word] for word in essence & other)
            score = 2 * shared / (weight + self.heavy[other])
            if score >= CLOSE - MARGIN:
                yield other, score
