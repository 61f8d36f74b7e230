"""The numbers in labels: which stage of an escalation, or which of several children, is meant."""

import re

from bot.forms.wordings.stages import Stages

_NUMBERS = {"one": 1, "two": 2, "three": 3, "four": 4, "five": 5}
_NUMBERS |= {"i": 1, "ii": 2, "iii": 3, "iv": 4, "v": 5, "first": 1, "second": 2, "third": 3}
_NUMBERS |= {"fourth": 4, "fifth": 5, "1st": 1, "2nd": 2, "3rd": 3, "4th": 4, "5th": 5}
_NUMBER = r"([1-9]|one|two|three|four|five|i{1,3}|iv|v)"
_NO_RANGE = r"(?!\s*(?:-|–|—|/|,|to|and|&|or)\s*(?:stage\s*)?[1-9]\b)"
_STAGE = re.compile(
    rf"\b(?:stage|step|level|tier|phase)\s*[-:#]?\s*(?:no\.?\s*)?{_NUMBER}\b{_NO_RANGE}"
)
_ORDINAL = r"(1st|2nd|3rd|[4-9]th|first|second|third|fourth|fifth)"
_NTH_STAGE = re.compile(rf"\b{_ORDINAL}\s+(?:stage|step|level)\b")
_CHILD_WORD = r"(?:child|young person|pupil|sibling|subject|yp)"
_CHILD = re.compile(
    rf"\b{_CHILD_WORD}\s*[-:#(]?\s*(?:no\.?\s*)?([1-9]\d?)\b(?!\s*(?:protection))\)?"
)
_CHILD_LAST = re.compile(
    rf"(?:\b{_CHILD_WORD}\b.{{0,30}}\bname|\bd\.?o\.?b\.?|\bdate of birth)\s*[-:#(]?\s*([1-9])\)?$"
)
_NTH_CHILD = re.compile(rf"\b{_ORDINAL}\s+{_CHILD_WORD}\b")
_LEADING = re.compile(r"^\s*\(?([1-9])\s*[).]\s+(?=\S)")
_EDGES = " :;?*.-–—_…\t\n"


def take_numbers(text: str, stages: Stages) -> tuple[int, int, str]:
    """The places of the stage and the child that a label names, and the label without them."""
    child = 0
    stage, text = stages.named(text)
    for pattern in (_STAGE, _NTH_STAGE):
        found = pattern.search(text)
        if found and not stage:
            stage = stages.place_of(_number(found[1]))
            text = text[: found.start()] + " " + text[found.end() :]
    for pattern in (_CHILD, _NTH_CHILD):
        found = pattern.search(text)
        if found and not child:
            child = _number(found[1])
            text = text[: found.start()] + " child " + text[found.end() :]
    if not child and (found := _CHILD_LAST.search(text.strip(_EDGES))):
        child, text = int(found[1]), text.strip(_EDGES)[: found.start(1)]
    if not stage and not child and (found := _LEADING.match(text)) and text.startswith("("):
        child = int(found[1])
    return stage, child, text.strip(_EDGES)


def _number(word: str) -> int:
    return _NUMBERS.get(word) or int("".join(c for c in word if c.isdigit()) or "0")
