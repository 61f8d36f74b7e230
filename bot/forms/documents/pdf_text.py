"""Pieces of text on a page put together as lines and paragraphs, with their looks.

PDF knows neither: pieces at one height are a line; a line that was full goes on in the next one.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from bot.forms.documents.model import Paragraph, Run
from bot.forms.documents.pdf_page import Box, Piece

_TAB = 1.6
_CLOSE = 1.7


@dataclass(frozen=True, slots=True)
class TextLine:
    """One line of text, its pieces from left to right."""

    pieces: tuple[Piece, ...]

    @property
    def y(self) -> float:
        return self.pieces[0].y

    @property
    def x(self) -> float:
        return self.pieces[0].x

    @property
    def size(self) -> float:
        return max(piece.size for piece in self.pieces)

    @property
    def end(self) -> float:
        return max(piece.end for piece in self.pieces if piece.text.strip())

    @property
    def opens_bold(self) -> bool:
        return next((piece.bold for piece in self.pieces if piece.text.strip()), False)

    @property
    def ends_bold(self) -> bool:
        return next((piece.bold for piece in self.pieces[::-1] if piece.text.strip()), False)

    @property
    def first_word_width(self) -> float:
        piece = self.pieces[0]
        letters = len(piece.text) - len(piece.text.lstrip())
        word = piece.text[letters:].split(" ")[0]
        return piece.edges[min(letters + len(word), len(piece.edges) - 1)] - piece.edges[letters]


def text_lines(pieces: Iterable[Piece]) -> list[TextLine]:
    """Pieces at about one height as lines, from the top down."""
    lines: list[list[Piece]] = []
    for piece in sorted(pieces, key=lambda piece: (-piece.y, piece.x)):
        if lines and abs(lines[-1][0].y - piece.y) <= 0.4 * max(piece.size, 4):
            lines[-1].append(piece)
        else:
            lines.append([piece])
    kept = [line for line in lines if any(p.text.strip() or p.answer for p in line)]
    return [TextLine(tuple(sorted(line, key=lambda piece: piece.x))) for line in kept]


def as_paragraphs(
    lines: list[TextLine], right: float, marks: list[Box], *, in_cell: bool = False
) -> tuple[Paragraph, ...]:
    """Lines as paragraphs; `right` is the edge at which text wraps, `marks` lie on the text.

    Bold lines in one cell are one label, however narrow its column broke it.
    """
    made: list[list[Run]] = []
    for number, line in enumerate(lines):
        runs = _runs(line, marks)
        before = lines[number - 1] if number else None
        if before is None or not _is_close(before, line):
            made.append(runs)
        elif _goes_on(before, line, right) or (in_cell and before.ends_bold and line.opens_bold):
            made[-1] += runs if made[-1][-1].text.endswith(" ") else [Run(" "), *runs]
        else:
            made[-1] += [Run("\n"), *runs]
    return tuple(Paragraph(tuple(runs)) for runs in made)


def _goes_on(before: TextLine, line: TextLine, right: float) -> bool:
    """Whether the line before was full, so that this one carries its sentence on."""
    if before.ends_bold != line.opens_bold:
        return False
    return before.end + line.first_word_width + 3 > right - 6


def _is_close(before: TextLine, line: TextLine) -> bool:
    return before.y - line.y < _CLOSE * max(before.size, line.size)


def _runs(line: TextLine, marks: list[Box]) -> list[Run]:
    runs: list[Run] = []
    before: Piece | None = None
    for piece in line.pieces:
        if before is not None:
            gap = piece.x - before.end
            spaced = before.text.endswith(" ") or piece.text.startswith(" ")
            if gap > _TAB * piece.size:
                runs.append(Run("\t"))
            elif gap > 0.15 * piece.size and not spaced:
                runs.append(Run(" "))
        runs += _marked(piece, marks)
        before = piece
    return runs


def _marked(piece: Piece, marks: list[Box]) -> list[Run]:
    """A piece cut where something is drawn under, through or behind part of it."""
    plain = Run(
        piece.text,
        bold=piece.bold,
        italic=piece.italic,
        colour="faint" if piece.faint else "",
        answer=piece.answer,
    )
    on_text = [
        (kind, mark)
        for mark in marks
        if mark.x0 < piece.end and mark.x1 > piece.x and (kind := _kind(mark, piece))
    ]
    if not on_text or len(piece.edges) != len(piece.text) + 1:
        return [plain]
    runs = []
    for place, character in enumerate(piece.text):
        middle = (piece.edges[place] + piece.edges[place + 1]) / 2
        kinds = {kind for kind, mark in on_text if mark.x0 <= middle <= mark.x1}
        runs.append(
            replace(
                plain,
                text=character,
                underline="underline" in kinds,
                strike="strike" in kinds,
                highlight="highlight" in kinds,
            )
        )
    return runs


def _kind(mark: Box, piece: Piece) -> str:
    """What a box does to text: a rule under it, one through it, colour behind it, or nothing."""
    if mark.is_level:
        height = mark.y0 - piece.y
        if -0.3 * piece.size <= height < 0.08 * piece.size:
            return "underline"
        return "strike" if 0.12 * piece.size < height < 0.5 * piece.size else ""
    covers = mark.y0 <= piece.y + 1 and mark.y1 >= piece.y + 0.5 * piece.size
    return "highlight" if mark.filled and covers and mark.y1 - mark.y0 < 1.9 * piece.size else ""
