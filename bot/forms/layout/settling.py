"""Second thoughts about a table's cells, once all of them are known.

Rows of one shape are either labels with answers beside them, or answers under a row of heads;
whichever puts more known labels where labels belong settles the cells that could be both.
"""

import re
from collections import Counter
from dataclasses import replace
from itertools import groupby

from bot.forms.documents.content import block_lines
from bot.forms.documents.model import Cell, Table
from bot.forms.layout.faces import Face, Faced, as_answer, as_label
from bot.forms.layout.hints import is_hint
from bot.forms.layout.looks import Looks
from bot.forms.wordings.labels import Labels
from bot.forms.wordings.wording import fold

_SURE = 0.9
_PAIR = _FEW = 2
_ORDINAL = re.compile(r"\(?(?:[qQ]\s?)?\d{1,2}(?:\.\d{1,2})?[.):]?[a-z]?|\(?[a-z][.)]")


def without_guidance(table: Table, labels: Labels) -> list[list[Cell]]:
    """The rows without a column that, by its head, only says how to fill in the next one."""
    if not table.rows or not table.rows[0]:
        return table.rows
    heads = table.rows[0]
    counting = _counting(table, labels)
    dropped = _columns(heads, labels.tables["guidance_heads"]) | counting
    dropped |= _guiding(table, labels)
    kept = [[cell for cell in row if cell.col not in dropped] for row in table.rows]
    if len(kept[0]) < 2:
        return table.rows
    answering = _columns(heads[-1:], labels.tables["answer_heads"])
    counted = bool(counting) and not _ORDINAL.fullmatch(heads[0].text.strip())
    asking = not _only_heads(kept[0][:1], labels)
    if len(kept[0]) == _PAIR and (counted or answering or (dropped and not asking)):
        kept[0] = []
    return kept


def _columns(heads: list[Cell], names: list[str]) -> set[int]:
    return {cell.col for cell in heads if fold(cell.text).strip(" :") in names}


def _guiding(table: Table, labels: Labels) -> set[int]:
    """The columns between labels and answers whose every cell only says how to answer."""
    found: set[int] = set()
    for col in range(1, table.width - 1):
        cells = [cell for row in table.rows[1:] for cell in row if cell.col == col]
        lines = [line for cell in cells for line in block_lines(cell.blocks)]
        if len(cells) > 1 and all(cell.text.strip() for cell in cells):
            found |= {col} if all(is_hint(line, labels) for line in lines) else set()
    return found


def _counting(table: Table, labels: Labels) -> set[int]:
    """The first column, where it only numbers the rows: "1", "2.1", "c)"."""
    head = fold(table.rows[0][0].text).strip(" .:")
    if head not in labels.tables["counting_heads"] and not _ORDINAL.fullmatch(head):
        return set()
    texts = [row[0].text.strip() for row in table.rows if len(row) > 2 and row[0].col == 0]
    numbers = [text for text in texts[1:] if text]
    counts = len(numbers) > (0 if head else 1) and all(_ORDINAL.fullmatch(text) for text in numbers)
    return {0} if counts and all(len(row) > 2 for row in table.rows if row) else set()


def _only_heads(heads: list[Cell], labels: Labels) -> bool:
    """Whether the heads are words like "Question" and "Answer" that ask for nothing themselves."""
    return not any(labels.match(cell.text).key for cell in heads)


def bands(rows: list[list[Cell]]) -> list[list[list[Cell]]]:
    """The rows of a table, those of one shape that follow each other together."""
    return [list(band) for _, band in groupby(rows, _shape)]


def _shape(row: list[Cell]) -> list[tuple[int, int]]:
    return [(cell.col, cell.width) for cell in row]


def settle(band: list[list[Faced]], labels: Labels, looks: Looks) -> None:
    """Settle in place what each cell of rows of one shape is.

    Where labels have a look of their own, it has done so.
    """
    if looks.bold or looks.shaded:
        for row in band:
            _settle_hints(row)
    elif len(band[0]) > 1:
        _settle_band(band, labels)
    elif band[0]:
        _settle_column([row[0] for row in band], band, labels)


