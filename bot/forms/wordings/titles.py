"""Which kind of document a title names: the titles of `config/labels.toml`, and a partnership's."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from bot.forms.wordings.wording import words

_MANY_WORDS = 2


@dataclass(frozen=True, slots=True)
class Title:
    """A kind of document, and the words that name it; both empty where a text is no title."""

    kind: str = ""
    phrase: str = ""


@dataclass(frozen=True, slots=True)
class _OfKind:
    """The titles of one kind, and the words that make a title one of another kind."""

    kind: str
    phrases: tuple[str, ...]
    others: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Titles:
    """The titles of every kind of document."""

    kinds: tuple[_OfKind, ...]

    @classmethod
    def build(cls, tables: Mapping[str, Any]) -> "Titles":
        """Build from the file's tables of kinds."""
        return cls(
            tuple(
                _OfKind(kind, _all_padded(table["titles"]), _all_padded(table.get("not", ())))
                for kind, table in tables.items()
            )
        )

    def title_in(self, text: str) -> Title:
        """The title that a text holds, or none.

        One that holds one of a kind's `not` words is not of that kind; the longest name wins.
        """
        padded = _padded(text)
        found = self._titles_in(padded, lambda phrase: phrase in padded)
        if not found:
            said = frozenset(padded.split())
            found = self._titles_in(padded, lambda phrase: _stands_apart(phrase, said))
        return max(found, key=lambda title: len(title.phrase), default=Title())

    def _titles_in(self, padded: str, holds: Callable[[str], bool]) -> list[Title]:
        return [
            Title(each.kind, phrase.strip())
            for each in self.kinds
            if not any(other in padded for other in each.others)
            for phrase in each.phrases
            if holds(phrase)
        ]


def with_title(table: dict[str, Any], title: str | None) -> dict[str, Any]:
    """Add a title to those of a kind, unless it holds one that is known already."""
    if title is None or any(known in _padded(title) for known in _all_padded(table["titles"])):
        return table
    return {**table, "titles": [*table["titles"], title]}


def _stands_apart(phrase: str, said: frozenset[str]) -> bool:
    """Whether all words of a long title stand in a text, in whatever order."""
    words_of = frozenset(phrase.split())
    return len(words_of) > _MANY_WORDS and words_of <= said


def _padded(text: str) -> str:
    """The words of text with a space on both sides, so that whole words are found in it.

    "and" is left out: titles write "&" as often.
    """
    return f" {' '.join(word for word in words(text) if word != 'and')} "


def _all_padded(texts: Iterable[str]) -> tuple[str, ...]:
    return tuple(_padded(text) for text in texts)
