"""Tells the story on a terminal: a timeline as it goes, then what stands where, as tables."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from rich.console import Console
from rich.table import Table

from bot.demo.watching import rows
from bot.process.days import LONDON, london_day
from bot.process.registers import KINDS
from bot.sandbox import Sandbox

ITS_HISTORY = ("Rapid Reviews", "RR-2027-001")
SHORT = ("Reference", "Entry", "Kind", "SentOn", "Starts", "State")
TELLING = {  # columns, beside reference and state, that say what the story made of an entry
    "case_of_concern": ("Decision", "Agency", "Children"),
    "escalation": ("Stage", "Agency", "Challenged", "ResolvedOn"),
    "serious_incident": ("AgeGroup", "NotifiedOn", "Links"),
    "rapid_review": ("Conclusion", "PanelResponse", "Progress"),
    "agency_request": ("Agency", "Review", "ReturnedOn"),
    "practice_review": ("PublishedOn", "Impact"),
    "action": ("Source", "OwnerAddress", "Evidence"),
    "needs_attention": ("Reason", "SameDay"),
}
LABELS = {
    "Recipient": "To",
    "SentOn": "Sent on",
    "ResolvedOn": "Resolved on",
    "SameDay": "Look today",
}


class Teller:
    """Writes to one console. The day is told once, before the first thing that happens on it."""

    def __init__(self, console: Console) -> None:
        self._console = console
        self._day = ""

    def event(self, moment: datetime, told: str) -> None:
        """Tell what somebody does."""
        self._line(moment, f"[bold]{told}[/]")

    def consequences(self, moment: datetime, news: Iterable[str]) -> None:
        """Tell what the service made of it."""
        for told in news:
            self._line(moment, f"    {told}")

    def _line(self, moment: datetime, told: str) -> None:
        local = moment.astimezone(LONDON)
        day = f"{local:%A} {local.day} {local:%B %Y}"
        if day != self._day:
            self._console.print(f"\n[bold cyan]{day}[/]")
            self._day = day
        self._console.print(f"  {local:%H:%M}  {told}", soft_wrap=True)

    def tables(self, sandbox: Sandbox) -> None:
        """Show the registers, the outbox and the calendar."""
        self._registers(sandbox)
        self._outbox(sandbox)
        self._calendar(sandbox)
        self._history(sandbox)

    def _registers(self, sandbox: Sandbox) -> None:
        for kind in KINDS.values():
            columns = ("Reference", "State", *TELLING.get(kind.KIND, ("Decision",)))
            self._table(kind.LIST, columns, rows(sandbox, kind.LIST))

    def _outbox(self, sandbox: Sandbox) -> None:
        columns = ("SentOn", "Kind", "Entry", "Recipient", "State")
        notices = [n for n in rows(sandbox, "Notices") if n["Kind"] != "Digest"]
        digests = len(rows(sandbox, "Notices")) - len(notices)
        title = f"Notices (and {digests} daily digests)"
        self._table(title, columns, sorted(notices, key=lambda n: str(n.get("SentOn"))))

    def _calendar(self, sandbox: Sandbox) -> None:
        found = [
            {
                "Meeting": event.properties.get("subject", ""),
                "Starts": event.start.astimezone(LONDON).strftime("%d %b %Y %H:%M"),
                "Privacy": event.properties.get("sensitivity", ""),
                "Invited": str(len(event.attendees)),
            }
            for event in sandbox.events()
        ]
        self._table("Calendar", ("Meeting", "Starts", "Privacy", "Invited"), found)

    def _history(self, sandbox: Sandbox) -> None:
        """Show one entry as whoever opens it reads it: everything that happened, in order."""
        name, reference = ITS_HISTORY
        found = (row for row in rows(sandbox, name) if row.get("Reference") == reference)
        self._console.print(f"\n[bold]The history of {reference}, as its row in {name} has it[/]")
        for line in (line for row in found for line in row.get("History", "").splitlines()):
            self._console.print(f"  {line}", soft_wrap=True, markup=False, highlight=False)

    def _table(self, title: str, columns: Sequence[str], found: Iterable[dict[str, Any]]) -> None:
        table = Table(title=title, title_justify="left", title_style="bold")
        for column in columns:
            short = column in SHORT
            table.add_column(LABELS.get(column, column), overflow="fold", no_wrap=short)
        for fields in found:
            table.add_row(*(_cell(fields.get(column, "")) for column in columns))
        self._console.print()
        self._console.print(table)


def _cell(value: Any) -> str:
    text = str(value).replace("\n", "; ")
    if text[4:5] == "-" and text[10:11] == "T":
        return london_day(datetime.fromisoformat(text)).isoformat()
    return text
