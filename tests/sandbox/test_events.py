"""Events: invitations, answers, repeats, zones."""

from typing import Any

import httpx
import pytest

from bot.sandbox import Sandbox
from tests.sandbox.graph_client import USER

HEAD, NURSE = "head@school.example", "nurse@health.example"
KEY = "String {8f3c2c3e-0000-4000-8000-000000000001} Name Key"
EVENTS = f"{USER}/events"


def attendees(*addresses: str) -> list[dict[str, Any]]:
    return [{"emailAddress": {"address": a}, "type": "required"} for a in addresses]


def content(**more: Any) -> dict[str, Any]:
    return {
        "subject": "CSCP meeting",
        "start": {"dateTime": "2026-07-06T14:00:00", "timeZone": "Europe/London"},
        "end": {"dateTime": "2026-07-06T15:00:00", "timeZone": "GMT Standard Time"},
        "attendees": attendees(HEAD),
        **more,
    }


async def create(graph: httpx.AsyncClient, **more: Any) -> dict[str, Any]:
    answer = await graph.post(EVENTS, json=content(**more))
    assert answer.status_code == 201, answer.text
    found: dict[str, Any] = answer.json()
    return found


def subjects(sandbox: Sandbox, address: str) -> list[str]:
    return [m.properties["subject"] for m in sandbox.messages(address)]


async def test_an_event_invites_its_attendees_by_mail(
    sandbox: Sandbox, graph: httpx.AsyncClient
) -> None:
    made = await create(graph)
    (invitation,) = sandbox.messages(HEAD)
    assert invitation.kind == "eventMessageRequest"
    assert "METHOD:REQUEST" in (invitation.calendar or "")
    assert made["attendees"][0]["status"]["response"] == "notResponded"
    assert sandbox.sent[0].recipients == (HEAD,)
    assert sandbox.messages(folder="sentitems")[0].kind == "eventMessageRequest"


async def test_times_are_shown_in_utc_or_in_the_zone_preferred(graph: httpx.AsyncClient) -> None:
    made = await create(graph)
    assert made["start"] == {"dateTime": "2026-07-06T13:00:00.0000000", "timeZone": "UTC"}
    prefer = {"Prefer": 'outlook.timezone="GMT Standard Time"'}
    local = await graph.get(f"{EVENTS}/{made['id']}", headers=prefer)
    assert local.json()["start"]["dateTime"] == "2026-07-06T14:00:00.0000000"
    assert local.headers["Preference-Applied"] == prefer["Prefer"]
    assert made["originalStartTimeZone"] == "Europe/London"


@pytest.mark.parametrize("name", ["Europe/Prague", "Londinium"])
async def test_a_zone_that_outlook_does_not_list_is_refused(
    graph: httpx.AsyncClient, name: str
) -> None:
    start = {"dateTime": "2026-07-06T14:00:00", "timeZone": name}
    assert (await graph.post(EVENTS, json=content(start=start))).status_code == 400


async def test_the_same_transaction_finds_its_event_and_invites_nobody_again(
    sandbox: Sandbox, graph: httpx.AsyncClient
) -> None:
    first = await create(graph, transactionId="t")
    again = await create(graph, transactionId="t")
    assert first["id"] == again["id"]
    assert len(sandbox.messages(HEAD)) == 1


async def test_a_transaction_with_other_content_is_refused(graph: httpx.AsyncClient) -> None:
    await create(graph, transactionId="t")
    answer = await graph.post(EVENTS, json=content(transactionId="t", subject="Other"))
    assert answer.status_code == 400
    assert answer.json()["error"]["code"] == "ErrorDuplicateTransactionId"


@pytest.mark.parametrize(
    ("answer", "title"),
    [("accepted", "Accepted"), ("declined", "Declined"), ("tentativelyAccepted", "Tentative")],
)
async def test_an_attendees_answer_changes_the_status_and_arrives_as_mail(
    sandbox: Sandbox, graph: httpx.AsyncClient, answer: str, title: str
) -> None:
    made = await create(graph)
    sandbox.respond(made["id"], attendee=HEAD, answer=answer)
    found = (await graph.get(f"{EVENTS}/{made['id']}")).json()
    (mail,) = sandbox.messages()
    assert found["attendees"][0]["status"]["response"] == answer
    assert found["attendees"][0]["status"]["time"] == "2026-09-07T08:00:00Z"
    assert mail.kind == "eventMessageResponse"
    assert mail.properties["subject"] == f"{title}: CSCP meeting"


