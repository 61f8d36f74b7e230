"""Rows of the table, and what both bots are tried with."""

from dataclasses import dataclass

from bot.sandbox import Fault, Sandbox
from tests.jobs.stage import form, mail


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
