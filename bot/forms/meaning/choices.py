"""Which of several options somebody chose: by tick, strike, highlight, bold, or by typing one."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from bot.forms.documents.content import block_lines, tables_of
from bot.forms.documents.model import Block, Cell, Table
from bot.forms.documents.ticks import ON
from bot.forms.meaning.options import Option, OptionFinder, find_marks, owners
from bot.forms.wordings.wording import fold

_EMPHASIS = ("highlight", "underline", "bold", "colour", "italic")
_HEDGED = re.compile(
    r"\b(?:not|never|no longer|previously|former(?:ly)?|was|until|ended|declined|refused|but|if)\b"
)
_OPENING = re.compile(r"^\W*(yes|no|y|n)\b\s*(?:$|[-–—.,;:(\n])", re.IGNORECASE)
_GUIDANCE = re.compile(r"\(?\s*(?:please|delete|circle|tick|as appropriate|as applicable)[^)]*\)?")
_BARE = {"yes", "no", "y", "n", "x"}
_TICK_WORDS = {"yes", "y", "x", "true", "tick", "ticked", "[x]", "(x)"}
_SHORT = 60
_LONGEST_MARK = 8
_MANY = 4
_TWO, _FEW = 2, 5
_IN_WORDS = "the answer needs reading: it is in words of its own"


@dataclass(frozen=True, slots=True)
class Choice:
    """The tokens chosen, or the reason why that is unclear (neither: left blank)."""

    chosen: tuple[str, ...] = ()
    reason: str = ""


def read_choice(value: tuple[Block, ...], wordings: Mapping[str, list[str]]) -> Choice:
    """Read the options chosen in an answer; `wordings` are the words of each token."""
    finder = OptionFinder(wordings)
    for table in tables_of(value):
        found = _from_grid(table, finder)
        if found is not None:
            return found
    lines = [line for line in block_lines(value) if line.text.strip()]
    text = "\n".join(line.text for line in lines)
    options = finder.find(lines)
    if not options:
        said = text.strip(" _…")
        return Choice(reason="the answer is none of the options known" if said else "")
    kinds = len(set(wordings) - {"other"})
    return _by_marks(text, options) or _by_look(options) or _by_words(text, options, kinds)


def _by_marks(text: str, options: list[Option]) -> Choice | None:
    """The options with a tick beside them, or None when nothing is ticked or boxed."""
    marks = find_marks(text, options)
    if not marks:
        return None
    if not any(mark.on for mark in marks):
        return _by_look(options) or Choice()
    found = owners(marks, options, text)
    if found is None:
        return Choice(reason="it is unclear which option is ticked")
    ticked = [option for mark, option in zip(marks, found, strict=True) if mark.on]
    return Choice(_tokens([option for option in ticked if option is not None]))


def _tokens(options: list[Option]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(option.token for option in options))


def _by_look(options: list[Option]) -> Choice | None:
    """The options that are not struck out, or that stand out; None when all look alike."""
    struck = [option for option in options if option.has("strike")]
    if struck:
        left = [option for option in options if option not in struck]
        return Choice(_tokens(left)) if left else Choice(reason="every option is struck out")
    for look in _EMPHASIS if len(options) > 1 else ():
        marked = [option for option in options if option.has(look)]
        if marked and len(marked) < len(options):
            return Choice(_tokens(marked))
    return None


def _by_words(text: str, options: list[Option], kinds: int) -> Choice:
    """One option written out is the answer; all of them are the form's own, left untouched."""
    tokens = _tokens(options)
    rest = _rest(text, options)
    opening = _OPENING.match(text)
    first = opening and options[0].start <= opening.start(1) and "but" not in rest.split()
    if first and (len(tokens) == 1 or text.strip()[:1] in {"N", "n"}):
        return Choice(tokens[:1])
    if len(tokens) > 1 and not rest and len(tokens) >= min(kinds, _MANY):
        return Choice()
    if kinds <= _TWO and len(text.split()) > _FEW:
        return Choice(reason=_IN_WORDS)
    if _HEDGED.search(rest) or (len(text) > _SHORT and (len(tokens) > 1 or options[0].start > 3)):
        return Choice(reason=_IN_WORDS)
    return Choice(tokens)


def _rest(text: str, options: list[Option]) -> str:
    """What is said beside the options."""
    said = text
    for option in reversed(options):
        said = f"{said[: option.start]} {said[option.end :]}"
    words = re.findall(r"[a-z0-9']+", _GUIDANCE.sub(" ", fold(said)))
    return " ".join(word for word in words if word not in {"or", "and"})


def _from_grid(table: Table, finder: OptionFinder) -> Choice | None:
    """A small table of options, each with its mark in a cell beside it."""
    chosen: list[str] = []
    seen = 0
    heads = {cell.col: fold(cell.text) for cell in table.rows[0]} if table.rows else {}
    for row in table.rows:
        named = [(cell, token) for cell in row if (token := _option_of(cell, finder))]
        if len(named) == 1 and len(row) > 1:
            seen += 1
            if any(_is_ticked(cell, heads) for cell in row if cell is not named[0][0]):
                chosen.append(named[0][1])
    return Choice(tuple(dict.fromkeys(chosen))) if seen > 1 else None


def _option_of(cell: Cell, finder: OptionFinder) -> str | None:
    return None if fold(cell.text) in _BARE else finder.only(cell.text)


def _is_ticked(cell: Cell, heads: Mapping[int, str]) -> bool:
    text = fold(cell.text)
    under_no = heads.get(cell.col, "") in {"no", "n"}
    ticked = text in _TICK_WORDS or any(character in ON for character in text)
    return ticked and len(text) <= _LONGEST_MARK and not under_no
