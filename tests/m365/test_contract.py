"""Every body that is sent, against Microsoft's own description of Graph (skipped where absent)."""

import json
from collections.abc import Awaitable, Callable
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from jsonschema.protocols import Validator

from bot.m365 import (
    Attendee,
    Body,
    Column,
    EventChanges,
    FieldValue,
    Microsoft365,
    NewEvent,
    OutgoingMail,
)
from bot.sandbox import Exchange, Sandbox

SCHEMA = Path(__file__).parents[2] / "../shared/graph/graph-v1-strict.schema.json"
ALL_KINDS = (
    Column("Key", "text", unique=True),
    Column("Concern", "note"),
    Column("Days", "number"),
    Column("Held", "boolean"),
    Column("Due", "date"),
    Column("Opened", "datetime"),
    Column("Status", "choice", choices=("Open", "Closed")),
    Column("Owner", "person"),
    Column("Page", "link"),
)
MEETING = NewEvent(
    subject="Review Group",
    body=Body("<p>Agenda to follow.</p>"),
    start=datetime(2026, 6, 9, 9, 0, tzinfo=UTC),
    end=datetime(2026, 6, 9, 11, 0, tzinfo=UTC),
    location="Room 1",
    attendees=(Attendee("pat@agency.example", required=False),),
    categories=("Review",),
)


async def write_mail(m365: Microsoft365) -> None:
    headers = (("X-CSCP-Bot", "1"),)
    mail = OutgoingMail("pat@agency.example", "COC-2026-001", Body("Hello", "text"), "0f", headers)
    draft = await m365.mailbox.create_draft(mail)
    await m365.mailbox.mark(draft.id, categories=("Registered",))
    await m365.mailbox.folder("Registered")


async def write_rows(m365: Microsoft365) -> None:
    register = await m365.site.create_list("Register", columns=ALL_KINDS)
    await m365.site.create_column(register.id, Column("Agency", "text", required=True))
    fields: dict[str, FieldValue] = {
        "Key": "k",
        "Due": date(2026, 6, 9),
        "Agency": "Example Agency",
    }
    item = await m365.site.create_item(register.id, fields, unique=("Key", "k"))
    await m365.site.update_item(register.id, item.id, {"Held": True, "Concern": None})


async def write_event(m365: Microsoft365) -> None:
    transaction_id = "6f1d0c36-7d6c-4f0e-8a8e-0d1e8b9c7a11"
    event = await m365.calendar.create_event(MEETING, transaction_id=transaction_id, key="m")
    await m365.calendar.update_event(event.id, EventChanges(location="Room 2"))


@pytest.fixture(scope="module")
def described() -> Callable[[str], Validator]:
    if not SCHEMA.exists():
        pytest.skip("the description of Graph is not beside this clone")
    schema = json.loads(SCHEMA.read_text())
    # Lost when the file was made: it was taken for JSON Schema's own annotation of that name.
    for kind in ("columnDefinition", "list"):
        properties = schema["$defs"][f"microsoft.graph.{kind}"]["properties"]
        properties["description"] = {"type": "string"}
    return lambda kind: Draft202012Validator({**schema, "$ref": f"#/$defs/microsoft.graph.{kind}"})


def kind_of(exchange: Exchange) -> str:
    """Which of Graph's types a request writes, by its address."""
    last = [part for part in exchange.template.split("/") if not part.startswith("{")][-1]
    return {
        "messages": "message",
        "childFolders": "mailFolder",
        "lists": "list",
        "columns": "columnDefinition",
        "items": "listItem",
        "fields": "fieldValueSet",
        "events": "event",
    }[last]


@pytest.mark.parametrize("write", [write_mail, write_rows, write_event])
async def test_what_is_written_is_as_graph_describes_it(
    sandbox: Sandbox,
    m365: Microsoft365,
    described: Callable[[str], Validator],
    write: Callable[[Microsoft365], Awaitable[None]],
) -> None:
    seen: list[Exchange] = []
    sandbox.observe(seen.append)
    await write(m365)
    written = [exchange for exchange in seen if exchange.method in ("POST", "PATCH")]
    assert len(written) >= 2
    for exchange in written:
        faults = described(kind_of(exchange)).iter_errors(json.loads(exchange.request_body))
        assert [fault.message for fault in faults] == []


def test_the_description_refuses_what_graph_would(described: Callable[[str], Validator]) -> None:
    body: dict[str, Any] = {"subject": "COC-2026-001", "save_to_sent_items": True}
    assert not described("message").is_valid(body)
