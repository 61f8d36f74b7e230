"""Answers that say by themselves what was asked, under labels of which nothing is known.

Only what no other question could have: a list of harms to tick, a list of plans to tick, and the
one e-mail address or telephone number that stands among a referrer's details.
"""

from collections.abc import Iterable
from dataclasses import replace

from bot.forms.documents.content import block_lines, text_of
from bot.forms.meaning.agencies import split_agencies
from bot.forms.meaning.options import OptionFinder
from bot.forms.meaning.people import emails, phones
from bot.forms.meaning.sections import Answer
from bot.forms.wordings.labels import Labels

_UNKNOWN = ("",)
_TOLD = 0.82
_LIKELY = 0.8
_PRINTED = ("categories", "cp_status")
_ENOUGH = 3
_REST = 0.5


def guess(answers: list[Answer], labels: Labels) -> list[Answer]:
    """The answers, those under unknown labels with the field that they can only be for."""
    finders = {name: OptionFinder(labels.choices(name)) for name in _PRINTED}
    asked = {field for answer in answers for field in answer.fields}
    return [_guessed(answer, finders, asked) for answer in answers]


def _guessed(answer: Answer, finders: dict[str, OptionFinder], asked: set[str]) -> Answer:
    if answer.fields == ("agency",) and answer.section == "disagreement":
        several = len(split_agencies(text_of(answer.value))) > 1
        return replace(answer, fields=("agencies_in_disagreement",)) if several else answer
    if answer.score > _TOLD or answer.record:
        return answer
    found = [name for name, finder in finders.items() if _prints(answer, finder)]
    if answer.fields == _UNKNOWN and answer.section == "referrer":
        found += _contact(text_of(answer.value))
    if len(found) != 1 or found[0] in asked or answer.fields == ("-",):
        return answer
    return replace(answer, fields=(found[0],), score=_LIKELY)


def _prints(answer: Answer, finder: OptionFinder) -> bool:
    """Whether an answer is a list of options to choose from, and little else."""
    lines = [line for line in block_lines(answer.value) if line.text.strip()]
    options = finder.find(lines)
    said = sum(len(line.text.strip()) for line in lines)
    printed = sum(option.end - option.start for option in options)
    return len({option.token for option in options}) >= _ENOUGH and printed >= _REST * said


def _contact(text: str) -> Iterable[str]:
    """The field of a text that is an e-mail address or a telephone number and nothing else."""
    if text in emails(text):
        yield "referrer_email"
    elif text in phones(text):
        yield "referrer_phone"
