"""What a label of new wording asks for, told as a person tells it: what is asked, and of whom.

"Direct line of the officer notifying us" is worded like no label known, but asks for a telephone
number, of somebody who notifies. What a label asks of a manager, a parent or a doctor is told from
what it asks of the child or the referrer. Words that explain nothing make it no label of ours.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from bot.forms.wordings.wording import words

_MOST_UNKNOWN = 2
_LONGEST = 16
_SHORT = 3
_DATE = "date"
_SOMEBODYS = "somebody"
_MAY_SEND = {"", "child", "setting"}
_VAGUE = frozenset({"who", "agency", "contact", "social", "person", "member", "individual"})
_ASKING = frozenset({"what", "why", "how", "when", "where", "which", "date"})
_OF_FORM = {"", "referrer", "setting"}


@dataclass(frozen=True, slots=True)
class Asked:
    """What a label asks ("name", "date", nothing) and the key that this has for whom it is of."""

    attribute: str = ""
    key: str = ""


Groups = tuple[frozenset[str], ...]


@dataclass(frozen=True, slots=True)
class Asking:
    """The words of `[asking]`: what can be asked, of whom, and which key the two make together."""

    attributes: tuple[tuple[str, Groups], ...]
    owners: tuple[tuple[str, Groups], ...]
    days: tuple[tuple[str, Groups], ...]
    keys: Mapping[str, Mapping[str, str]]
    acts: frozenset[str]
    actors: frozenset[str]
    plain: frozenset[str]
    heading: frozenset[str]
    parts: Mapping[str, str]

    @classmethod
    def build(cls, table: Mapping[str, Any]) -> "Asking":
        """Build from the file's table."""
        return cls(
            attributes=_groups(table["attributes"]),
            owners=_groups(table["owners"]),
            days=_groups(table["days"]),
            keys=table["keys"],
            acts=_words(table["acts"]),
            actors=_words(table["actors"]),
            plain=_words(table["plain"]),
            heading=_words(table["heading"]),
            parts=table["parts"],
        )

    def words(self) -> frozenset[str]:
        """Every word that the table knows, so that none is taken for a slip of another."""
        tables = (*self.attributes, *self.owners, *self.days)
        telling = {word for _, groups in tables for group in groups for word in group}
        spoken = {word.replace("_", " ") for word in telling}
        return frozenset(spoken) | self.acts | self.actors | self.plain | self.heading

    def asked(self, merged: frozenset[str], spoken: frozenset[str]) -> Asked:
        """What a label asks for, by its words with like ones as one, and as they are spoken."""
        said = merged | spoken
        attribute, telling = _first(self.attributes, said)
        if not attribute:
            return self._person(merged, said)
        if len(merged) > _LONGEST:
            return Asked(attribute)
        bodies = self._bodies & said
        if attribute == "name" and bodies and not said & self.actors - _VAGUE:
            attribute, telling = "agency", telling | bodies
        owner, owning = self._owner(said)
        if attribute == _DATE:
            key, owning = _first(self.days, said) if owner in _OF_FORM else ("-", owning)
        else:
            key = self.keys[attribute].get(owner, "-")
        if attribute == "name" and key in {"name", "setting"} and said & self.actors - _VAGUE:
            key = "person"
        unknown = merged - telling - owning - self.acts - self.actors - self.plain
        somebodys = self.keys.get(attribute, {}).get(_SOMEBODYS)
        if somebodys and not owner and len(unknown) == 1:
            return Asked(attribute, somebodys)
        return Asked(attribute, key if len(unknown) <= _allowed(owner, attribute, key) else "")

    def _person(self, merged: frozenset[str], said: frozenset[str]) -> Asked:
        """A label that asks for nothing but somebody: "Officer notifying us", "Clinician"."""
        owner, telling = self._owner(said)
        unknown = merged - telling - self.acts - self.actors - self.plain
        if not said & self.actors - _VAGUE or said & _ASKING or len(merged) > _LONGEST // 2:
            return Asked()
        if owner == "referrer" and said & self.acts and len(unknown) <= 1:
            return Asked("name", "referrer_name")
        return Asked("", "" if owner or unknown else "person")

    @property
    def _bodies(self) -> frozenset[str]:
        """The single words by which an agency is asked for."""
        groups = dict(self.attributes)["agency"]
        return frozenset(word for group in groups if len(group) == 1 for word in group)

    def attribute(self, said: frozenset[str]) -> str:
        """What a label asks for, whoever it is of."""
        return _first(self.attributes, said)[0]

    def section(self, merged: frozenset[str], spoken: frozenset[str]) -> str:
        """The kind of section that a heading opens by whom it names; nothing where it is unclear.

        A heading that asks for something ("Manager's name") is a label. Headings about others hide
        what stands under them, and are believed only where they say that they head something.
        """
        said = merged | spoken
        owner, telling = self._owner(said)
        if not owner and said & self.actors - _VAGUE and len(merged) <= _SHORT:
            return "referrer"
        if not owner or _first(self.attributes, said)[0] not in {"", "agency"}:
            return ""
        unknown = merged - telling - self.acts - self.actors - self.plain
        heads = bool(said & self.heading) or owner in {"child", "referrer", "office"}
        heads = heads or (owner == "setting" and len(merged) <= _SHORT)
        return self.parts.get(owner, "") if heads and len(unknown) <= _MOST_UNKNOWN else ""

    def _owner(self, said: frozenset[str]) -> tuple[str, frozenset[str]]:
        owner, telling = _first(self.owners, said)
        acting = said & self.acts
        of_form = owner in {"office", "other"} and "form" in said
        if (owner in _MAY_SEND or of_form) and acting and said & self.actors:
            return "referrer", acting | said & self.actors
        return owner, telling


def _allowed(owner: str, attribute: str, key: str) -> int:
    """How many words may stand in a label that explain nothing."""
    if owner or key == "-":
        return _MOST_UNKNOWN
    return int(attribute == _DATE)


def _first(
    table: tuple[tuple[str, Groups], ...], said: frozenset[str]
) -> tuple[str, frozenset[str]]:
    """The first name one of whose groups of words stands whole, and all such words of it."""
    for name, groups in table:
        found = [group for group in groups if group <= said]
        if found:
            return name, frozenset().union(*found)
    return "", frozenset()


def _groups(table: Mapping[str, list[str]]) -> tuple[tuple[str, Groups], ...]:
    return tuple(
        (name, tuple(frozenset(t.split()) for t in texts)) for name, texts in table.items()
    )


def _words(texts: Iterable[str]) -> frozenset[str]:
    return frozenset(word for text in texts for word in words(text))