def _settle_band(band: list[list[Faced]], labels: Labels) -> None:
    """Settle rows of one shape."""
    if _settle_counted(band, labels):
        return
    if any(faced.numbered and not faced.match.key for faced in band[0]):
        return
    places = len(band) * len(band[0][::2])
    known = _weighed(band, labels)
    side = sum(weight for row in known for weight in row[::2])
    beside = sum(weight for row in known for weight in row[1::2])
    heads = sum(known[0])
    under = sum(
        weight
        for row, weights in zip(band[1:], known[1:], strict=True)
        for faced, weight in zip(row, weights, strict=True)
        if not faced.numbered
    )
    if sum(row[0].numbered for row in band[1:]) >= max(2, len(band) - 2):
        if heads >= 2:
            band[0][:] = [as_label(faced, labels) for faced in band[0]]
        return
    rest = sum(weight for row in known[1:] for weight in row[::2])
    alternate, headed = side - beside, heads - under
    grid = len(band[0]) > _PAIR and headed > 0 and not rest
    if (
        len(band[0]) % 2 == 0
        and (len(band) == 1 or (alternate > headed and not grid))
        and side >= max(_least(band), 2 * beside)
    ):
        for row in band:
            _alternate(row, labels, trusted=side >= (0.6 if 4 * beside > side else 0.35) * places)
    elif len(band) > 1 and (grid or headed > alternate) and heads >= max(2, len(band[0]) / 2):
        band[0][:] = [as_label(faced, labels) for faced in band[0]]
        for row in band[1:]:
            row[:] = [faced if faced.numbered else as_answer(faced) for faced in row]


def _settle_counted(band: list[list[Faced]], labels: Labels) -> bool:
    """Settle rows that count stages downwards, or stages or children across, if these do."""
    if _counts_stages(band):
        band[0][:] = [as_label(faced, labels) for faced in band[0]]
        for row in band[1:]:
            row[:] = map(as_answer, row)
        return True
    if _counts_across(band[0], labels):
        band[0][1:] = [as_label(faced, labels) for faced in band[0][1:]]
        for row in band[1:]:
            row[:] = [as_label(row[0], labels), *map(as_answer, row[1:])]
        return True
    return False


def _counts_stages(band: list[list[Faced]]) -> bool:
    """Whether the rows under a head that asks for the stage are numbered 1, 2, 3."""
    numbers = [row[0].cell.text.strip(" .") for row in band[1:]]
    asks = band[0][0].match.key == "escalation_stage" and len(band[0]) > _PAIR
    return asks and numbers == [str(place) for place in range(1, len(band))] and len(numbers) > 1


def _counts_across(heads: list[Faced], labels: Labels) -> bool:
    """Whether heads count through the columns: nothing, "Child 1", "Child 2"."""
    if len(heads) <= _PAIR or heads[0].face is not Face.EMPTY:
        return False
    counted = [as_label(faced, labels) for faced in heads[1:]]
    places = [(faced.match.stage, faced.match.child) for faced in counted]
    return all(faced.numbered for faced in counted) and len(set(places)) == len(places)


def _settle_column(cells: list[Faced], band: list[list[Faced]], labels: Labels) -> None:
    """Settle a column in which labels and answers take turns."""
    asked = [_known(faced, labels) for faced in cells]
    over, under = sum(asked[::2]), sum(asked[1::2])
    wide = cells[0].cell.width > 1 and not under
    if (
        len(cells) % 2
        or over < max(0.5 if wide else 1.5, 2 * under)
        or over < 0.35 * len(cells[::2])
    ):
        return
    for place, faced in enumerate(cells):
        band[place][0] = as_answer(faced) if place % 2 else as_label(faced, labels)


def _least(band: list[list[Faced]]) -> float:
    """How sure labels beside answers must be; one or two rows have little to show."""
    return 0.5 if len(band) <= _FEW and len(band[0]) <= _PAIR else 1.5


def _weighed(band: list[list[Faced]], labels: Labels) -> list[list[float]]:
    """How much each cell looks like a label; what is said twice in a column is an answer."""
    said = Counter((place, fold(f.cell.text)) for row in band for place, f in enumerate(row))
    return [
        [
            _known(faced, labels) if said[place, fold(faced.cell.text)] == 1 else 0.0
            for place, faced in enumerate(row)
        ]
        for row in band
    ]


def _known(faced: Faced, labels: Labels) -> float:
    """How much a cell looks like a label whose meaning is known."""
    if faced.face is Face.TEXT:
        asks = faced.cell.text.rstrip().endswith(("?", ":"))
        return 0.5 if asks or as_label(faced, labels).known else 0.0
    if faced.face not in {Face.LABEL, Face.PAIRS} or not faced.match.key:
        return 0.0
    return 1.0 if faced.match.score >= _SURE and faced.match.key != "-" else 0.5


def _settle_hints(row: list[Faced]) -> None:
    """A label with other words in its cell is a label with a hint if an answer stands beside it."""
    for place, faced in enumerate(row[:-1]):
        if faced.face is Face.PAIRS and row[place + 1].face is Face.TEXT:
            row[place] = replace(faced, face=Face.LABEL)


def _alternate(row: list[Faced], labels: Labels, *, trusted: bool) -> None:
    _settle_hints(row)
    for place, faced in enumerate(row):
        if place % 2:
            row[place] = as_answer(faced) if row[place - 1].face is not Face.PAIRS else faced
        elif trusted and row[place + 1].face is not Face.NEST:
            row[place] = as_label(faced, labels)
