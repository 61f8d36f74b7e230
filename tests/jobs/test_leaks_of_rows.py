"""What people type into the lists stays there: words in every column turn up nowhere else.

The lists and the folders of entries may hold them. Mails, what is attached to them, invitations,
the papers that go round, file names, logs and the health answer may not.
"""

import logging
import re
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from email import message_from_bytes
from io import BytesIO
from typing import Any
from zipfile import ZipFile

import httpx
import pytest

from bot.demo.agencies import SCHOOL
from bot.health import health_app
from bot.process.columns import ColumnKind, Row
from bot.process.registers import KINDS, LISTS
from tests.jobs.reviews import REQUESTS, asked, request_of
from tests.jobs.stage import Stage, form, mail

PERSON = "Morgan Samplewright"
PLANTED = "Planted"
TO_CIRCULATE = ("agenda.docx", "bimonthly.docx")  # the quarterly holds people's own words
SERVICES_OWN = {"Reference", "Key", "SubjectKey", "FormKeys", "StateSeen", "ActedOn", "EventId"}
SOMEBODY = "Vex Planted <somebody@anyshire.police.example>"
COLUMNS = "Member Deputy Chair WrittenBy OwnerAddress ReviewerAddress PressWaiting Contact"
ADDRESSES = dict.fromkeys(COLUMNS.split(), SOMEBODY)  # as people paste them from Outlook
VOCABULARY = ("Role", "Organisation", "Agency", "Statutory")  # as the configuration is
READY: dict[str, tuple[dict[str, str], ...]] = {  # rows as far as something is done with them
    "Cases of Concern": (
        {"State": "Received", "Decision": "Advice"},
        {"State": "Scheduled", "MeetingOn": "2026-12-10T12:00:00Z"},
    ),
    "Escalations": ({"State": "Open", "RaisedOn": "2026-11-10T12:00:00Z", "Stage": "3"},),
    "Serious Incidents": (
        {"State": "Being considered", "AwareOn": "2026-11-17T12:00:00Z", "Decision": "Notify"},
    ),
    "Rapid Reviews": (
        {
            "State": "Information requested",
            "MeetingOn": "2026-12-02T12:00:00Z",
            "RrClockStart": "2026-11-18T12:00:00Z",
        },
    ),
    "Practice Reviews": (
        {
            "State": "Report finished",
            "PublishOn": "2027-02-01T12:00:00Z",
            "DecidedOn": "2026-10-01T12:00:00Z",
            "Decision": "Plan publication",
        },
    ),
    "Agency Requests": (
        {"Review": "RR-2026-001", "DueOn": "2026-11-27T12:00:00Z", "Decision": "Send"},
        {"State": "Sent", "Review": "RR-2026-001", "DueOn": "2026-11-20T12:00:00Z"},
    ),
    "Actions": ({"State": "Open", "Due": "2026-11-20T12:00:00Z"},),
    "Needs Attention": ({"SameDay": "Yes"},),
}


def typed(row: type[Row]) -> dict[str, Any]:
    """Give words for every column of a list that a person may type into."""
    words = {
        name: f"Vex{name} Planted"
        for name, column in row.columns().items()
        if column.kind not in (ColumnKind.DATE, ColumnKind.MOMENT) and name not in SERVICES_OWN
    }
    return words | {name: said for name, said in ADDRESSES.items() if name in words}


def add_rows(stage: Stage) -> None:
    for kind in KINDS.values():
        for ready in READY[kind.LIST]:
            lasting = {"State": "", "Decision": "", "Document": "", "Title": "Vex Planted"}
            row = {**typed(kind), **lasting, **ready}
            given = {name: value for name, value in row.items() if value}
            stage.sandbox.add_row(kind.LIST, given, person=PERSON)


