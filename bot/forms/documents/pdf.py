"""A PDF with text as a document: ruled tables, paragraphs, and form fields filled in."""

import io
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace

from pdfminer.pdfdocument import PDFDocument, PDFPasswordIncorrect
from pdfminer.pdfexceptions import PDFException
from pdfminer.pdfpage import PDFPage
from pdfminer.pdfparser import PDFParser
from pdfminer.psexceptions import PSException

from bot.forms.documents.model import Block, Cell, Document, Paragraph, Table
from bot.forms.documents.pdf_page import Box, Page, PageReader, Piece
from bot.forms.documents.pdf_rules import RuledCell, ruled_tables
from bot.forms.documents.pdf_text import as_paragraphs, text_lines
from bot.forms.errors import UnableToReadDocument

MAX_PAGES = 60
_FOOT = 80.0
_PAGE_NUMBER = re.compile(r"^(?:page\s*)?\d{1,3}(?:\s*(?:of|/)\s*\d{1,3})?$", re.IGNORECASE)
_SCAN = "It is a scan: a picture of the pages, without text."


def read_pdf(data: bytes) -> Document:
    """Read a PDF. Raises UnableToReadDocument for a scan, a locked or a damaged file."""
    pages = _pages(data)
    if not any(piece.text.strip() for page in pages for piece in page.pieces):
        raise UnableToReadDocument(_SCAN)
    _drop_running_lines(pages)
    blocks: list[Block] = []
    for page in pages:
        found = list(_blocks(page))
        if blocks and found and isinstance(found[0], Table) and isinstance(blocks[-1], Table):
            found[0] = replace(found[0], cut=True)
        blocks += found
    return Document(tuple(blocks), notes=_notes(pages))


def _pages(data: bytes) -> list[Page]:
    reader = PageReader()
    pages: list[Page] = []
    try:
        for page in PDFPage.create_pages(PDFDocument(PDFParser(io.BytesIO(data)))):
            if len(pages) == MAX_PAGES:
                raise UnableToReadDocument(f"It has more than {MAX_PAGES} pages.")
            pages.append(reader.read(page))
    except PDFPasswordIncorrect as error:
        raise UnableToReadDocument("It is protected with a password.") from error
    except (PDFException, PSException, ValueError, KeyError, TypeError, IndexError) as error:
        raise UnableToReadDocument("The PDF is damaged.") from error
    return pages


def _drop_running_lines(pages: list[Page]) -> None:
    """Take out what stands at the same height on several pages: page headers and footers."""
    for page in pages:
        page.pieces = [p for p in page.pieces if p.y > _FOOT or not _PAGE_NUMBER.match(p.text)]
    if len(pages) < 2:
        return
    lines = ({_running(p) for p in page.pieces if not p.answer} for page in pages)
    seen = Counter(line for page in lines for line in page)
    for number, page in enumerate(pages):
        page.pieces = [
            piece
            for piece in page.pieces
            if seen[_running(piece)] < 2 or (number == 0 and piece.y > _FOOT)
        ]


def _running(piece: Piece) -> tuple[str, int]:
    """What stays the same in a running line while its page number changes."""
    return re.sub(r"\d+", "#", piece.text), round(piece.y)


def _blocks(page: Page) -> Iterator[Block]:
    """The page from the top down: text between tables, and tables."""
    tables = ruled_tables(page.boxes)
    left = list(page.pieces)
    for cells in tables:
        top = max(cell.box.y1 for cell in cells)
        above = [p for p in left if p.y >= top and not _is_in_any(p, tables)]
        yield from _text(page, above)
        left = [piece for piece in left if piece not in above]
        yield _table(page, cells, left)
    yield from _text(page, [p for p in left if not _is_in_any(p, tables)])


def _text(page: Page, pieces: list[Piece]) -> tuple[Paragraph, ...]:
    lines = text_lines(pieces)
    right = max((line.end for line in lines), default=page.width)
    return as_paragraphs(lines, max(right, 0.75 * page.width), page.boxes)


def _table(page: Page, cells: list[RuledCell], pieces: list[Piece]) -> Table:
    made = []
    for cell in cells:
        inside = [piece for piece in pieces if _is_in(piece, cell.box)]
        marks = [box for box in page.boxes if _is_within(box, cell.box)]
        blocks = as_paragraphs(text_lines(inside), cell.box.x1, marks, in_cell=True)
        shaded = any(box.filled and _fills(box, cell.box) for box in page.boxes)
        made.append(Cell(cell.row, cell.col, cell.width, cell.height, shaded=shaded, blocks=blocks))
    return Table(tuple(made))


def _is_in(piece: Piece, box: Box) -> bool:
    height = piece.y + 0.3 * piece.size
    return box.x0 - 2 <= piece.x < box.x1 - 1 and box.y0 <= height <= box.y1


def _is_in_any(piece: Piece, tables: list[list[RuledCell]]) -> bool:
    return any(_is_in(piece, cell.box) for cells in tables for cell in cells)


def _is_within(box: Box, cell: Box) -> bool:
    inside = cell.x0 - 1 <= box.x0 and box.x1 <= cell.x1 + 1
    return inside and cell.y0 + 1 < box.y0 and box.y1 < cell.y1 - 0.5 and not _fills(box, cell)


def _fills(box: Box, cell: Box) -> bool:
    wide = min(box.x1, cell.x1) - max(box.x0, cell.x0) > 0.8 * (cell.x1 - cell.x0)
    return wide and min(box.y1, cell.y1) - max(box.y0, cell.y0) > 0.7 * (cell.y1 - cell.y0)


def _notes(pages: list[Page]) -> tuple[str, ...]:
    empty = sum(not page.pieces for page in pages)
    return (f"{empty} of its pages hold no text, perhaps pictures.",) if empty else ()
