"""A child as a register shows it: one line each, that a person can read and the software too."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Self

from bot.process.keys import same_words

_LINE = re.compile(r"^(?P<name>.*?)(?:, born (?P<born>[^,]+))?(?:, NHS number (?P<nhs>[\d ]+))?$")


@dataclass(frozen=True, slots=True)
class Child:
    """A child whom an entry is about; `born` is as exact as the form: a day, a month or nothing."""

    name: str
    born: str = ""
    nhs_number: str = ""

    @classmethod
    def from_form(cls, answers: Mapping[str, Any]) -> Self:
        """Take a child from a form's answers."""
        return cls(
            name=answers.get("name") or "not named",
            born=answers.get("dob") or "",
            nhs_number=answers.get("nhs_number") or "",
        )

    @classmethod
    def from_line(cls, line: str) -> Self:
        """Take a child from a register's line, which a person may have written."""
        found = _LINE.match(line.strip())
        if found is None:
            return cls(name=line.strip())
        return cls(found["name"], found["born"] or "", found["nhs"] or "")

    @property
    def line(self) -> str:
        """The line that the register shows."""
        born = f", born {self.born}" if self.born else ""
        nhs = f", NHS number {self.nhs_number}" if self.nhs_number else ""
        return f"{self.name}{born}{nhs}"

    def is_a_namesake_of(self, other: Self) -> bool:
        """Tell two children of one name apart: both birth dates are known, and they differ."""
        same_name = same_words(self.name) == same_words(other.name)
        return same_name and bool(self.born and other.born) and self.born != other.born


def children_of(answers: Iterable[Mapping[str, Any]]) -> tuple[Child, ...]:
    """Take the children from a form."""
    return tuple(Child.from_form(child) for child in answers)


def lines_of(children: Iterable[Child]) -> str:
    """Write children as a register shows them."""
    return "\n".join(child.line for child in children)


def from_lines(text: str) -> tuple[Child, ...]:
    """Read children back from a register."""
    return tuple(Child.from_line(line) for line in text.splitlines() if line.strip())


def filled(newer: str, older: str) -> str:
    """Give the newer lines, with what only the older ones know of the same child.

    Mails may come in any order: a first form that arrives last must not take an NHS number away.
    """
    known = {same_words(child.name): child for child in from_lines(older)}
    children = ((child, known.get(same_words(child.name))) for child in from_lines(newer))
    return lines_of(
        Child(new.name, new.born or old.born, new.nhs_number or old.nhs_number)
        if old and not new.is_a_namesake_of(old)
        else new
        for new, old in children
    )
