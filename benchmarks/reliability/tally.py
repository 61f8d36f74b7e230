"""Rows of the table, and what both bots are tried with."""

import tempfile
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from bot.sandbox import Fault, Sandbox
from tests.jobs.stage import form, mail
from tests.reliability.ending import Fact, difference


@dataclass(frozen=True, slots=True)
class Line:
    """One row of the table."""

    what: str
    points: int
    lost: int
    doubled: int

    def __str__(self) -> str:
        """Write it as Markdown."""
        return f"| {self.what} | {self.points} | {self.lost} | {self.doubled} |"


@dataclass(slots=True)
class Tally:
    """What the tries of one row came to, all together."""

    points: int = 0
    lost: int = 0
    doubled: int = 0

    def add(self, ended: Counter[Fact], wanted: Counter[Fact]) -> None:
        """Count one try."""
        found = difference(ended, wanted)
        self.points += 1
        self.lost += found.lost
        self.doubled += found.doubled

    def line(self, what: str) -> Line:
        """Give the row."""
        return Line(what, self.points, self.lost, self.doubled)


def ten_forms(sandbox: Sandbox, position: int) -> None:
    """Deliver ten forms, of which one can never be read."""
    for n in range(10):
        one = mail("school@sampleby-school.example", ("f.docx", form(f"Wren {chr(65 + n)}test")))
        one.replace_header("Message-ID", f"<{n}@sampleby-school.example>")
        sandbox.deliver(one.as_bytes())
    bad = sandbox.messages()[position]
    for name in (bad.immutable_id, bad.id):
        path = f"{name}/(.value|attachments)"
        sandbox.plan_fault(Fault(method="GET", path=path, status=500, count=None))


def new_folder() -> Path:
    return Path(tempfile.mkdtemp(prefix="soak-"))
