"""Working with the inside of paragraphs: lines, parts of lines, and how much of them has a look."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cached_property

from bot.forms.documents.model import PICTURE, Block, Paragraph, Run, Table, paragraphs

_BLANKS = re.compile(r"[_…]{2,}|\.{5,}|…")


@dataclass(frozen=True)
class Line:
    """What stands between two breaks; `first` when it opens its paragraph."""

    runs: tuple[Run, ...]
    first: bool = True
    level: int = 0
    item: bool = False

    @cached_property
    def text(self) -> str:
        return "".join(run.text for run in self.runs)

    def part(self, start: int, end: int | None = None) -> "Line":
        """The line from `start` to `end` (characters), looks kept."""
        stop = len(self.text) if end is None else end
        runs = self.runs if start == 0 and stop == len(self.text) else _cut(self.runs, start, stop)
        return Line(tuple(runs), first=False, level=self.level, item=self.item)

    def share(self, look: str, start: int = 0, end: int | None = None) -> float:
        """How much of the visible text from `start` to `end` has a look (0 to 1)."""
        part = self.part(start, end)
        marked = total = 0
        for run in part.runs:
            letters = sum(1 for character in run.text if character.isalnum())
            total += letters
            marked += letters if getattr(run, look) else 0
        return marked / total if total else 0.0


def _cut(runs: Iterable[Run], start: int, end: int) -> Iterator[Run]:
    at = 0
    for run in runs:
        first, last = max(start - at, 0), min(end - at, len(run.text))
        if first < last:
            yield run if last - first == len(run.text) else replace(run, text=run.text[first:last])
        elif not run.text and start <= at <= end:
            yield run
        at += len(run.text)


def lines_of(paragraph: Paragraph) -> list[Line]:
    """A paragraph's lines; one that is empty is one empty line."""
    if "\n" not in paragraph.text:
        return [Line(paragraph.runs, level=paragraph.level, item=paragraph.item)]
    lines, start, text = [], 0, paragraph.text
    whole = Line(paragraph.runs, level=paragraph.level, item=paragraph.item)
    for end in [i for i, character in enumerate(text) if character == "\n"] + [len(text)]:
        lines.append(replace(whole.part(start, end), first=start == 0))
        start = end + 1
    return lines


def block_lines(blocks: tuple[Block, ...]) -> list[Line]:
    """All lines of `blocks`, tables' cells included."""
    return [line for paragraph in paragraphs(blocks) for line in lines_of(paragraph)]


def as_paragraphs(lines: Iterable[Line]) -> tuple[Paragraph, ...]:
    """Lines put together again as the paragraphs that they came from."""
    made: list[Paragraph] = []
    for line in lines:
        if line.first or not made:
            made.append(Paragraph(line.runs, level=line.level, item=line.item))
        else:
            last = made[-1]
            made[-1] = replace(last, runs=(*last.runs, Run("\n"), *line.runs))
    return tuple(made)


def text_of(blocks: tuple[Block, ...]) -> str:
    """What `blocks` say: paragraphs a blank line apart, list items with a bullet, no pictures."""
    said = []
    for paragraph in paragraphs(blocks):
        lines = _BLANKS.sub(" ", paragraph.text.replace(PICTURE, "")).split("\n")
        text = "\n".join(line.strip() for line in lines)
        if text.strip():
            said.append(f"• {text.strip()}" if paragraph.item else text.strip())
    return "\n\n".join(said)


def has_picture(blocks: tuple[Block, ...]) -> bool:
    return any(PICTURE in paragraph.text for paragraph in paragraphs(blocks))


def is_filled_in(blocks: tuple[Block, ...]) -> bool:
    """Whether all of the text stands in form fields and content controls, or nothing is there."""
    runs = [run for paragraph in paragraphs(blocks) for run in paragraph.runs]
    return any(run.answer for run in runs) and all(
        run.answer or not any(character.isalnum() for character in run.text) for run in runs
    )


def tables_of(blocks: tuple[Block, ...]) -> list[Table]:
    return [block for block in blocks if isinstance(block, Table)]
