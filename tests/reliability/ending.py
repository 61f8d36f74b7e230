"""How a tenant stands in the end: every fact counted, so that lost and doubled can be told."""

import hashlib
from collections import Counter
from dataclasses import dataclass
from typing import Any

from tests.jobs.stage import Stage

Fact = tuple[str, ...]
REGISTERS = (
    "Cases of Concern",
    "Escalations",
    "Needs Attention",
    "Serious Incidents",
    "Rapid Reviews",
    "Agency Requests",
)

TOLD = ("State", "Stage", "Decision", "ActedOn", "TriageSheet", "Links", "Agency", "ReturnedOn")


@dataclass(frozen=True, slots=True)
class Difference:
    """What an ending lacks, and what it has too often, beside the one without a fault."""

    lost: int
    doubled: int

    def __str__(self) -> str:
        """Say it for an assertion."""
        return f"lost {self.lost}, doubled {self.doubled}"


def ending(stage: Stage) -> Counter[Fact]:
    """Count all facts; references are put in words, so that their order tells nothing."""
    names: dict[str, str] = {}
    facts: list[Fact] = []
    for name in REGISTERS:
        rows = stage.rows(name)
        numbers = sorted(int(row["Reference"].rpartition("-")[2]) for row in rows)
        facts.append(("numbers", name, str(numbers == list(range(1, len(rows) + 1)))))
        for row in rows:
            names[row["Reference"]] = _called(row)
            told = (row.get(c, "") for c in TOLD)
            facts.append(("entry", name, _called(row), *told))
            facts += [("history", _called(row), what) for what in _history(row)]
    facts += [("notice", row["Kind"], row["State"]) for row in stage.rows("Notices")]
    for row in stage.rows("Meetings"):
        facts.append(("meeting", row["State"], row["Starts"], row.get("Quoracy", "")))
    facts += [("sent", to, subject) for to, subject in stage.sent()]
    facts += [("invited", address) for address in stage.invited()]
    facts += [("event", event.start.isoformat()) for event in stage.sandbox.events()]
    facts += [("file", path, _content(path, content)) for path, content in stage.files().items()]
    facts += _mail(stage)
    return Counter(tuple(_named(part, names) for part in fact) for fact in facts)


def difference(ended: Counter[Fact], wanted: Counter[Fact]) -> Difference:
    """Count what was lost and what doubled."""
    return Difference((wanted - ended).total(), (ended - wanted).total())


def digest(content: bytes) -> str:
    """Give a short name of a content."""
    return hashlib.sha256(content).hexdigest()[:12]


def _content(path: str, content: bytes) -> str:
    """Tell what came by mail by its bytes; drafts name references, which vary in order."""
    came_by_mail = path.rpartition("/")[2].startswith(("form-", "paper-", "mail-"))
    return digest(content) if came_by_mail else "drafted"


def _history(row: dict[str, Any]) -> list[str]:
    """Give what an entry's history tells, without the moments: deaths take time."""
    return [line.partition(", ")[2] for line in str(row.get("History", "")).splitlines()]


def _called(row: dict[str, Any]) -> str:
    return str(row.get("Children") or row.get("SubjectKey") or row["Reference"])


def _named(part: str, names: dict[str, str]) -> str:
    for reference, name in names.items():
        part = part.replace(reference, name)
    return part


def _mail(stage: Stage) -> list[Fact]:
    folders = {id(folder): folder for folder in stage.mailbox.all_folders()}.values()
    return [
        ("mail", folder.name, str(message.properties["internetMessageId"]))
        for folder in folders
        for message in folder.messages.values()
        if message.arrived or message.is_draft
    ]
