"""Answers that a person set in italics or in a colour of their own, as other people write them.

Forms print their guidance so, too. Where bare dates, addresses and numbers stand in that ink, which
no guidance is, it is the ink of the answers, and means nothing in this document.
"""

import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import groupby
from typing import Literal

from bot.forms.documents.content import Line, lines_of
from bot.forms.documents.model import Block, Cell, Document, Paragraph, Run, Table, paragraphs

Ink = Literal["italic", "colour"]
_INKS: tuple[Ink, ...] = ("italic", "colour")
_BARE = re.compile(
    r"[\w.'+-]+@[\w.-]+\.\w+|(?:\w{3,9},? )?\d{1,2}(?:st|nd|rd|th)? \w{3,9},? \d{2,4}"
    r"|\d{1,4}[/.-]\d{1,2}[/.-]\d{2,4}|\+?[\d ()-]{10,18}"
)
_LABELLED = re.compile(r"[^:]+:")
_LABEL_ENDS = (":", "?", "\t")
_ENOUGH = 2
_WHOLLY = 0.9


def without_inks(document: Document) -> Document:
    """The document, answers in italics or colour made plain where that is how they are written."""
    for ink in _INKS:
        answers = [part for line in _lines(document.body) for part in _parts(line, ink)]
        bare = [part for part in answers if _BARE.fullmatch(part.text.strip())]
        inked = sum(part.share(ink) > _WHOLLY for part in bare)
        if inked >= _ENOUGH and 2 * inked > len(bare):
            document = replace(document, body=_plain(document.body, ink))
    return document


def _parts(line: Line, ink: Ink) -> Iterator[Line]:
    """What may be answers in a line: all of it, and what stands in one look behind a label."""
    yield line
    before = ""
    for is_inked, runs in groupby(line.runs, key=lambda run: bool(getattr(run, ink))):
        part = Line(tuple(runs))
        if is_inked and before.rstrip(" ").endswith(_LABEL_ENDS):
            yield part
        elif not is_inked and _LABELLED.match(part.text):
            yield part.part(part.text.index(":") + 1)
        before += part.text


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
    """A paragraph wholly in that ink made plain; behind a label in it, the ink marks an answer.

    One in which it picks out words stays.
    """
    if all(line.share(ink) > _WHOLLY for line in lines_of(paragraph) if line.text.strip()):
        return replace(paragraph, runs=tuple(_in_plain(run, ink) for run in paragraph.runs))
    return replace(paragraph, runs=tuple(_typed(paragraph.runs, ink)))


def _typed(runs: tuple[Run, ...], ink: Ink) -> Iterator[Run]:
    before, typing = "", False
    for run in runs:
        inked = bool(getattr(run, ink))
        typing = inked and (typing or before.rstrip(" ").endswith(_LABEL_ENDS))
        yield replace(_in_plain(run, ink), answer=True) if typing else run
        before += run.text


def _in_plain(run: Run, ink: Ink) -> Run:
    return replace(run, italic=False) if ink == "italic" else replace(run, colour="")
