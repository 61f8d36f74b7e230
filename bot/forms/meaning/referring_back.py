"""Answers that only point at another one: "As above", "Same as child 1", "Ditto".

Each is given the words that it points at where that is beyond doubt, and is no answer elsewhere.
"""

import re
from dataclasses import replace

from bot.forms.documents.content import text_of
from bot.forms.meaning.sections import Answer
from bot.forms.wordings.labels import Labels
from bot.forms.wordings.wording import fold

_ABOVE = re.compile(r"\W*(?:(?:(?:the )?same )?as (?:the )?above|same|ditto)\W*")
_CHILD = re.compile(r"\W*(?:the )?(?:same )?as (?:for )?child (?P<number>[1-9]|one|two|three)\W*")
_NUMBERS = {"one": 1, "two": 2, "three": 3}
_SHARED = {"child.surname", "child.dob", "child.address", "address", "cp_status"}
_PLACES = {"child.address", "address"}
_SURE = 0.9


def with_references(answers: list[Answer], labels: Labels) -> list[Answer]:
    """The answers, those that point at another one with its words instead of their own."""
    made: list[Answer] = []
    for answer in answers:
        made.append(_followed(answer, made, labels))
    return made


def _followed(answer: Answer, before: list[Answer], labels: Labels) -> Answer:
    said = fold(text_of(answer.value))
    child = _CHILD.fullmatch(said)
    if child:
        number = _NUMBERS.get(child["number"]) or int(child["number"])
        return _repeating(answer, _of_child(number, answer, before))
    return _repeating(answer, _above(answer, before, labels)) if _ABOVE.fullmatch(said) else answer


def _repeating(answer: Answer, meant: Answer | None) -> Answer:
    if meant is None or _SHARED.isdisjoint(answer.fields):
        return replace(answer, value=())
    return replace(answer, value=meant.value, score=_SURE * answer.score)


def _above(answer: Answer, before: list[Answer], labels: Labels) -> Answer | None:
    """What stands above: in a grid the row before, else the child or the address before."""
    if answer.record or answer.child:
        return _of_child((answer.record or answer.child) - 1, answer, before)
    last = before[-1] if before else None
    if last is None or _PLACES.isdisjoint(answer.fields):
        return None
    elsewhere = last.section in labels.tables["elsewhere"]
    return last if labels.attribute(last.label) == "address" and not elsewhere else None


def _of_child(number: int, answer: Answer, before: list[Answer]) -> Answer | None:
    """The answer to the same question for the child of this number, or in the row so numbered."""
    same = (one for one in before if one.fields == answer.fields)
    if answer.record:
        found = [one for one in same if (one.group, one.record) == (answer.group, number)]
    else:
        found = [one for one in same if one.child == number and not one.record]
    return found[-1] if found else None
