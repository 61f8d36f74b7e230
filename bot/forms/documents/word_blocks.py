"""Paragraphs and tables of a Word part, whatever wraps them, with merged cells told once."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace

from lxml import etree

from bot.forms.documents import controls
from bot.forms.documents.model import Block, Cell, Paragraph, Run, Table
from bot.forms.documents.styles import Style
from bot.forms.documents.word_runs import RunReader
from bot.forms.errors import UnableToReadDocument
from bot.forms.files.safe_xml import MC, R, W

MAX_COLUMNS = 63
MAX_CELLS = 20_000
_SKIPPED = {f"{W}{n}" for n in ("sectPr", "del", "moveFrom", "tcPr", "tblPr", "tblGrid", "trPr")}
_UNSHADED = {"", "auto", "ffffff"}


@dataclass(slots=True)
class _Draft:
    """A cell while the rows below it may still lengthen it."""

    cell: Cell


@dataclass(slots=True)
class BlockReader:
    """Reads any element that holds blocks: a body, a header, a cell, a text box."""

    runs: RunReader
    chunks: Mapping[str, tuple[Block, ...]] = field(default_factory=dict)
    cells_read: int = 0
    unread_chunks: int = 0

    def read(self, parent: etree._Element, *, placeholder: bool = False) -> tuple[Block, ...]:
        """Blocks of `parent` in order; a text box follows the paragraph that it hangs on."""
        return tuple(self._blocks(parent, placeholder=placeholder))

    def _blocks(self, parent: etree._Element, *, placeholder: bool) -> Iterator[Block]:
        for element in parent:
            tag = element.tag
            if tag in _SKIPPED or not isinstance(tag, str):
                continue
            if tag == f"{W}p":
                yield from self._paragraph(element, placeholder=placeholder)
            elif tag == f"{W}tbl":
                yield self._table(element, placeholder=placeholder)
            elif tag == f"{W}sdt":
                yield from self._control(element)
            elif tag == f"{W}altChunk":
                yield from self._chunk(element)
            elif tag == f"{MC}AlternateContent":
                branch = element.find(f"{MC}Choice")
                chosen = element.find(f"{MC}Fallback") if branch is None else branch
                yield from () if chosen is None else self._blocks(chosen, placeholder=placeholder)
            elif len(element):
                yield from self._blocks(element, placeholder=placeholder)

    def _chunk(self, element: etree._Element) -> Iterator[Block]:
        blocks = self.chunks.get(element.get(f"{R}id", ""))
        if blocks is None:
            self.unread_chunks += 1
        yield from blocks or ()

    def _paragraph(self, element: etree._Element, *, placeholder: bool) -> Iterator[Block]:
        properties = element.find(f"{W}pPr")
        style = self._style(properties)
        runs = tuple(self.runs.read(element, bold=style.bold, placeholder=placeholder))
        boxes, self.runs.boxes = self.runs.boxes, []
        numbered = properties is not None and properties.find(f"{W}numPr") is not None
        if not style.hidden:
            yield Paragraph(
                runs, level=style.level, item=not style.level and (style.item or numbered)
            )
        for box in boxes:
            yield from self._blocks(box, placeholder=False)

    def _style(self, properties: etree._Element | None) -> Style:
        element = None if properties is None else properties.find(f"{W}pStyle")
        key = "" if element is None else element.get(f"{W}val", "")
        return self.runs.styles[key]

    def _control(self, element: etree._Element) -> Iterator[Block]:
        properties, content = element.find(f"{W}sdtPr"), element.find(f"{W}sdtContent")
        tick, bound = (
            controls.tick_of(properties),
            controls.bound_text(properties, self.runs.stores),
        )
        if _is_contents_table(properties):
            return
        if tick or bound:
            yield Paragraph((Run(tick or bound, answer=not tick),))
        elif controls.is_placeholder(properties):
            yield Paragraph((Run("", answer=True),))
        elif content is not None:
            blocks = self._blocks(content, placeholder=False)
            yield from _as_answers(blocks) if controls.is_answer(properties) else blocks

    def _table(self, element: etree._Element, *, placeholder: bool) -> Table:
        drafts: list[_Draft] = []
        open_columns: dict[int, _Draft] = {}
        for row, (tr, blank) in enumerate(_rows(element, placeholder=placeholder)):
            col = _number(tr.find(f"{W}trPr/{W}gridBefore"))
            started: dict[int, _Draft] = {}
            for tc, hidden in _cells(tr, placeholder=blank):
                draft = self._cell(tc, row, col, placeholder=hidden)
                above = open_columns.get(col)
                if _is_continued(tc) and above is not None:
                    height = row - above.cell.row + 1
                    above.cell = replace(above.cell, height=height)
                    draft = above
                elif _is_swallowed(tc) and drafts:
                    drafts[-1].cell = replace(
                        drafts[-1].cell, width=col - drafts[-1].cell.col + draft.cell.width
                    )
                else:
                    drafts.append(draft)
                started[col] = draft
                col += draft.cell.width
            open_columns = started
        return Table(tuple(draft.cell for draft in drafts))

    def _cell(self, tc: etree._Element, row: int, col: int, *, placeholder: bool) -> _Draft:
        self.cells_read += 1
        if self.cells_read > MAX_CELLS:
            raise UnableToReadDocument("Its tables are larger than any form's.")
        span = max(1, _number(tc.find(f"{W}tcPr/{W}gridSpan")))
        shading = tc.find(f"{W}tcPr/{W}shd")
        fill = "" if shading is None else shading.get(f"{W}fill", "").casefold()
        blocks = self.read(tc, placeholder=placeholder)
        shaded = fill not in _UNSHADED
        return _Draft(Cell(row, col, width=span, shaded=shaded, blocks=blocks))


def _as_answers(blocks: Iterator[Block]) -> Iterator[Block]:
    """The text of a typed control, marked as what somebody filled in."""
    for block in blocks:
        if isinstance(block, Paragraph):
            yield replace(block, runs=tuple(replace(run, answer=True) for run in block.runs))
        else:
            yield block


def _rows(table: etree._Element, *, placeholder: bool) -> Iterator[tuple[etree._Element, bool]]:
    for element in table:
        if element.tag == f"{W}tr":
            if element.find(f"{W}trPr/{W}del") is None:
                yield element, placeholder
        elif element.tag == f"{W}sdt" or element.tag in _WRAPPERS:
            blank = controls.is_placeholder(element.find(f"{W}sdtPr"))
            yield from _rows(_inside(element), placeholder=placeholder or blank)


def _cells(row: etree._Element, *, placeholder: bool) -> Iterator[tuple[etree._Element, bool]]:
    for element in row:
        if element.tag == f"{W}tc":
            yield element, placeholder
        elif element.tag == f"{W}sdt" or element.tag in _WRAPPERS:
            blank = controls.is_placeholder(element.find(f"{W}sdtPr"))
            yield from _cells(_inside(element), placeholder=placeholder or blank)


_WRAPPERS = {f"{W}customXml", f"{W}ins", f"{W}moveTo", f"{W}smartTag", f"{W}sdtContent"}


def _inside(element: etree._Element) -> etree._Element:
    content = element.find(f"{W}sdtContent")
    return element if content is None else content


def _is_continued(tc: etree._Element) -> bool:
    merge = tc.find(f"{W}tcPr/{W}vMerge")
    return merge is not None and merge.get(f"{W}val", "continue") != "restart"


def _is_swallowed(tc: etree._Element) -> bool:
    """Old documents merge sideways with hMerge in place of a span."""
    merge = tc.find(f"{W}tcPr/{W}hMerge")
    return merge is not None and merge.get(f"{W}val", "continue") != "restart"


def _number(element: etree._Element | None) -> int:
    value = "0" if element is None else element.get(f"{W}val", "0")
    return min(int(value), MAX_COLUMNS) if value.isdigit() and len(value) < 12 else 0


def _is_contents_table(properties: etree._Element | None) -> bool:
    path = f"{W}docPartObj/{W}docPartGallery"
    gallery = None if properties is None else properties.find(path)
    return gallery is not None and gallery.get(f"{W}val") == "Table of Contents"