def edit_all(stage: Stage, name: str, *, but: tuple[str, ...] = ()) -> None:
    """Let a person type words over all that stands in a list, save some columns."""
    row = next(each for each in LISTS if name == each.LIST)
    words = {column: said for column, said in typed(row).items() if column not in but}
    for found in list(stage.sandbox.sharepoint_list(name).rows.values()):
        stage.sandbox.edit_row(name, found.id, words, person=PERSON)


async def rounds(stage: Stage, *moments: tuple[int, int]) -> None:
    """Let two rounds run at ten o'clock on each of some days: month and day."""
    for month, day in moments:
        stage.clock.set(datetime(2026, month, day, 10, tzinfo=UTC))
        for _ in range(2):
            await stage.round()


async def test_nothing_typed_into_any_column_of_any_list_leaves(
    stage: Stage, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    stage.deliver(mail(SCHOOL, ("form.docx", form())))
    add_rows(stage)
    await rounds(stage, (11, 24))
    edit_all(stage, "Meetings", but=("State", "Entry", "Invited", "Agreed", "Others"))
    edit_all(stage, "Members", but=(*VOCABULARY, "Vacant", "Address", "DeputyAddress", "HeldBy"))
    edit_all(stage, "Agencies", but=(*VOCABULARY, "Name", "Type", "Domains", "Lead"))
    await rounds(stage, (11, 30), (12, 3))
    for kind in KINDS.values():  # and words in place of a choice
        edit_all(stage, kind.LIST, but=("Document", "Review"))
    await rounds(stage, (12, 4))
    reasons = {row["Why"] for row in stage.rows("Notices")}
    assert {"papers", "quoracy", "minutes", "press", "cannot"} <= reasons
    logged = [f"{line.name} {line.getMessage()}" for line in caplog.records]
    assert leaking([*everything_that_leaves(stage), *logged, await health(stage)]) == set()


async def health(stage: Stage) -> str:
    transport = httpx.ASGITransport(health_app(stage.service, stage.work, poll_seconds=60))
    async with httpx.AsyncClient(transport=transport, base_url="http://here") as client:
        return (await client.get("/health")).text


def leaking(told: Iterable[str]) -> set[str]:
    """Give what leaks, each with the words around it."""
    found = re.compile(f".{{0,60}}{PLANTED}.{{0,60}}", re.IGNORECASE | re.DOTALL)
    return {hit for text in told for hit in found.findall(text)}


def everything_that_leaves(stage: Stage) -> Iterator[str]:
    """Give mails whole, with what is attached to them, events, file names, papers to circulate."""
    for sent in stage.sandbox.sent:
        yield f"{sent.recipients} {sent.message.properties}"
        for part in message_from_bytes(sent.message.mime or b"").walk():
            content = part.get_payload(decode=True)
            data = content if isinstance(content, bytes) else b""
            yield f"{part.items()} {words_of(data)}"
    for event in stage.sandbox.events():
        yield f"{event.properties}"
    yield from (str(notice) for notice in stage.rows("Notices"))
    for path, content in stage.files().items():
        yield path + (words_of(content) if path.endswith(TO_CIRCULATE) else "")


def words_of(data: bytes) -> str:
    """Give what a document or a text says."""
    if not data.startswith(b"PK"):
        return data.decode("utf-8", "replace")
    with ZipFile(BytesIO(data)) as parts:
        return "".join(parts.read(name).decode() for name in parts.namelist() if "xml" in name)


async def test_words_in_place_of_a_template_hold_up_no_other_request_and_are_in_no_log(
    stage: Stage, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    await asked(stage)
    author = "author-fictional@anyshire.police.example"
    for agency, words in (("Anyshire Police", {"Document": "Vex Planted.docx"}), ("NHS", {})):
        reference = request_of(stage, agency)["Reference"]
        stage.edit(REQUESTS, reference, WrittenBy=author, **words)
    for _ in range(2):
        assert await stage.later("progress", "outbox")
    assert [to for to, _ in stage.sent()].count(author) == 1
    assert request_of(stage, "Anyshire Police")["ToCheck"].count("write one of") == 1
    assert leaking([caplog.text, await health(stage)]) == set()
