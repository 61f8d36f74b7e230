"""A visitor of the page, over plain httpx; a register with one row, an invitation, some mail."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import pytest

from bot.sandbox import Sandbox
from bot.sandbox.calendar.model import Event
from bot.sandbox.sites.lists import SharePointList

CASES = "Cases of Concern"
COLUMNS: list[dict[str, Any]] = [
    {"name": "Reference", "text": {}, "indexed": True, "enforceUniqueValues": True},
    {"name": "State", "choice": {"choices": ["Received", "Advice given"]}},
    {"name": "Summary", "text": {"allowMultipleLines": True}},
    {"name": "History", "text": {"allowMultipleLines": True}},
    {"name": "DecidedOn", "displayName": "Decided on", "dateTime": {"format": "dateOnly"}},
    {"name": "ReceivedOn", "displayName": "Received on", "dateTime": {"format": "dateTime"}},
    {"name": "Weight", "number": {}},
    {"name": "Urgent", "boolean": {}},
    {"name": "SubjectKey", "text": {}},
]


@pytest.fixture
async def visitor(sandbox: Sandbox) -> AsyncIterator[httpx.AsyncClient]:
    transport = httpx.ASGITransport(sandbox.app)
    async with httpx.AsyncClient(
        transport=transport, base_url="http://sandbox", follow_redirects=True
    ) as client:
        yield client


@pytest.fixture
def cases(sandbox: Sandbox) -> SharePointList:
    sites = sandbox.tenant.sites
    (site,) = sites.all()
    author = sites.app(site, sandbox.names.client_id, "CSCP bot")
    made = sites.create_list(site, CASES, COLUMNS, template="genericList", by=author)
    fields = {
        "Title": "COC-2026-001",
        "Reference": "COC-2026-001",
        "State": "Received",
        "ReceivedOn": "2026-09-07T08:00:00Z",
        "SubjectKey": "abc",
    }
    sites.add_row(made, fields, author)
    return made


@pytest.fixture
def meeting(sandbox: Sandbox) -> Event:
    mailbox = sandbox.tenant.mail.mailbox(sandbox.names.mailbox)
    start = datetime(2026, 9, 10, 10, tzinfo=UTC)
    content = {
        "subject": "CSCP Review Group",
        "start": {"dateTime": start.strftime("%Y-%m-%dT%H:%M:%S"), "timeZone": "UTC"},
        "end": {
            "dateTime": (start + timedelta(hours=2)).strftime("%Y-%m-%dT%H:%M:%S"),
            "timeZone": "UTC",
        },
        "attendees": [{"emailAddress": {"address": "chair@police.example"}}],
    }
    return sandbox.tenant.calendars.create(mailbox, content)