async def test_who_is_left_out_of_the_attendees_is_uninvited(
    sandbox: Sandbox, graph: httpx.AsyncClient
) -> None:
    made = await create(graph)
    change = {"attendees": attendees(NURSE)}
    assert (await graph.patch(f"{EVENTS}/{made['id']}", json=change)).status_code == 200
    assert subjects(sandbox, HEAD) == ["CSCP meeting", "Canceled: CSCP meeting"]
    assert subjects(sandbox, NURSE) == ["CSCP meeting"]


async def test_an_attendee_who_stays_keeps_the_answer_given(
    sandbox: Sandbox, graph: httpx.AsyncClient
) -> None:
    made = await create(graph)
    sandbox.respond(made["id"], attendee=HEAD, answer="accepted")
    change = {"attendees": attendees(HEAD, NURSE)}
    changed = await graph.patch(f"{EVENTS}/{made['id']}", json=change)
    statuses = [a["status"]["response"] for a in changed.json()["attendees"]]
    assert statuses == ["accepted", "notResponded"]
    assert len(sandbox.messages(HEAD)) == 1


async def test_a_new_time_is_told_to_everybody(sandbox: Sandbox, graph: httpx.AsyncClient) -> None:
    made = await create(graph)
    later = {"dateTime": "2026-07-06T15:30:00", "timeZone": "Europe/London"}
    await graph.patch(f"{EVENTS}/{made['id']}", json={"end": later})
    assert len(sandbox.messages(HEAD)) == 2
    assert "DTEND:20260706T143000Z" in (sandbox.messages(HEAD)[1].calendar or "")


@pytest.mark.parametrize("how", ["cancel", "delete"])
async def test_calling_it_off_tells_the_attendees(
    sandbox: Sandbox, graph: httpx.AsyncClient, how: str
) -> None:
    path = f"{EVENTS}/{(await create(graph))['id']}"
    if how == "cancel":
        answer = await graph.post(f"{path}/cancel", json={"Comment": "Not needed"})
    else:
        answer = await graph.delete(path)
    assert answer.status_code == {"cancel": 202, "delete": 204}[how]
    assert subjects(sandbox, HEAD)[1] == "Canceled: CSCP meeting"
    assert (await graph.get(path)).status_code == 404


async def test_hidden_attendees_do_not_see_one_another(
    sandbox: Sandbox, graph: httpx.AsyncClient
) -> None:
    await create(graph, attendees=attendees(HEAD, NURSE), hideAttendees=True)
    (invitation,) = sandbox.messages(HEAD)
    assert NURSE not in (invitation.mime or b"").decode()
    assert len(sandbox.messages(NURSE)) == 1


async def test_a_private_event_stays_private(sandbox: Sandbox, graph: httpx.AsyncClient) -> None:
    made = await create(graph, sensitivity="Private")
    assert made["sensitivity"] == "private"
    assert "CLASS:PRIVATE" in (sandbox.messages(HEAD)[0].calendar or "")


async def test_an_event_is_found_by_its_extended_property(graph: httpx.AsyncClient) -> None:
    mark = [{"id": KEY, "value": "meeting-1"}]
    made = await create(graph, singleValueExtendedProperties=mark)
    await create(graph)
    condition = f"singleValueExtendedProperties/any(e: e/id eq '{KEY}' and e/value eq 'meeting-1')"
    query = {
        "$filter": condition,
        "$expand": f"singleValueExtendedProperties($filter=id eq '{KEY}')",
    }
    found = (await graph.get(EVENTS, params=query)).json()["value"]
    assert [event["id"] for event in found] == [made["id"]]
    assert found[0]["singleValueExtendedProperties"] == mark


async def test_the_calendar_view_shows_what_lies_within(graph: httpx.AsyncClient) -> None:
    made = await create(graph)
    window = {"startDateTime": "2026-07-06T00:00:00", "endDateTime": "2026-07-07T00:00:00"}
    found = (await graph.get(f"{USER}/calendarView", params=window)).json()["value"]
    assert [event["id"] for event in found] == [made["id"]]
    assert (await graph.get(f"{USER}/calendarView")).status_code == 400


@pytest.mark.parametrize(
    ("change", "status"),
    [
        ({"sbject": "x"}, 400),
        ({"start": None}, 400),
        ({"end": {"dateTime": "2026-07-06T13:00:00", "timeZone": "Europe/London"}}, 400),
        ({"attendees": [{"emailAddress": {"address": "nobody"}}]}, 400),
        ({"recurrence": {"pattern": {}}}, 400),
        ({"extensions": [{"id": "x"}]}, 501),
    ],
)
async def test_an_event_that_cannot_be_is_refused_and_invites_nobody(
    sandbox: Sandbox, graph: httpx.AsyncClient, change: dict[str, Any], status: int
) -> None:
    assert (await graph.post(EVENTS, json=content(**change))).status_code == status
    assert sandbox.sent == []
