"""An answer's blocks as the value of one field, or the reason why there is none."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from bot.forms.documents.content import has_picture, text_of
from bot.forms.documents.model import Block, paragraphs
from bot.forms.meaning import people
from bot.forms.meaning.agencies import is_run_together, split_agencies
from bot.forms.meaning.choices import Choice, read_choice
from bot.forms.meaning.dates import read_date
from bot.forms.wordings.labels import Labels

_LONGEST_NAME = 6
_CUT = re.compile(r"\s+[a-z][a-z.]*")  # more of an address in a narrow cell, by its look


@dataclass(frozen=True, slots=True)
class Value:
    """A value with its confidence, or a reason in plain words; neither when nothing is answered.

    `doubt` is what a person should look at although there is a value.
    """

    content: Any = None
    confidence: float = 1.0
    reason: str = ""
    doubt: str = ""


NO_VALUE = Value()


def read_value(field: str, value: tuple[Block, ...], labels: Labels) -> Value:
    """Read one answer as `field` needs it."""
    if field in {"categories", "cp_status", "parents_aware", "escalation_stage"}:
        return _choice(field, value, labels)
    if field in {"resolved", "stage_resolved"}:
        return _choice("resolved", value, labels)
    text = text_of(value)
    if not labels.is_answer(text):
        picture = "the answer is a picture" if has_picture(value) else ""
        return Value(reason=picture)
    if field in _DATED:
        control = next((r.iso for p in paragraphs(value) for r in p.runs if r.iso), "")
        return _DATED[field](text, control)
    reader = _READERS.get(field)
    if reader is None:
        return Value(text, doubt="a picture stands beside the text" if has_picture(value) else "")
    return reader(text)


def _date(text: str, control: str) -> Value:
    date = read_date(text, control=control)
    if not date.iso:
        return Value(reason=date.reason)
    confidence = 0.8 if date.doubt else 1.0
    return Value(date.iso, confidence, doubt=date.doubt)


def _death(text: str, control: str) -> Value:
    """Read a date of death; what is no date ("last Tuesday") still tells of a death, in words."""
    date = _date(text, control)
    return date if date.content else Value(text, doubt=date.reason)


def _child_name(text: str) -> Value:
    name = people.child_name(text)
    if not people.is_child_name(name):
        return Value(reason="this does not read like a name")
    return Value(name, doubt="" if people.is_name(name) else "there is a number in the name")


def _name(text: str) -> Value:
    name = people.person_name(text)
    if not people.is_officers_name(name):
        return Value(reason="this does not read like a name")
    return Value(name)


def _words(longest: int) -> Callable[[str], Value]:
    def read(text: str) -> Value:
        squashed = people.squash(text)
        if len(squashed.split()) > longest or not any(c.isalpha() for c in squashed):
            return Value(reason="this is longer than such an answer should be")
        return Value(squashed)

    return read


def _email(text: str) -> Value:
    found = people.emails(text)
    if not found:
        return Value(reason="this is not an e-mail address")
    if len(set(found)) > 1:
        return Value(found[0], 0.8, doubt="several e-mail addresses")
    if _CUT.fullmatch(text.partition(found[0])[2]):
        return Value(reason="the end of a line cuts the e-mail address")
    return Value(found[0])


def _phone(text: str) -> Value:
    found = people.phones(text)
    if not found:
        return Value(reason="this is not a telephone number")
    return Value(found[0])


def _nhs_number(text: str) -> Value:
    number = people.nhs_number(text)
    if number is None:
        return Value(reason="its check digit or length is wrong for an NHS number")
    return Value(number)


def _address(text: str) -> Value:
    lines = [line.strip(" ,") for line in text.split("\n") if line.strip(" ,")]
    return Value(", ".join(lines))


def _agencies(text: str) -> Value:
    names = split_agencies(text)
    if text.rstrip().endswith(".") and any(len(name.split()) > _LONGEST_NAME for name in names):
        return Value(reason="this reads like a sentence, not like names of agencies")
    if is_run_together(names):
        return Value(reason="the agencies' names run into each other")
    return Value(names) if names else NO_VALUE


def one_agency(value: tuple[Block, ...], labels: Labels) -> Value:
    """Read the name of an agency that has a row to itself, commas and all."""
    text = text_of(value)
    names = [people.squash(line) for line in text.split("\n") if line.strip()]
    return Value(names) if labels.is_answer(text) and names else NO_VALUE


def _choice(field: str, value: tuple[Block, ...], labels: Labels) -> Value:
    name = "yes_no" if field in {"parents_aware", "resolved"} else field
    wordings = labels.stages.choices if field == "escalation_stage" else labels.choices(name)
    text = text_of(value)
    if text and not labels.is_answer(text) and text.strip().casefold() not in {"none", "n/a"}:
        return NO_VALUE
    if field == "escalation_stage" and (place := _bare_number(text, labels)):
        return Value(place)
    choice = read_choice(value, wordings)
    if has_picture(value) and not choice.chosen:
        return Value(reason="the answer is a picture")
    if choice.reason:
        return Value(reason=choice.reason)
    if field == "categories":
        known = [name for name in choice.chosen if name != "other"]
        return Value(known) if known else NO_VALUE
    return _single(field, choice)


def _bare_number(text: str, labels: Labels) -> str:
    """The place of a stage that is written as a number and nothing more; empty for any other."""
    number = text.strip()
    place = labels.stages.place_of(int(number)) if re.fullmatch("[1-9]", number) else 0
    return str(place) if place in labels.stages.places else ""


def _single(field: str, choice: Choice) -> Value:
    if not choice.chosen or choice.chosen == ("other",):
        return NO_VALUE
    if field == "escalation_stage":
        return Value(max(choice.chosen))
    if len(choice.chosen) > 1:
        return Value(reason="more than one option is chosen")
    return Value(choice.chosen[0])


_READERS: dict[str, Callable[[str], Value]] = {
    "child.name": _child_name,
    "child.forename": _name,
    "child.surname": _name,
    "child.nhs_number": _nhs_number,
    "referrer_name": _name,
    "referrer_forename": _name,
    "referrer_surname": _name,
    "print_name": _name,
    "referrer_role": _words(14),
    "referrer_agency": _words(18),
    "referrer_email": _email,
    "referrer_phone": _phone,
    "address": _address,
    "postcode": _words(4),
    "other_agencies": _agencies,
    "agencies_in_disagreement": _agencies,
    "agency_challenged": _agencies,
}
_DATED: dict[str, Callable[[str, str], Value]] = {
    **dict.fromkeys(
        ("child.dob", "date_of_form", "date_of_incident", "date_resolved", "stage_date"), _date
    ),
    **dict.fromkeys(("signed_date", "stage_date_resolved"), _date),
    "date_of_death": _death,
}
