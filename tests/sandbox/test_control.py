"""The control plane: what people and tests do to the sandbox, over HTTP."""

from datetime import timedelta

import httpx
import pytest

from bot.sandbox import Sandbox
from tests.sandbox.graph_client import USER, mail


@pytest.fixture
async def register(graph: httpx.AsyncClient, site: str) -> None:
    await graph.post(f"{site}/lists", json={"displayName": "Register"})


async def test_the_clock_can_be_read_set_and_advanced(control: httpx.AsyncClient) -> None:
    assert (await control.get("/clock")).json() == {"now": "2026-09-07T08:00:00Z"}
    await control.post("/clock", json={"now": "2026-09-08T09:00:00+01:00"})
    moved = await control.post("/clock", json={"advance_seconds": 60})
    assert moved.json() == {"now": "2026-09-08T08:01:00Z"}


async def test_raw_mail_goes_into_a_mailbox_and_can_be_read_back(
    control: httpx.AsyncClient,
) -> None:
    raw = mail("Dropped")
    headers = {"Content-Type": "message/rfc822"}
    dropped = (await control.post("/mail", content=raw, headers=headers)).json()["id"]
    path = "/mailboxes/CSCP@croydon.gov.uk/messages"
    (found,) = (await control.get(path)).json()["messages"]
    assert (found["subject"], found["id"]) == ("Dropped", dropped)
    assert (await control.get(f"{path}/{dropped}/mime")).content == raw


async def test_what_was_sent_is_listed(
    graph: httpx.AsyncClient, control: httpx.AsyncClient
) -> None:
    to = [{"emailAddress": {"address": "head@school.example"}}]
    await graph.post(f"{USER}/sendMail", json={"message": {"subject": "Hi", "toRecipients": to}})
    (sent,) = (await control.get("/sent")).json()["sent"]
    assert (sent["subject"], sent["to"]) == ("Hi", ["head@school.example"])
    boxes = (await control.get("/mailboxes")).json()["mailboxes"]
    assert {box["address"] for box in boxes} == {"CSCP@croydon.gov.uk", "head@school.example"}


async def test_the_request_log_can_be_read_and_emptied(
    graph: httpx.AsyncClient, control: httpx.AsyncClient
) -> None:
    await graph.get(f"{USER}/messages?$top=5")
    seen = (await control.get("/requests")).json()
    assert seen["counts"] == {"GET /users/{user}/messages": 1}
    assert (seen["log"][0]["query"], seen["log"][0]["status"]) == ("$top=5", 200)
    await control.delete("/requests")
    assert (await control.get("/requests")).json() == {"counts": {}, "log": []}


async def test_a_fault_can_be_planned_seen_and_cleared(
    graph: httpx.AsyncClient, control: httpx.AsyncClient
) -> None:
    await control.post("/faults", json={"method": "GET", "path": "/messages", "status": 502})
    assert (await control.get("/faults")).json()["faults"][0]["status"] == 502
    assert (await graph.get(f"{USER}/messages")).status_code == 502
    await control.post("/faults", json={"count": None})
    await control.delete("/faults")
    assert (await graph.get(f"{USER}/messages")).status_code == 200


@pytest.mark.usefixtures("register")
async def test_a_person_adds_and_edits_a_row(control: httpx.AsyncClient) -> None:
    added = {"person": "Bea Manager", "fields": {"Title": "One"}}
    assert (await control.post("/lists/Register/rows", json=added)).json()["id"] == "1"
    edit = {"person": "Cy Clerk", "fields": {"Title": "Uno"}}
    await control.patch("/lists/Register/rows/1", json=edit)
    (row,) = (await control.get("/lists/Register/rows")).json()["rows"]
    assert row["fields"]["Title"] == "Uno"
    assert row["createdBy"]["user"]["displayName"] == "Bea Manager"
    assert row["lastModifiedBy"]["user"]["displayName"] == "Cy Clerk"


