"""The attendee's side of a meeting: an invitation in the calendar, answered from there."""

import base64
from typing import Any

import httpx
import pytest

from bot.sandbox import Sandbox
from tests.sandbox.graph_client import USER

BEA = "bea.manager@croydon.gov.uk"


@pytest.fixture
async def invited(sandbox: Sandbox, graph: httpx.AsyncClient) -> dict[str, Any]:
    """The event as Bea has it, whom the shared mailbox invites."""
    sandbox.tenant.login.app(sandbox.names.client_id).mailboxes = None
    when = {"dateTime": "2026-09-10T10:00:00", "timeZone": "UTC"}
    guest = {"emailAddress": {"address": BEA}}
    event = {"subject": "Review", "start": when, "end": when, "attendees": [guest]}
    await graph.post(f"{USER}/events", json=event)
    found: list[dict[str, Any]] = (await graph.get(f"/users/{BEA}/events")).json()["value"]
    return found[0]


async def test_an_invitation_stands_in_the_attendees_calendar(invited: dict[str, Any]) -> None:
    assert (invited["subject"], invited["showAs"]) == ("Review", "tentative")
    assert not invited["isOrganizer"]
    assert invited["responseStatus"]["response"] == "notResponded"
    assert invited["organizer"]["emailAddress"]["address"] == "CSCP@croydon.gov.uk"


@pytest.mark.parametrize(
    ("action", "answer"),
    [
        ("accept", "accepted"),
        ("tentativelyAccept", "tentativelyAccepted"),
        ("decline", "declined"),
    ],
)
async def test_an_answer_reaches_the_organizer(
    sandbox: Sandbox, graph: httpx.AsyncClient, invited: dict[str, Any], action: str, answer: str
) -> None:
    path = f"/users/{BEA}/events/{invited['id']}/{action}"
    assert (await graph.post(path, json={"comment": "So be it."})).status_code == 202
    assert sandbox.events()[0].attendees[0].response == answer
    assert sandbox.messages()[-1].kind == "eventMessageResponse"


async def test_an_answer_without_a_mail_stays_with_the_attendee(
    sandbox: Sandbox, graph: httpx.AsyncClient, invited: dict[str, Any]
) -> None:
    path = f"/users/{BEA}/events/{invited['id']}"
    await graph.post(f"{path}/accept", json={"sendResponse": False})
    assert sandbox.events()[0].attendees[0].response == "notResponded"
    assert (await graph.get(path)).json()["responseStatus"]["response"] == "accepted"


async def test_what_was_declined_is_gone_from_the_calendar(
    graph: httpx.AsyncClient, invited: dict[str, Any]
) -> None:
    await graph.post(f"/users/{BEA}/events/{invited['id']}/decline")
    assert (await graph.get(f"/users/{BEA}/events/{invited['id']}")).status_code == 404


async def test_the_organizer_has_nothing_to_answer(
    sandbox: Sandbox, graph: httpx.AsyncClient, invited: dict[str, Any]
) -> None:
    del invited
    answer = await graph.post(f"{USER}/events/{sandbox.events()[0].id}/accept")
    assert (answer.status_code, answer.json()["error"]["code"]) == (400, "ErrorInvalidRequest")


async def test_an_attendee_cannot_call_the_meeting_off(
    graph: httpx.AsyncClient, invited: dict[str, Any]
) -> None:
    answer = await graph.post(f"/users/{BEA}/events/{invited['id']}/cancel")
    assert answer.status_code == 400


async def test_a_meeting_called_off_stays_marked_as_such(
    sandbox: Sandbox, graph: httpx.AsyncClient, invited: dict[str, Any]
) -> None:
    await graph.post(f"{USER}/events/{sandbox.events()[0].id}/cancel")
    assert (await graph.get(f"/users/{BEA}/events/{invited['id']}")).json()["isCancelled"]


async def test_an_update_keeps_the_attendees_event(
    sandbox: Sandbox, graph: httpx.AsyncClient, invited: dict[str, Any]
) -> None:
    await graph.patch(f"{USER}/events/{sandbox.events()[0].id}", json={"subject": "Moved"})
    assert [e.properties["subject"] for e in sandbox.events(BEA)] == ["Moved"]
    assert [e.id for e in sandbox.events(BEA)] == [invited["id"]]


async def test_a_file_on_an_event_is_sent_to_everybody(
    sandbox: Sandbox, graph: httpx.AsyncClient, invited: dict[str, Any]
) -> None:
    del invited
    path = f"{USER}/events/{sandbox.events()[0].id}/attachments"
    content = base64.b64encode(b"agenda").decode()
    file = {"@odata.type": "#microsoft.graph.fileAttachment", "name": "a.txt"}
    added = await graph.post(path, json={**file, "contentBytes": content})
    assert added.status_code == 201
    assert sandbox.messages(BEA)[-1].attachments[0].content == b"agenda"
    assert (await graph.delete(f"{path}/{added.json()['id']}")).status_code == 204
    assert (await graph.get(path)).json()["value"] == []
