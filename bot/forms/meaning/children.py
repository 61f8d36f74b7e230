"""The children that a form is about, each put together from its own answers."""

import re
from collections.abc import Hashable, Iterable
from dataclasses import dataclass, field
from typing import Any

from bot.forms.documents.content import text_of
from bot.forms.meaning import people
from bot.forms.meaning.dates import read_date
from bot.forms.meaning.sections import Answer
from bot.forms.meaning.values import Value, read_value
from bot.forms.reading import Provenance
from bot.forms.wordings.labels import Labels

_SLOT = {"child.name": "name", "child.dob": "dob", "child.nhs_number": "nhs_number"}
_PARTS = {"child.forename": "forename", "child.surname": "surname"}
_NAMES = {"child.name", *_PARTS}
_LIST_MARK = re.compile(r"^\s*(?:\(?\d{1,2}[.):]|[•*·-])\s*")
_NHS_NUMBER = re.compile(r"(?<!\d)\d{3}[ -]?\d{3}[ -]?\d{4}(?!\d)")
_SURE = 0.7


@dataclass(slots=True)
class _Child:
    """One child while the form is gone through."""

    values: dict[str, Any] = field(default_factory=dict)
    where: dict[str, Provenance] = field(default_factory=dict)
    asked: set[str] = field(default_factory=set)

    def put(self, name: str, value: Value, answer: Answer) -> None:
        self.values[name] = value.content
        self.where[name] = Provenance(answer.where, round(answer.score * value.confidence, 2))

    @property
    def name(self) -> str:
        if "name" in self.values:
            return str(self.values["name"])
        parts = [self.values.get("forename"), self.values.get("surname")]
        return " ".join(str(part) for part in parts if part)


