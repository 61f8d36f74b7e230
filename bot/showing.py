"""Shows readings to people: a table that a Business Manager can follow, or JSON for a machine."""

from typing import Any

from rich.table import Table

from bot.forms import Kind, Reading

KINDS = {
    Kind.COC: "Case of Concern form",
    Kind.ESCALATION: "Escalation record",
    Kind.AGENCY_RETURN: "Agency's return to an information request",
    Kind.BLANK: "Blank form",
    Kind.OTHER: "Not one of the partnership's forms",
    Kind.UNREADABLE: "Could not be read",
}
SURE, FAIRLY_SURE = 0.9, 0.7


def reading_json(file: str, reading: Reading) -> dict[str, Any]:
    """Give a reading as `bot read --json` prints it."""
    return {
        "file": file,
        "kind": reading.kind.value,
        "confidence": round(reading.confidence, 3),
        "why": reading.why,
        "fields": reading.fields,
        "provenance": {
            name: {"where": found.where, "confidence": round(found.confidence, 3)}
            for name, found in reading.provenance.items()
        },
        "needs_person": list(reading.needs_person),
    }


def reading_table(file: str, reading: Reading) -> Table:
    """Give a reading as a table: what the form says, where it says so, and how sure that is."""
    title = f"{file}: {KINDS[reading.kind]} ({_sure(reading.confidence)})"
    table = Table(title=title, caption=reading.why, title_justify="left", caption_justify="left")
    for heading in ("what", "answer", "where in the document", "how sure"):
        table.add_column(heading, overflow="fold")
    for name, value in reading.fields.items():
        found = reading.provenance.get(name)
        where, sure = (found.where, _sure(found.confidence)) if found else ("", "")
        table.add_row(name.replace("_", " "), _answer(value), where, sure)
    for reason in reading.needs_person:
        table.add_row("[bold]please check[/]", reason, "", "")
    return table


def _answer(value: Any) -> str:
    if isinstance(value, list):
        return "\n".join(_answer(item) for item in value)
    if isinstance(value, dict):
        return ", ".join(f"{name} {inner}" for name, inner in value.items() if inner)
    return str(value)


def _sure(confidence: float) -> str:
    if confidence >= SURE:
        return "sure"
    return "fairly sure" if confidence >= FAIRLY_SURE else "not sure"
