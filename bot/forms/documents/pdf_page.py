"""One PDF page as what is printed on it: pieces of text at their places, rules and filled boxes.

Points, with the origin at the bottom left, as PDF has it.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from pdfminer.converter import PDFLayoutAnalyzer
from pdfminer.layout import LTChar, LTContainer, LTCurve, LTImage, LTPage, LTRect
from pdfminer.pdfinterp import PDFPageInterpreter, PDFResourceManager
from pdfminer.pdfpage import PDFPage
from pdfminer.pdftypes import resolve1
from pdfminer.psparser import PSLiteral
from pdfminer.utils import decode_text

from bot.forms.documents.model import TICKED, UNTICKED
from bot.forms.documents.ticks import from_private_use

_THIN = 2.5
_PUSH_BUTTON = 1 << 16
_WHITE = 0.97
_DARK = 0.25
_SPACE = 0.18


@dataclass(frozen=True, slots=True)
class Piece:
    """Text in one font at one place; `y` is its baseline, `edges` where each letter starts.

    The last of the edges is where the text ends.
    """

    text: str
    y: float
    size: float
    edges: tuple[float, ...]
    bold: bool = False
    italic: bool = False
    faint: bool = False
    answer: bool = False

    @property
    def x(self) -> float:
        return self.edges[0]

    @property
    def end(self) -> float:
        return self.edges[-1]


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle: a rule if it is thin, a background if it is filled."""

    x0: float
    y0: float
    x1: float
    y1: float
    filled: bool = False

    @property
    def is_level(self) -> bool:
        return self.y1 - self.y0 <= _THIN < self.x1 - self.x0

    @property
    def is_upright(self) -> bool:
        return self.x1 - self.x0 <= _THIN < self.y1 - self.y0


@dataclass(slots=True)
class Page:
    """All that one page shows."""

    pieces: list[Piece] = field(default_factory=list)
    boxes: list[Box] = field(default_factory=list)
    width: float = 595.0
    pictures: int = 0


class PageReader(PDFLayoutAnalyzer):
    """Runs pages' drawing operators and keeps what they draw, without guessing at a layout."""

    def __init__(self) -> None:
        resources = PDFResourceManager()
        super().__init__(resources, laparams=None)
        self._interpreter = PDFPageInterpreter(resources, self)
        self._page = Page()
        self._squares: list[Box] = []
        self._strokes: list[Box] = []

    def read(self, page: PDFPage) -> Page:
        """Gather what a page shows, its filled-in form fields included."""
        self._page, self._squares, self._strokes = Page(), [], []
        self._interpreter.process_page(page)
        self._page.pieces += _widgets(page)
        return self._page

    def receive_layout(self, ltpage: LTPage) -> None:
        self._page.width = ltpage.width
        letters: list[LTChar] = []
        self._gather(ltpage, letters)
        boxes = [box for box in self._squares if not _is_part(box, self._squares)]
        inside = [letter for letter in letters if any(_holds(box, letter) for box in boxes)]
        self._page.pieces += _pieces([letter for letter in letters if letter not in inside])
        self._page.pieces += [self._tick(box, inside) for box in boxes]

    def _tick(self, box: Box, inside: list[LTChar]) -> Piece:
        """A small drawn square as a tick box: ticked if a stroke or a letter lies in it."""
        crossed = any(_is_within(stroke, box) for stroke in self._strokes)
        written = any(_holds(box, letter) and letter.get_text().strip() for letter in inside)
        mark = TICKED if crossed or written else UNTICKED
        return Piece(mark, box.y0 + 2, box.y1 - box.y0, (box.x0, box.x1))

    def _gather(self, container: LTContainer[Any], letters: list[LTChar]) -> None:
        for item in container:
            if isinstance(item, LTChar):
                letters.append(item)
            elif isinstance(item, LTImage):
                self._page.pictures += 1
            elif isinstance(item, LTCurve):
                self._shape(item)
            elif isinstance(item, LTContainer):
                self._gather(item, letters)

    def _shape(self, shape: LTCurve) -> None:
        box = Box(*shape.bbox)
        if shape.stroke and isinstance(shape, LTRect) and _is_square(box):
            self._squares.append(box)
        elif shape.stroke and not box.is_level and not box.is_upright and _is_slight(box):
            self._strokes.append(box)
        else:
            self._page.boxes += _boxes(shape)


def _is_square(box: Box) -> bool:
    wide, high = box.x1 - box.x0, box.y1 - box.y0
    return 6 <= high <= 18 and abs(wide - high) <= 0.15 * high


def _is_slight(box: Box) -> bool:
    return box.x1 - box.x0 < 20 and box.y1 - box.y0 < 20


def _is_within(inner: Box, outer: Box) -> bool:
    return (
        outer.x0 - 1 <= inner.x0
        and inner.x1 <= outer.x1 + 3
        and outer.y0 - 1 <= inner.y0
        and inner.y1 <= outer.y1 + 3
    )


def _is_part(box: Box, boxes: list[Box]) -> bool:
    """Whether a square is only the shadow of a larger one, or its double."""
    return any(
        other is not box
        and _is_within(box, other)
        and (other != box or boxes.index(other) < boxes.index(box))
        for other in boxes
    )