@dataclass(slots=True)
class Children:
    """Gathers children; `reasons` are the answers that could not be used.

    `unasked`: no label asks for a name, so that one may stand before a date of birth.
    """

    labels: Labels
    found: dict[Hashable, _Child] = field(default_factory=dict)
    reasons: list[str] = field(default_factory=list)
    running: int = 0
    numbered: int = 0
    paired: frozenset[str] = frozenset()
    astray: bool = False
    unasked: bool = False

    def add(self, answers: Iterable[Answer]) -> None:
        """Take in all answers about children, in the order of the form."""
        answers = list(answers)
        self.paired = _paired(answers)
        self.astray = _births_go_astray(answers)
        self.unasked = not any(_NAMES.intersection(answer.fields) for answer in answers)
        for answer in answers:
            several = self._several(answer)
            if len(several) > 1:
                self._spread(_SLOT[answer.fields[0]], several, answer)
                continue
            for name in answer.fields:
                if name in _SLOT or name in _PARTS:
                    self._take(name, answer)

    def _take(self, name: str, answer: Answer) -> None:
        short = _SLOT.get(name) or _PARTS[name]
        child = self._child(short, answer)
        if len(answer.fields) > 1:
            self._from_composite(short, child, answer)
            return
        names = short == "name" or (short == "dob" and self.unasked)
        if names and self._name_with_birth(child, answer):
            return
        value = read_value(name, answer.value, self.labels)
        if short == "dob" and self.astray and not (answer.record or answer.child):
            value = Value(reason="whose date of birth this is cannot be told")
        self._keep(short, child, value, answer)

    def _keep(self, short: str, child: _Child, value: Value, answer: Answer) -> None:
        for remark in (value.reason, value.doubt):
            if remark:
                self.reasons.append(f"“{answer.label}”: {remark}.")
        if value.content is not None and answer.score * value.confidence >= _SURE:
            child.put(short, value, answer)

    def _child(self, short: str, answer: Answer) -> _Child:
        key: Hashable
        if answer.record:
            key = ("row", answer.group, answer.record)
        elif answer.child:
            key = ("number", answer.child)
            self.numbered = answer.child
        elif answer.fields[0] in self.paired and self.numbered:
            key = ("number", self.numbered)
        else:
            key = ("running", self.running)
            if short in self.found.get(key, _Child()).asked:
                self.running += 1
                key = ("running", self.running)
        child = self.found.setdefault(key, _Child())
        child.asked.add(short)
        return child

    def _several(self, answer: Answer) -> list[str]:
        """The lines of an answer that lists one child a line."""
        name = answer.fields[0]
        if name not in {"child.name", "child.dob"} or answer.child:
            return []
        text = text_of(answer.value)
        lines = [_LIST_MARK.sub("", line.lstrip("• ")).strip() for line in text.split("\n")]
        lines = [line for line in lines if line and self.labels.is_answer(line)]
        if len(lines) == 1 and name == "child.name":
            lines = _names_in_a_row(lines[0])
        if name == "child.name":
            named = [people.split_birth(line)[0] for line in lines]
            return lines if all(len(part.split()) > 1 for part in named) else []
        return lines if all(read_date(line).iso for line in lines) else []

    def _spread(self, short: str, lines: list[str], answer: Answer) -> None:
        """One line a child: names first, and then their dates of birth line by line."""
        for number, line in enumerate(lines, 1):
            child = self.found.setdefault(("line", number), _Child())
            if short == "dob":
                self._put_date(child, line, answer)
                continue
            name, birth = people.split_birth(line)
            child.put("name", Value(people.child_name(name)), answer)
            if birth:
                self._put_date(child, birth, answer)
                self._put_nhs_number(child, line, answer)

    def _put_date(self, child: _Child, text: str, answer: Answer) -> None:
        date = read_date(text)
        if date.iso:
            child.put("dob", Value(date.iso), answer)
        elif date.reason:
            self.reasons.append(f"“{answer.label}”: {date.reason}.")

    def _name_with_birth(self, child: _Child, answer: Answer) -> bool:
        """Take a name with its date of birth behind it, although only the name was asked for."""
        name, birth = people.split_birth(people.squash(text_of(answer.value)))
        named = bool(birth) and "(" not in name and people.is_child_name(people.child_name(name))
        if named and answer.score >= _SURE:
            child.put("name", Value(people.child_name(name)), answer)
            self._put_date(child, birth, answer)
        return named

    def _from_composite(self, short: str, child: _Child, answer: Answer) -> None:
        text = people.squash(text_of(answer.value))
        if not self.labels.is_answer(text):
            return
        name, birth = people.split_birth(text)
        if short == "dob" and birth:
            self._put_date(child, birth, answer)
        elif short == "name" and people.is_child_name(people.child_name(name)):
            child.put("name", Value(people.child_name(name)), answer)
        elif short == "nhs_number":
            self._put_nhs_number(child, text, answer)

    def _put_nhs_number(self, child: _Child, text: str, answer: Answer) -> None:
        digits = _NHS_NUMBER.search(text)
        number = people.nhs_number(digits[0]) if digits else None
        if number:
            child.put("nhs_number", Value(number), answer)

    def finished(self) -> tuple[list[dict[str, Any]], dict[str, Provenance]]:
        """The children with anything known of them, the same child told twice told once."""
        children: list[dict[str, Any]] = []
        provenance: dict[str, Provenance] = {}
        for child in self._merged():
            number = len(children)
            children.append(
                {
                    "name": child.name or None,
                    "dob": child.values.get("dob"),
                    "nhs_number": child.values.get("nhs_number"),
                }
            )
            for name, where in child.where.items():
                short = "name" if name in {"forename", "surname"} else name
                provenance[f"children[{number}].{short}"] = where
        return children, provenance

    def _merged(self) -> list[_Child]:
        """The children, one told in several places once; what the places dispute is left out."""
        kept: dict[str, _Child] = {}
        for number, child in enumerate(self.found.values()):
            if not child.values:
                continue
            name = people.squash(child.name).casefold() or str(number)
            if name in kept:
                self._merge(kept[name], child)
            else:
                kept[name] = child
        return list(kept.values())

    def _merge(self, one: _Child, other: _Child) -> None:
        for key in ("dob", "nhs_number"):
            if one.values.get(key, other.values.get(key)) != other.values.get(
                key, one.values.get(key)
            ):
                places = f"{one.where[key].where} and {other.where[key].where}"
                self.reasons.append(f"Two different answers for one child: {places}.")
                one.values[key] = other.values[key] = None
        one.values = {**other.values, **one.values}
        one.where = {**other.where, **one.where}


def _names_in_a_row(line: str) -> list[str]:
    """Full names with commas, semicolons or "and" between them; a "Surname, First" stays one."""
    parts = [part.strip() for part in re.split(r"\s*[;,]\s*|\s+(?:and|&)\s+", line) if part.strip()]
    whole = all(len(people.split_birth(part)[0].split()) > 1 for part in parts)
    return parts if len(parts) > 1 and whole else [line]


def _paired(answers: list[Answer]) -> frozenset[str]:
    """The questions asked without a number once after each numbered name: "Child 2", then "DOB"."""
    named = [answer.child for answer in answers if _asks_name(answer) and answer.child]
    if len(set(named)) < len(named):
        return frozenset()
    found = set()
    for name in _SLOT.keys() - {"child.name"}:
        order = [a.child for a in answers if _asks_name(a) or a.fields == (name,)]
        if named and order == [number for child in named for number in (child, 0)]:
            found.add(name)
    return frozenset(found)


def _births_go_astray(answers: list[Answer]) -> bool:
    """Whether dates of birth stand before and after each name, one too many: a name is missing."""
    loose = [a for a in answers if not (a.record or a.child)]
    order = [a.fields[0] for a in loose if _asks_name(a) or a.fields == ("child.dob",)]
    return "child.name" in order and order[0] == order[-1] == "child.dob"


def _asks_name(answer: Answer) -> bool:
    return answer.fields == ("child.name",)
