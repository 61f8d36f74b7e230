"""A document as its reader sees it: paragraphs, tables, and the looks that carry meaning.

Whatever wrote the file (Word, LibreOffice, a PDF printer, a mail program), this is its one shape.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property

TICKED, UNTICKED = "☒", "☐"
PICTURE = "\ufffc"


@dataclass(frozen=True, slots=True)
class Run:
    """Text with one look. `answer` marks what stands in a form field or content control.

    `iso` is the date that a date control holds beside its display text.
    """

    text: str
    bold: bool = False
    italic: bool = False
    underline: bool = False
    strike: bool = False
    highlight: bool = False
    colour: str = ""
    answer: bool = False
    iso: str = ""


@dataclass(frozen=True)
class Paragraph:
    """One paragraph; `level` is 1 to 9 for headings and titles, `item` marks a list item."""

    runs: tuple[Run, ...] = ()
    level: int = 0
    item: bool = False

    @cached_property
    def text(self) -> str:
        return "".join(run.text for run in self.runs)


@dataclass(frozen=True)
class Cell:
    """One cell, once, wherever merged: its top left place in the grid and how far it reaches."""

    row: int
    col: int
    width: int = 1
    height: int = 1
    shaded: bool = False
    blocks: tuple["Block", ...] = ()

    @cached_property
    def text(self) -> str:
        return "\n".join(paragraph.text for paragraph in paragraphs(self.blocks))

    @property
    def tables(self) -> list["Table"]:
        return [block for block in self.blocks if isinstance(block, Table)]


@dataclass(frozen=True)
class Table:
    """A grid of cells in reading order; `cut` when a page break parts it from the table before."""

    cells: tuple[Cell, ...] = ()
    cut: bool = False

    @cached_property
    def rows(self) -> list[list[Cell]]:
        """Cells by the row in which they start; rows without a start of their own stay empty."""
        rows: list[list[Cell]] = [
            [] for _ in range(max((cell.row for cell in self.cells), default=-1) + 1)
        ]
        for cell in self.cells:
            rows[cell.row].append(cell)
        return rows

    @cached_property
    def width(self) -> int:
        return max((cell.col + cell.width for cell in self.cells), default=0)


Block = Paragraph | Table


@dataclass(frozen=True)
class Document:
    """A whole document; `notes` are the things that a person should know about it.

    Footers are kept for their text only: they hold versions and review dates, never answers.
    """

    body: tuple[Block, ...] = ()
    headers: tuple[Block, ...] = ()
    footers: tuple[Block, ...] = ()
    notes: tuple[str, ...] = field(default=())


def paragraphs(blocks: tuple[Block, ...]) -> Iterator[Paragraph]:
    """Every paragraph of `blocks` in reading order, tables' cells included."""
    for block in blocks:
        if isinstance(block, Paragraph):
            yield block
        else:
            for cell in block.cells:
                yield from paragraphs(cell.blocks)


def plain_text(document: Document) -> str:
    """All that the document says, a line a paragraph."""
    everything = document.headers + document.body + document.footers
    return "\n".join(paragraph.text for paragraph in paragraphs(everything))
