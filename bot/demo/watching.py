"""What changed in the tenant since the last look, in words: rows, mails and invitations."""

from collections.abc import Iterator
from typing import Any

from bot.process.registers import KINDS, LISTS
from bot.sandbox import Sandbox

REGISTERS = tuple(kind.LIST for kind in KINDS.values())
NAMED = 3  # recipients; more are counted
TOLD_OF = ("State", "Stage", "Decision")
ITS_HISTORY = ("History", "HistoryKeys")  # what else happens is told already


class Watcher:
    """Remembers what it saw, and tells what is new. It looks at the tenant, not at the service."""

    def __init__(self, sandbox: Sandbox) -> None:
        self._sandbox = sandbox
        self._rows: dict[str, dict[str, Any]] = {}
        self._sent = 0

    def news(self) -> Iterator[str]:
        """Tell what is new since the last call."""
        yield from self._register_news()
        yield from self._mail_news()

    def _mail_news(self) -> Iterator[str]:
        sent: dict[str, list[str]] = {}
        for mail in self._sandbox.sent[self._sent :]:
            sent.setdefault(mail.message.properties["subject"], []).extend(mail.recipients)
        self._sent = len(self._sandbox.sent)
        for subject, recipients in sent.items():
            people = sorted(set(recipients))
            to = ", ".join(people) if len(people) <= NAMED else f"{len(people)} people"
            times = len(recipients) // len(people)
            yield f"mail    {subject} → {to}" + (f", {times} times" if times > 1 else "")

    def _register_news(self) -> Iterator[str]:
        for name in REGISTERS:
            for fields in (row for row in rows(self._sandbox, name) if "Reference" in row):
                before = self._rows.get(fields["Reference"])
                if before is None:
                    why = f": {fields['Reason']}" if "Reason" in fields else ""
                    yield f"entry   {fields['Reference']} opened in {name}{why}"
                elif changed := [f for f in TOLD_OF if fields.get(f) != before.get(f)]:
                    told = ", ".join(f"{field} {fields.get(field)}" for field in changed)
                    yield f"entry   {fields['Reference']}: {told}"
                elif _beside_history(fields) != _beside_history(before):
                    yield f"entry   {fields['Reference']} brought up to date"
                self._rows[fields["Reference"]] = fields


def _beside_history(fields: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in fields.items() if name not in ITS_HISTORY}


def rows(sandbox: Sandbox, name: str) -> list[dict[str, Any]]:
    """Give the rows of a list as people see them."""
    known = {row.LIST for row in LISTS}
    if name not in known:
        return []
    return [dict(row.fields) for row in sandbox.sharepoint_list(name).rows.values()]
