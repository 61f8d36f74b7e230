"""Answers to labels that only name somebody: "Your details", "About the child".

Their lines may be labelled themselves ("Name: …", "Post: …"), or be a person's introduction.
"""

import re
from collections.abc import Iterator
from dataclasses import replace

from bot.forms.documents.content import Line, as_paragraphs, block_lines
from bot.forms.layout.entries import Entry, Found
from bot.forms.layout.looks import Looks
from bot.forms.layout.running import LabelledLines, read_lines
from bot.forms.meaning.introducing import introduced
from bot.forms.wordings.labels import Labels

_PARTIES = {"referrer", "child"}
_GOOD = 0.9
_FEWEST = 2
_NEXT = re.compile(r"[,;]\s+(?=[A-Z][A-Za-z /'’-]{1,40}:)")


def with_labelled_answers(found: list[Found], labels: Labels) -> list[Found]:
    """What was found, each such answer as the answers that it holds, beside its own label."""
    return [part for item in found for part in _parted(item, labels)]


def _parted(item: Found, labels: Labels) -> list[Found]:
    if not isinstance(item, Entry) or item.place.record:
        return [item]
    party = labels.headed(item.label)
    if party.key not in _PARTIES or party.score < _GOOD:
        return [item]
    lines = (part for line in block_lines(item.value) for part in _at_commas(line))
    pieces = read_lines((line for line in lines if line.text.strip()), labels, Looks())
    if len(pieces) < _FEWEST or not all(_is_labelled(piece) for piece in pieces):
        return [_of_the_sender(item, labels) if party.key == "referrer" else item]
    return [
        Entry(piece.label, piece.match, as_paragraphs(piece.lines), item.place, beside=item.label)
        for piece in pieces
    ]


def _of_the_sender(entry: Entry, labels: Labels) -> Entry:
    """The sender's introduction, under a label such as "Your details", as theirs."""
    asks = entry.match.key.startswith("referrer_")
    if asks or not introduced(entry.value, labels):
        return entry
    return replace(entry, match=replace(entry.match, key="referrer_contact", score=_GOOD))


def _is_labelled(piece: LabelledLines) -> bool:
    return bool(piece.match.key) and piece.match.score >= _GOOD


def _at_commas(line: Line) -> Iterator[Line]:
    """Give the parts of "Name: Jo Mock, Post: Head Teacher"."""
    at = 0
    for comma in _NEXT.finditer(line.text):
        yield line.part(at, comma.start())
        at = comma.end()
    yield line.part(at, len(line.text))
