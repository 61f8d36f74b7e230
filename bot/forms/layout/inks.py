"""Answers that a person set in italics or in a colour of their own, as other people write them.

Forms print their guidance so, too. Where bare dates, addresses and numbers stand in that ink, which
no guidance is, it is the ink of the answers, and means nothing in this document.
"""

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Literal

from bot.forms.documents.content import Line, lines_of
from bot.forms.documents.model import Block, Cell, Document, Paragraph, Table, paragraphs

Ink = Literal["italic", "colour"]
_INKS: tuple[Ink, ...] = ("italic", "colour")
_BARE = re.compile(
    r"[\w.'+-]+@[\w.-]+\.\w+|(?:\w{3,9},? )?\d{1,2}(?:st|nd|rd|th)? \w{3,9},? \d{2,4}"
    r"|\d{1,4}[/.-]\d{1,2}[/.-]\d{2,4}|\+?[\d ()-]{10,18}"
)
_ENOUGH = 2
_WHOLLY = 0.9


def without_inks(document: Document) -> Document:
    """The document, answers in italics or colour made plain where that is how they are written."""
    for ink in _INKS:
        lines = [line for line in _lines(document.body) if _BARE.fullmatch(line.text.strip())]
        inked = sum(line.share(ink) > _WHOLLY for line in lines)
        if inked >= _ENOUGH and 2 * inked > len(lines):
            document = replace(document, body=_plain(document.body, ink))
    return document


def _lines(blocks: tuple[Block, ...]) -> Iterator[Line]:
    for paragraph in paragraphs(blocks):
        yield from lines_of(paragraph)


def _plain(blocks: tuple[Block, ...], ink: Ink) -> tuple[Block, ...]:
    return tuple(
        _paragraph(block, ink) if isinstance(block, Paragraph) else _table(block, ink)
        for block in blocks
    )


def _table(table: Table, ink: Ink) -> Table:
    return replace(table, cells=tuple(_cell(cell, ink) for cell in table.cells))


def _cell(cell: Cell, ink: Ink) -> Cell:
    return replace(cell, blocks=_plain(cell.blocks, ink))


def _paragraph(paragraph: Paragraph, ink: Ink) -> Paragraph:
    """A paragraph wholly in that ink made plain; one in which it picks out words stays."""
    if not all(line.share(ink) > _WHOLLY for line in lines_of(paragraph) if line.text.strip()):
        return paragraph
    if ink == "italic":
        return replace(paragraph, runs=tuple(replace(run, italic=False) for run in paragraph.runs))
    return replace(paragraph, runs=tuple(replace(run, colour="") for run in paragraph.runs))
