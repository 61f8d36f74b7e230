"""HTML as a document: the body of a mail, or a form saved as a web page.

Nothing is fetched; scripts, styles and what is hidden are left out.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Any

from lxml import etree
from lxml import html as lxml_html

from bot.forms.documents.model import TICKED, UNTICKED, Block, Cell, Document, Paragraph, Run, Table
from bot.forms.errors import UnableToReadDocument

MAX_CHARACTERS = 5_000_000
MAX_SPAN = 63
_SKIPPED = {"script", "style", "head", "title", "template", "noscript", "meta", "link"}
_BREAKING = {"p", "div", "li", "ul", "ol", "section", "article", "blockquote", "header", "footer"}
_BREAKING |= {"body", "form", "fieldset", "center", "dl", "dt", "dd", "pre", "address", "main"}
_HEADINGS = {f"h{n}": n for n in range(1, 7)}
_LOOKS = {"b": "bold", "strong": "bold", "th": "bold", "i": "italic", "em": "italic"}
_LOOKS |= {"s": "strike", "strike": "strike", "del": "strike", "u": "underline"}
_LOOKS |= {"ins": "underline", "mark": "highlight"}
_SPACE = re.compile(r"[ \t\r\n\f]+")


@dataclass(slots=True)
class _Flow:
    """Blocks being gathered, and the paragraph that is still open."""

    blocks: list[Block] = field(default_factory=list)
    runs: list[Run] = field(default_factory=list)
    level: int = 0
    item: bool = False

    def close(self) -> None:
        if any(run.text.strip() or run.answer for run in self.runs):
            self.blocks.append(Paragraph(tuple(self.runs), level=self.level, item=self.item))
        self.runs = []


def read_html(text: str) -> Document:
    """Read a page. Raises UnableToReadDocument when there is nothing in it to read."""
    if len(text) > MAX_CHARACTERS:
        raise UnableToReadDocument("The page is larger than any form.")
    try:
        root = lxml_html.document_fromstring(re.sub(r"^\s*<\?xml[^>]*\?>", "", text))
    except (etree.ParserError, etree.XMLSyntaxError, ValueError) as error:
        raise UnableToReadDocument("The page holds nothing to read.") from error
    return Document(tuple(_blocks(root)))


def _blocks(element: Any) -> list[Block]:
    flow = _Flow()
    _walk(element, Run(""), flow)
    flow.close()
    return flow.blocks


def _walk(element: Any, look: Run, flow: _Flow) -> None:
    if not isinstance(element.tag, str) or element.tag in _SKIPPED or _is_hidden(element):
        return
    look = _look(element, look)
    if element.tag == "table":
        flow.close()
        flow.blocks.append(_table(element))
        return
    starts_block = element.tag in _BREAKING or element.tag in _HEADINGS
    if starts_block:
        flow.close()
        flow.level = _HEADINGS.get(element.tag, 0)
        flow.item = element.tag == "li"
    flow.runs += _own_text(element, look)
    for child in element:
        _walk(child, look, flow)
        if child.tail:
            flow.runs.append(replace(look, text=_SPACE.sub(" ", child.tail)))
    if starts_block:
        flow.close()
        flow.level, flow.item = 0, False


def _own_text(element: Any, look: Run) -> Iterator[Run]:
    if element.tag == "br":
        yield Run("\n")
    elif element.tag == "input":
        yield from _input(element)
    elif element.text:
        yield replace(look, text=_SPACE.sub(" ", element.text))


def _input(element: Any) -> Iterator[Run]:
    kind = element.get("type", "text").casefold()
    if kind in {"checkbox", "radio"}:
        yield Run(UNTICKED if element.get("checked") is None else TICKED)
    elif kind in {"text", "date", "email", "tel"}:
        yield Run(element.get("value", ""), answer=True)


def _look(element: Any, look: Run) -> Run:
    style = element.get("style", "").casefold().replace(" ", "")
    tag = _LOOKS.get(element.tag, "")
    heavy = "font-weight:bold" in style or "font-weight:7" in style
    return replace(
        look,
        bold=look.bold or tag == "bold" or heavy,
        italic=look.italic or tag == "italic" or "font-style:italic" in style,
        strike=look.strike or tag == "strike" or "line-through" in style,
        underline=look.underline or tag == "underline" or "text-decoration:underline" in style,
        highlight=look.highlight or tag == "highlight" or _is_highlighted(element, style),
    )


def _is_highlighted(element: Any, style: str) -> bool:
    pale = any(word in style for word in ("white", "#fff", "transparent"))
    return element.tag == "span" and "background" in style and not pale


def _is_hidden(element: Any) -> bool:
    style = element.get("style", "").casefold().replace(" ", "")
    return "display:none" in style or "mso-hide:all" in style


def _table(element: Any) -> Table:
    cells: list[Cell] = []
    taken: set[tuple[int, int]] = set()
    rows = [tr for tr in element.iter("tr") if next(tr.iterancestors("table")) is element]
    for row, tr in enumerate(rows):
        col = 0
        for td in tr:
            if td.tag not in {"td", "th"}:
                continue
            while (row, col) in taken:
                col += 1
            width, height = _span(td, "colspan"), _span(td, "rowspan")
            taken |= {(row + r, col + c) for r in range(height) for c in range(width)}
            shaded = td.get("bgcolor") is not None or "background" in td.get("style", "")
            blocks = tuple(_blocks(td))
            cells.append(Cell(row, col, width, min(height, len(rows) - row), shaded, blocks))
            col += width
    return Table(tuple(cells))


def _span(cell: Any, name: str) -> int:
    value = cell.get(name, "1").strip()
    return min(max(int(value), 1), MAX_SPAN) if value.isdigit() and len(value) < 6 else 1
