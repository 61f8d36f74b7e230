"""Library, calendar, what was sent and why, and the request log."""

import httpx
import pytest

from bot.sandbox import Sandbox
from bot.sandbox.calendar.model import Event
from bot.sandbox.drives.state import Put
from tests.sandbox.graph_client import USER


@pytest.fixture
def filed(sandbox: Sandbox) -> None:
    tenant = sandbox.tenant
    (site,) = tenant.sites.all()
    (drive,) = tenant.drives.of_site(site)
    by = tenant.sites.person(site, "Sam Other")
    put = Put(drive.root, ("COC-2026-001",), "The form & more.docx")
    tenant.drives.put_file(drive, put, b"PK", by)


@pytest.mark.usefixtures("filed")
async def test_a_folder_shows_its_files_and_a_file_is_downloaded(
    visitor: httpx.AsyncClient,
) -> None:
    assert "COC-2026-001" in (await visitor.get("/library/Documents")).text
    shown = (await visitor.get("/library/Documents/COC-2026-001")).text
    assert "The form &amp; more.docx" in shown
    path = "/library/Documents/COC-2026-001/The%20form%20%26%20more.docx"
    assert path in shown
    saved = await visitor.get(path)
    assert saved.content == b"PK"
    assert saved.headers["content-disposition"].startswith("attachment;")


@pytest.mark.usefixtures("filed")
async def test_links_to_the_library_of_the_site_lead_to_the_page(
    visitor: httpx.AsyncClient,
) -> None:
    opened = await visitor.get("/sites/CSCP/Shared%20Documents/COC-2026-001")
    assert opened.url.path == "/library/Documents/COC-2026-001"
    assert (await visitor.get("/sites/CSCP/Nowhere/x")).status_code == 404


async def test_the_calendar_shows_answers_and_takes_them(
    visitor: httpx.AsyncClient, meeting: Event
) -> None:
    shown = (await visitor.get("/calendar")).text
    assert "Thursday 10 September 2026, 11:00" in shown  # 10:00 in UTC
    assert "1 invited: 1 no answer yet" in shown
    said = {"attendee": "chair@police.example", "answer": "declined"}
    answered = await visitor.post(f"/calendar/{meeting.id}/answer", data=said)
    assert "chair@police.example answered: declined." in answered.text
    assert "1 invited: 1 declined" in answered.text
    stranger = {"attendee": "x@y.example", "answer": "declined"}
    answer = await visitor.post(f"/calendar/{meeting.id}/answer", data=stranger)
    assert answer.status_code == 404


async def test_a_mail_stands_beside_the_notice_that_asked_for_it(
    sandbox: Sandbox, visitor: httpx.AsyncClient, graph: httpx.AsyncClient, site: str
) -> None:
    names = ("Key", "Kind", "Recipient", "Why", "State", "Subject")
    columns = [{"name": name, "text": {}} for name in names]
    made = await graph.post(f"{site}/lists", json={"displayName": "Notices", "columns": columns})
    notice = {"Key": "k1", "Kind": "Reminder", "Recipient": "a@b.example", "State": "Sent"}
    said = {"fields": {**notice, "Why": "review, due 2026-09-21", "Subject": "Reminder"}}
    await graph.post(f"{site}/lists/{made.json()['id']}/items", json=said)
    prop = {"id": "String {5b1d8a0e-6c3f-4f7e-9a52-d0c7e4b6a913} Name cause", "value": "k1"}
    to = [{"emailAddress": {"address": "a@b.example"}}]
    draft = {"subject": "Reminder", "toRecipients": to, "singleValueExtendedProperties": [prop]}
    created = await graph.post(f"{USER}/messages", json=draft)
    await graph.post(f"{USER}/messages/{created.json()['id']}/send")
    shown = (await visitor.get("/notices")).text
    assert "Why: review, due 21 Sep 2026" in shown
    assert "1 mail<" in shown
    (arrived,) = sandbox.messages("a@b.example")
    opened = await visitor.get(
        f"/mail/a@b.example/as-sent/{arrived.properties['internetMessageId']}"
    )
    assert opened.url.path.endswith(arrived.immutable_id)


@pytest.mark.usefixtures("meeting")
async def test_invitations_are_among_what_was_sent(visitor: httpx.AsyncClient) -> None:
    shown = (await visitor.get("/notices?kind=Invitation")).text
    assert "sent by the calendar to those invited" in shown


async def test_the_log_shows_requests_and_violations(
    sandbox: Sandbox, visitor: httpx.AsyncClient, graph: httpx.AsyncClient
) -> None:
    assert "None: every limit was kept" in (await visitor.get("/requests")).text
    await graph.get(f"{USER}/messages")
    sandbox.tenant.journal.violation("came back before Retry-After", "GET /x")
    shown = (await visitor.get("/requests")).text
    assert "GET /users/{user}/messages" in shown
    assert "came back before Retry-After" in shown


async def test_old_pages_are_reached_by_older(sandbox: Sandbox, visitor: httpx.AsyncClient) -> None:
    for number in range(60):
        sandbox.deliver(f"From: a@b.example\r\nSubject: Mail number {number}\r\n\r\n".encode())
    newest = (await visitor.get("/mail/CSCP@croydon.gov.uk")).text
    assert "Mail number 59" in newest
    assert "Mail number 9<" not in newest
    older = (await visitor.get("/mail/CSCP@croydon.gov.uk?folder=inbox&from=50")).text
    assert "Mail number 9<" in older