def _holds(box: Box, letter: LTChar) -> bool:
    x, y = (letter.x0 + letter.x1) / 2, (letter.y0 + letter.y1) / 2
    return box.x0 < x < box.x1 and box.y0 < y < box.y1


def _boxes(shape: LTCurve) -> Iterator[Box]:
    box = Box(*shape.bbox, filled=bool(shape.fill))
    if box.is_level or box.is_upright or (shape.fill and not _is_white(shape.non_stroking_color)):
        yield box
    elif shape.stroke:
        x0, y0, x1, y1 = shape.bbox
        yield from (Box(x0, y0, x1, y0), Box(x0, y1, x1, y1))
        yield from (Box(x0, y0, x0, y1), Box(x1, y0, x1, y1))


def _levels(colour: Any) -> list[float]:
    values = colour if isinstance(colour, (tuple, list)) else (colour,)
    return [float(value) for value in values if isinstance(value, (int, float))]


def _is_white(colour: Any) -> bool:
    levels = _levels(colour)
    if len(levels) == 4:
        return max(levels) < 1 - _WHITE
    return bool(levels) and min(levels) > _WHITE


def _is_faint(colour: Any) -> bool:
    """Grey or coloured type, in which forms print their guidance."""
    levels = _levels(colour)
    return len(levels) in {1, 3} and min(levels) > _DARK and not _is_white(colour)


def _pieces(letters: list[LTChar]) -> Iterator[Piece]:
    """Letters that follow each other in one font as pieces of text."""
    piece: list[LTChar] = []
    for letter in letters:
        if piece and not _follows(piece[-1], letter):
            yield _piece(piece)
            piece = []
        piece.append(letter)
    if piece:
        yield _piece(piece)


def _follows(before: LTChar, letter: LTChar) -> bool:
    gap = letter.x0 - before.x1
    return (
        before.fontname == letter.fontname
        and abs(_baseline(before) - _baseline(letter)) < 0.2 * letter.size
        and -0.3 * letter.size < gap < 0.9 * letter.size
        and _is_faint(before.graphicstate.ncolor) == _is_faint(letter.graphicstate.ncolor)
    )


def _baseline(letter: LTChar) -> float:
    return float(letter.matrix[5])


def _piece(letters: list[LTChar]) -> Piece:
    text: list[str] = []
    edges: list[float] = []
    for number, letter in enumerate(letters):
        if number and letter.x0 - letters[number - 1].x1 > _SPACE * letter.size:
            text.append(" ")
            edges.append(letters[number - 1].x1)
        for character in from_private_use(letter.get_text()):
            text.append(character)
            edges.append(letter.x0)
    first = letters[0]
    name = first.fontname.casefold()
    return Piece(
        "".join(text),
        _baseline(first),
        first.size,
        (*edges, letters[-1].x1),
        bold=any(word in name for word in ("bold", "black", "heavy", "demi")),
        italic="italic" in name or "oblique" in name,
        faint=_is_faint(first.graphicstate.ncolor),
    )


def _widgets(page: PDFPage) -> Iterator[Piece]:
    """Form fields of a fillable PDF, at their places."""
    for reference in resolve1(page.annots) or []:
        widget = resolve1(reference)
        if not isinstance(widget, dict) or _name(widget.get("Subtype")) != "Widget":
            continue
        value = _widget_value(widget)
        x0, y0, _, y1 = (float(resolve1(side)) for side in resolve1(widget.get("Rect")))
        lines = value.replace("\r\n", "\n").replace("\r", "\n").split("\n")
        for number, line in enumerate(lines):
            y = y1 - 11 - 12 * number if len(lines) > 1 else y0 + 3
            edges = tuple(x0 + 2 + 5 * place for place in range(len(line) + 1))
            yield Piece(line, y, 10, edges, answer=len(line) != 1 or line not in _TICKS)


_TICKS = {TICKED, UNTICKED}


def _name(value: Any) -> str:
    value = resolve1(value)
    return str(value.name) if isinstance(value, PSLiteral) else ""


def _inherited(widget: dict[str, Any], key: str) -> Any:
    node: Any = widget
    for _ in range(8):
        if not isinstance(node, dict):
            return None
        if key in node:
            return resolve1(node[key])
        node = resolve1(node.get("Parent"))
    return None


def _widget_value(widget: dict[str, Any]) -> str:
    kind = _name(_inherited(widget, "FT"))
    if kind == "Btn":
        if int(_inherited(widget, "Ff") or 0) & _PUSH_BUTTON:
            return ""
        state = _name(widget.get("AS")) or _name(_inherited(widget, "V")) or "Off"
        return UNTICKED if state == "Off" else TICKED
    value = _inherited(widget, "V") if kind in {"Tx", "Ch"} else None
    values = value if isinstance(value, list) else [value]
    return ", ".join(_text(item) for item in values if item is not None)


def _text(value: Any) -> str:
    value = resolve1(value)
    if isinstance(value, bytes):
        return decode_text(value)
    return value if isinstance(value, str) else _name(value)
