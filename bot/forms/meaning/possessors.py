"""Whose role and agency a form asks for, by the word that it uses for who fills it in.

Where "Practitioner raising the concern" asks for the referrer, "Practitioner's agency" is the
referrer's too, unless the form also speaks of another practitioner.
"""

import re
from collections.abc import Iterable
from dataclasses import replace

from bot.forms.layout.entries import Entry, Found, Heading
from bot.forms.wordings.labels import Labels
from bot.forms.wordings.wording import fold, words

_ASKED = {
    "referrer_role": "referrer_role",
    "agency": "referrer_agency",
    "phone": "referrer_phone",
    "email": "referrer_email",
    "contact": "referrer_contact",
}
_NOBODY = {"agency", "contact", "member", "social", "who"}
_GOOD = 0.9


def with_possessors(found: list[Found], labels: Labels) -> list[Found]:
    """What was found, labels that ask something of the one who sends the form told as such."""
    actors = frozenset(labels.tables["asking"]["actors"]) - _NOBODY
    entries = [item for item in found if isinstance(item, Entry)]
    sending = {word for entry in entries if _names_sender(entry) for word in words(entry.label)}
    senders = actors & sending - _of_others(found, actors)
    return [_owned(item, senders, labels) if isinstance(item, Entry) else item for item in found]


def _names_sender(entry: Entry) -> bool:
    return entry.match.key == "referrer_name" and entry.match.score >= _GOOD


def _of_others(found: Iterable[Found], actors: frozenset[str]) -> set[str]:
    """The words for people in labels and headings that may speak of somebody else."""
    others: set[str] = set()
    for item in found:
        if isinstance(item, Entry) and not item.match.key.startswith("referrer_"):
            others |= set(words(item.label)) if not _possessive(item.label, actors)[0] else set()
        elif isinstance(item, Heading) and item.match.key != "referrer":
            others |= set(words(item.text))
    return others


def _owned(entry: Entry, senders: frozenset[str], labels: Labels) -> Entry:
    owner, asked = _possessive(entry.label, senders)
    match = labels.match(asked) if owner else entry.match
    if not owner or match.key not in _ASKED or match.score < _GOOD:
        return entry
    return replace(entry, match=replace(entry.match, key=_ASKED[match.key], score=_GOOD))


def _possessive(label: str, owners: frozenset[str]) -> tuple[str, str]:
    """Whose, and what, a label such as "Practitioner's role" or "Role of practitioner" asks."""
    any_owner = "|".join(map(re.escape, sorted(owners)))
    before = re.fullmatch(rf"({any_owner})(?:'s|s'|s)\s+(.+)", fold(label)) if owners else None
    after = re.fullmatch(rf"(.+)\s+of\s+(?:the\s+)?({any_owner})", fold(label)) if owners else None
    if before:
        return before[1], before[2]
    return (after[2], after[1]) if after else ("", "")