@pytest.mark.usefixtures("register")
async def test_a_wrong_edit_is_refused_with_the_reason(control: httpx.AsyncClient) -> None:
    wrong = {"person": "Bea Manager", "fields": {"Nope": 1}}
    answer = await control.post("/lists/Register/rows", json=wrong)
    assert (answer.status_code, answer.json()["error"]) == (400, "Field 'Nope' is not recognized")
    incomplete = await control.post("/lists/Register/rows", json={"fields": {}})
    assert incomplete.status_code == 400


async def test_an_attendee_answers(graph: httpx.AsyncClient, control: httpx.AsyncClient) -> None:
    when = {"dateTime": "2026-09-10T10:00:00", "timeZone": "UTC"}
    to = [{"emailAddress": {"address": "head@school.example"}}]
    content = {"subject": "Meet", "start": when, "end": when, "attendees": to}
    made = (await graph.post(f"{USER}/events", json=content)).json()["id"]
    answer = {"attendee": "head@school.example", "answer": "declined"}
    await control.post(f"/events/{made}/responses", json=answer)
    (event,) = (await control.get("/events")).json()["events"]
    assert event["attendees"][0]["status"]["response"] == "declined"


async def test_permissions_limits_delta_and_bounces_can_be_set(
    sandbox: Sandbox, control: httpx.AsyncClient
) -> None:
    client_id = sandbox.names.client_id
    await control.post(f"/apps/{client_id}", json={"roles": ["Mail.Read"], "mailboxes": None})
    await control.post("/limits", json={"enforced": False})
    await control.post("/delta", json={"repeats": True, "forget_tokens": True})
    await control.post("/bounces", json={"bounces": ["School.example"]})
    await control.post("/latency", json={"seconds": 0.001})
    await control.post("/lists", json={"strict_choices": True})
    await control.post("/sent_lag", json={"seconds": 5})
    await control.post("/verdicts", json={"Odd.example": {"dmarc": "fail"}})
    tenant = sandbox.tenant
    assert tenant.login.app(client_id).roles == {"Mail.Read"}
    assert not tenant.limits.allowance.enforced
    assert tenant.mail.deltas.switches.repeats
    assert tenant.mail.bounces == {"school.example"}
    assert tenant.latency_seconds == 0.001
    assert tenant.sites.switches.strict_choices
    assert tenant.mail.sent_lag == timedelta(seconds=5)
    assert tenant.mail.verdicts.of("odd.example").dmarc == "fail"


async def test_a_reset_over_http_forgets_everything(
    sandbox: Sandbox, control: httpx.AsyncClient
) -> None:
    sandbox.deliver(mail())
    await control.post("/reset")
    assert sandbox.messages() == []
    assert (await control.get("/violations")).json() == {"violations": []}


FROM_AFAR = (
    {"Origin": "https://evil.example"},
    {"Origin": "null"},
    {"Origin": "http://sandbox:81"},
    {"Sec-Fetch-Site": "cross-site"},
    {"Sec-Fetch-Site": "same-site", "Origin": "http://sandbox"},
)


@pytest.mark.parametrize("headers", FROM_AFAR)
async def test_another_site_in_the_users_browser_changes_nothing(
    sandbox: Sandbox, control: httpx.AsyncClient, headers: dict[str, str]
) -> None:
    before = sandbox.clock.now()
    plain = {"Content-Type": "text/plain", **headers}  # what a browser sends without asking first
    assert (await control.post("/mail", content=mail(), headers=plain)).status_code == 403
    moved = await control.post("/clock", json={"advance_seconds": 60}, headers=headers)
    assert moved.status_code == 403
    assert (await control.delete("/requests", headers=headers)).status_code == 403
    assert (sandbox.messages(), sandbox.clock.now()) == ([], before)


async def test_a_page_of_the_sandbox_itself_may_change_things(
    control: httpx.AsyncClient,
) -> None:
    own = {"Origin": "http://sandbox", "Sec-Fetch-Site": "same-origin"}
    moved = await control.post("/clock", json={"advance_seconds": 60}, headers=own)
    assert moved.json() == {"now": "2026-09-07T08:01:00Z"}
