"""Label text reduced to the words that carry its meaning, so that wordings can be compared.

Case, quotes, numbering, plurals, small words and slips of spelling fall away; words that mean the
same become one.
"""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from bot.forms.wordings.spelling import Spelling

_QUOTES = str.maketrans({"’": "'", "‘": "'", "`": "'", "´": "'", "“": '"', "”": '"', "\xa0": " "})
_DOTTED = re.compile(r"\b(?:[a-z]\.\s?)+[a-z]\b\.?")
_POSSESSIVE = re.compile(r"'s?\b")
_WORD = re.compile(r"[a-z0-9#]+")
_NUMBERING = re.compile(
    r"^\s*(?:(?:section|part|question|q)\s*[a-z0-9]{1,2}(?:\.\d+)*\s*[:.)\-–—]+\s*"
    r"|\(?\d{1,2}(?:\.\d{1,2})*[.):]+(?!\d)\s*|\(?[a-z][.)]\s+|\d{1,2}(?:\.\d{1,2})*\s+(?=[a-z])"
    r"|(?:section|part)\s+[a-z0-9]{1,2}\s+|q\s?\d{1,2}\s+)",
    re.IGNORECASE,
)
_BRACKETS = re.compile(r"\([^()]*\)|\[[^\[\]]*\]")
_UNCHANGED = ("ss", "us", "is", "ies")


def fold(text: str) -> str:
    """Lower case, plain quotes, single spaces."""
    text = unicodedata.normalize("NFKC", text).translate(_QUOTES).casefold()
    return " ".join(text.split())


def without_numbering(text: str) -> str:
    """The label without "2.1", "Q3.", "a)" or "Section 4:" in front."""
    return _NUMBERING.sub("", text, count=1)


def without_brackets(text: str) -> str:
    return " ".join(_BRACKETS.sub(" ", text).split())


@lru_cache(maxsize=2_000)
def words(text: str) -> tuple[str, ...]:
    """The words of folded text, singular, "d.o.b." and "child's" made one word each."""
    text = fold(text).replace("e-mail", "email")
    text = _DOTTED.sub(lambda m: re.sub(r"[.\s]", "", m[0]) + " ", text)
    text = _POSSESSIVE.sub("", text)
    return tuple(_singular(word) for word in _WORD.findall(text))


def _singular(word: str) -> str:
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    if len(word) > 3 and word.endswith("s") and not word.endswith(_UNCHANGED):
        return word[:-1]
    return word


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Which words mean the same, which mean nothing, and how all of them are spelt."""

    phrases: dict[tuple[str, ...], str]
    ignored: frozenset[str]
    spelling: Spelling

    @classmethod
    def build(cls, tables: Mapping[str, list[Any]], wordings: Iterable[str]) -> "Vocabulary":
        """Build from groups of like words, words to leave out, and all wordings in use."""
        phrases: dict[tuple[str, ...], str] = {}
        for group in tables["same"]:
            head = "_".join(words(group[0]))
            for entry in group:
                phrases.setdefault(words(entry), head)
        dropped = frozenset(word for entry in tables["ignored"] for word in words(entry))
        known = {word for text in (*wordings, *tables["common"]) for word in words(text)}
        known |= {word for phrase in phrases for word in phrase}
        return cls(phrases, dropped, Spelling.of(known, dropped))

    def essence(self, text: str) -> tuple[frozenset[str], bool]:
        """The words that matter, and whether all of them were spelt as known."""
        spelt = words(text)
        right = self.spelling.corrected(spelt)
        kept = self._merged(right)
        return frozenset(word for word in kept if word not in self.ignored), right == spelt

    def merged(self, text: str) -> frozenset[str]:
        """All words of a text, like ones as one, small ones too."""
        return frozenset(self._merged(self.spelling.corrected(words(text))))

    def _merged(self, spelt: tuple[str, ...]) -> list[str]:
        """Phrases replaced by the one word for them, the longest first."""
        merged, at = [], 0
        while at < len(spelt):
            length, head = self._phrase_at(spelt, at)
            merged.append(head)
            at += length
        return merged

    def _phrase_at(self, spelt: tuple[str, ...], at: int) -> tuple[int, str]:
        for length in range(min(5, len(spelt) - at), 0, -1):
            head = self.phrases.get(spelt[at : at + length])
            if head is not None:
                return length, head
        return 1, spelt[at]
