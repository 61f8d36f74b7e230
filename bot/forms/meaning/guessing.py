"""Answers that say by themselves what was asked, under labels of which nothing is known.

A list of harms to tick, an address with its postcode, the one name among a referrer's details: each
is taken only where the form asks for it nowhere else, and no second answer could be it as well.
"""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

from bot.forms.documents.content import block_lines, text_of
from bot.forms.meaning.agencies import split_agencies
from bot.forms.meaning.dates import opening_day, read_date
from bot.forms.meaning.introducing import is_body, is_person, is_role
from bot.forms.meaning.options import OptionFinder
from bot.forms.meaning.people import emails, phones
from bot.forms.meaning.sections import Answer
from bot.forms.wordings.labels import Labels
from bot.forms.wordings.wording import fold

_UNKNOWN = ("",)
_TOLD = 0.82
_LIKELY = 0.8
_PRINTED = ("categories", "cp_status")
_ENOUGH = 3
_REST = 0.5
_ABOUT_REFERRER = {"referrer", "signoff"}
_ABOUT_CASE = {"concern", "incident", "disagreement"}
_ACCOUNT = 20
_NOTE = 4
_POSTCODE = re.compile(r"\b[A-Z]{1,2}\d{1,2}[A-Z]?\s?\d[A-Z]{2}\b")
_YES_NO = re.compile(r"(?:\W|\b[xX]\b)*(?:yes|no|y|n)\b(?:\W|\b(?:x|yes|no|y|n)\b)*", re.IGNORECASE)


def guess(answers: list[Answer], labels: Labels, heads: frozenset[str]) -> list[Answer]:
    """The answers, those under unknown labels with the field that they can only be for.

    `heads` are the texts that head sections: one with no answer of its own asks for nothing.
    """
    asking = [a for a in answers if a.label not in heads or text_of(a.value)]
    guessing = _Guessing(labels, frozenset(f for answer in asking for f in answer.fields))
    told = [guessing.told(answer) for answer in answers]
    for field, fits in guessing.rules():
        found = [answer for answer in told if answer.fields == _UNKNOWN and fits(answer)]
        if len(found) == 1 and guessing.asked.isdisjoint(_ALIKE.get(field, {field})):
            told = [_meant(answer, field) if answer is found[0] else answer for answer in told]
    return _with_notes(told)


@dataclass(frozen=True, slots=True)
class _Guessing:
    """What one form asks, and the words that give answers away."""

    labels: Labels
    asked: frozenset[str]

    def told(self, answer: Answer) -> Answer:
        """An answer whose own words say what it is, whatever a doubtful label says."""
        field = self._other_reading(answer) or self._printed(answer)
        if field:
            return _meant(answer, field)
        said = _said(answer)
        astray = answer.score <= _TOLD and answer.fields[0].startswith("child.")
        return replace(answer, fields=_UNKNOWN) if astray and said in emails(said) else answer

    def _other_reading(self, answer: Answer) -> str:
        """The field of an answer to a question that can ask for two things."""
        said = _said(answer)
        if answer.fields == ("agency",) and answer.section == "disagreement":
            several = len(split_agencies(text_of(answer.value))) > 1
            return "agencies_in_disagreement" if several else ""
        if answer.fields == ("agency_involvement",) and self._are_bodies(answer):
            return "other_agencies"
        asks = answer.fields == ("stage_notes",) and _YES_NO.fullmatch(said)
        return "stage_resolved" if asks else ""

    def _printed(self, answer: Answer) -> str:
        """The choice whose options an answer prints, where no certain label says another thing."""
        if answer.score > _TOLD or answer.record or answer.fields == ("-",):
            return ""
        finders = ((name, OptionFinder(self.labels.choices(name))) for name in _PRINTED)
        found = [name for name, finder in finders if _prints(answer, finder)]
        return found[0] if len(found) == 1 and found[0] not in self.asked else ""

    def rules(self) -> Iterable[tuple[str, Callable[[Answer], bool]]]:
        """Each field that an answer can give away, and what such an answer looks like."""
        return (
            ("referrer_email", lambda a: _of_sender(a) and text_of(a.value) in emails(_said(a))),
            ("referrer_phone", lambda a: _of_sender(a) and text_of(a.value) in phones(_said(a))),
            ("referrer_role", lambda a: _of_sender(a) and is_role(_said(a), self.labels)),
            ("referrer_agency", lambda a: _of_sender(a) and is_body(_said(a), self.labels)),
            ("referrer_name", lambda a: _of_sender(a) and is_person(_said(a), self.labels)),
            ("address", self._is_address),
            ("other_agencies", self._are_bodies),
            ("date_of_incident", lambda a: a.section in _ABOUT_CASE and _is_day(a)),
            ("date_of_form", lambda a: a.section in _ABOUT_REFERRER and _is_day(a)),
            ("summary", lambda a: not a.stage and len(_said(a).split()) >= _ACCOUNT),
        )

    def _is_address(self, answer: Answer) -> bool:
        elsewhere = answer.section in {*self.labels.tables["elsewhere"], *_ABOUT_REFERRER}
        text = _said(answer)
        return not elsewhere and len(text) < 200 and bool(_POSTCODE.search(text))

    def _are_bodies(self, answer: Answer) -> bool:
        if answer.section in _ABOUT_REFERRER or len(_said(answer)) > 300:
            return False
        names = split_agencies(text_of(answer.value))
        return len(names) > 1 and sum(is_body(name, self.labels) for name in names) > len(names) / 2


_ALIKE = {
    "summary": {"summary", "disagreement", "agency_involvement"},
    "date_of_form": {"date_of_form", "signed_date"},
    "address": {"address", "child.address"},
    "referrer_name": {"referrer_name", "print_name", "referrer_surname"},
    "referrer_email": {"referrer_email", "referrer_contact"},
    "referrer_phone": {"referrer_phone", "referrer_contact"},
    "other_agencies": {"other_agencies", "agencies_in_disagreement"},
}


def _with_notes(answers: list[Answer]) -> list[Answer]:
    """The one account under a stage that no label names, as what was said at the stage."""
    named = {answer.stage for answer in answers if "stage_notes" in answer.fields}
    found: dict[int, list[Answer]] = {}
    for answer in answers:
        if answer.stage and answer.fields == _UNKNOWN and _is_note(_said(answer)):
            found.setdefault(answer.stage, []).append(answer)
    alone = [a[0] for stage, a in found.items() if len(a) == 1 and stage not in named]
    return [_meant(a, "stage_notes") if any(a is one for one in alone) else a for a in answers]


def _is_note(said: str) -> bool:
    return len(said.split()) >= _NOTE or bool(opening_day(said))


def _meant(answer: Answer, field: str) -> Answer:
    return replace(answer, fields=(field,), score=_LIKELY)


def _said(answer: Answer) -> str:
    return " ".join(text_of(answer.value).split())


def _of_sender(answer: Answer) -> bool:
    return answer.section == "referrer" and not answer.record


def _is_day(answer: Answer) -> bool:
    text = _said(answer)
    return len(text) < 40 and bool(read_date(text).iso)


def _prints(answer: Answer, finder: OptionFinder) -> bool:
    """Whether an answer is a list of options to choose from, and little else."""
    lines = [line for line in block_lines(answer.value) if line.text.strip()]
    options = finder.find(lines)
    said = sum(len(fold(line.text)) for line in lines)
    printed = sum(option.end - option.start for option in options)
    return len({option.token for option in options}) >= _ENOUGH and printed >= _REST * said
