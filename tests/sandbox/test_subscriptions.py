"""Subscriptions: the handshake, what is posted, and how they end."""

import asyncio
import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import httpx
import pytest

from bot.sandbox import ManualClock, Sandbox
from tests.sandbox.graph_client import USER, mail

URL = "https://bot.example/notifications"
Endpoint = Callable[[httpx.Request], httpx.Response]


class Listener:
    """The subscriber's endpoint; `status` is what it answers to notifications."""

    def __init__(self) -> None:
        self.received: list[dict[str, Any]] = []
        self.status = 202
        self.heard = asyncio.Event()

    def __call__(self, request: httpx.Request) -> httpx.Response:
        token = request.url.params.get("validationToken")
        if token is not None:
            return httpx.Response(200, text=token)
        if self.status == 202:
            self.received += json.loads(request.content)["value"]
            self.heard.set()
        return httpx.Response(self.status)


@pytest.fixture
def listener(sandbox: Sandbox) -> Listener:
    found = Listener()
    sandbox.tenant.outward = httpx.MockTransport(found)
    return found


def content(**change: Any) -> dict[str, Any]:
    return {
        "changeType": "created,deleted",
        "notificationUrl": URL,
        "lifecycleNotificationUrl": f"{URL}/lifecycle",
        "resource": "users/cscp@croydon.gov.uk/mailFolders('inbox')/messages",
        "expirationDateTime": "2026-09-09T08:00:00Z",
        "clientState": "secret",
        **change,
    }


async def subscribe(graph: httpx.AsyncClient, **change: Any) -> dict[str, Any]:
    answer = await graph.post("/subscriptions", json=content(**change))
    assert answer.status_code == 201, answer.text
    found: dict[str, Any] = answer.json()
    return found


async def test_mail_that_arrives_is_told_to_the_subscriber(
    sandbox: Sandbox, graph: httpx.AsyncClient, listener: Listener
) -> None:
    made = await subscribe(graph)
    message = sandbox.deliver(mail())
    await sandbox.notify()
    (told,) = listener.received
    assert (told["subscriptionId"], told["clientState"]) == (made["id"], "secret")
    assert (told["changeType"], told["resourceData"]["id"]) == ("created", message.id)
    assert told["resource"].endswith(f"/Messages/{message.id}")


async def test_a_request_that_changes_something_sets_off_the_delivery(
    sandbox: Sandbox, graph: httpx.AsyncClient, listener: Listener
) -> None:
    message = sandbox.deliver(mail())
    await subscribe(graph)
    path = f"{USER}/messages/{message.id}/move"
    await graph.post(path, json={"destinationId": "archive"})
    await asyncio.wait_for(listener.heard.wait(), 5)
    assert [told["changeType"] for told in listener.received] == ["deleted"]


async def test_only_the_kinds_and_the_folder_asked_for_are_told(
    sandbox: Sandbox, graph: httpx.AsyncClient, listener: Listener
) -> None:
    await subscribe(graph, changeType="created")
    message = sandbox.deliver(mail())
    await graph.patch(f"{USER}/messages/{message.id}", json={"isRead": True})
    await graph.post(f"{USER}/messages", json={"subject": "a draft"})
    await sandbox.notify()
    assert [told["changeType"] for told in listener.received] == ["created"]


async def test_ids_are_immutable_only_when_preferred_at_creation(
    sandbox: Sandbox, graph: httpx.AsyncClient, listener: Listener
) -> None:
    prefer = {"Prefer": 'IdType="ImmutableId"'}
    await graph.post("/subscriptions", json=content(), headers=prefer)
    message = sandbox.deliver(mail())
    await sandbox.notify()
    assert listener.received[0]["resourceData"]["id"] == message.immutable_id


async def test_events_and_lists_can_be_watched(
    sandbox: Sandbox, graph: httpx.AsyncClient, listener: Listener, site: str
) -> None:
    await graph.post(f"{site}/lists", json={"displayName": "Register"})
    await subscribe(graph, resource="users/cscp@croydon.gov.uk/events")
    await subscribe(graph, resource=f"{site}/lists/Register", changeType="updated")
    when = {"dateTime": "2026-09-10T10:00:00", "timeZone": "UTC"}
    await graph.post(f"{USER}/events", json={"subject": "x", "start": when, "end": when})
    sandbox.add_row("Register", {"Title": "x"}, person="Bea Manager")
    await sandbox.notify()
    assert {told["changeType"] for told in listener.received} == {"created", "updated"}


@pytest.mark.parametrize(
    "endpoint",
    [
        lambda _: httpx.Response(200, text="something else"),
        lambda r: httpx.Response(202, text=r.url.params["validationToken"]),
        lambda r: httpx.Response(200, html=r.url.params["validationToken"]),
    ],
)
async def test_an_endpoint_that_fails_the_handshake_is_refused(
    sandbox: Sandbox, graph: httpx.AsyncClient, endpoint: Endpoint
) -> None:
    sandbox.tenant.outward = httpx.MockTransport(endpoint)
    answer = await graph.post("/subscriptions", json=content())
    error = answer.json()["error"]
    assert (answer.status_code, error["code"]) == (400, "ValidationError")
    assert (await graph.get("/subscriptions")).json()["value"] == []


async def test_an_endpoint_that_is_silent_is_refused(
    sandbox: Sandbox, graph: httpx.AsyncClient
) -> None:
    def silent(request: httpx.Request) -> httpx.Response:
        raise httpx.ReadTimeout("too slow", request=request)

    sandbox.tenant.outward = httpx.MockTransport(silent)
    answer = await graph.post("/subscriptions", json=content())
    assert "timed out" in answer.json()["error"]["message"]


@pytest.mark.parametrize(
    ("change", "status"),
    [
        ({"expirationDateTime": "2026-09-30T08:00:00Z"}, 400),
        ({"changeType": "created,renamed"}, 400),
        ({"notificationUrl": "http://bot.example/"}, 400),
        ({"clientState": "x" * 129}, 400),
        ({"resource": "users/cscp@croydon.gov.uk/contacts"}, 501),
        ({"resource": "users/nobody@croydon.gov.uk/messages"}, 404),
        ({"state": "x"}, 400),
    ],
)
async def test_a_subscription_that_cannot_be_is_refused(
    graph: httpx.AsyncClient, listener: Listener, change: dict[str, Any], status: int
) -> None:
    answer = await graph.post("/subscriptions", json=content(**change))
    assert answer.status_code == status
    assert listener.received == []


@pytest.mark.usefixtures("listener")
async def test_a_short_life_is_raised_to_45_minutes(graph: httpx.AsyncClient) -> None:
    made = await subscribe(graph, expirationDateTime="2026-09-07T08:05:00Z")
    assert made["expirationDateTime"] == "2026-09-07T08:45:00Z"


async def test_a_subscription_that_is_not_renewed_ends(
    sandbox: Sandbox, graph: httpx.AsyncClient, clock: ManualClock, listener: Listener
) -> None:
    made = await subscribe(graph)
    clock.advance(timedelta(days=1))
    path = f"/subscriptions/{made['id']}"
    renewed = {"expirationDateTime": "2026-09-10T08:00:00Z"}
    assert (await graph.patch(path, json=renewed)).json()["expirationDateTime"] == (
        "2026-09-10T08:00:00Z"
    )
    clock.advance(timedelta(days=2))
    assert (await graph.get(path)).status_code == 404
    sandbox.deliver(mail())
    await sandbox.notify()
    assert listener.received == []


@pytest.mark.usefixtures("listener")
async def test_a_deleted_subscription_is_gone(graph: httpx.AsyncClient) -> None:
    path = f"/subscriptions/{(await subscribe(graph))['id']}"
    assert (await graph.post(f"{path}/reauthorize")).status_code == 204
    assert (await graph.delete(path)).status_code == 204
    assert (await graph.delete(path)).status_code == 404


async def test_what_the_endpoint_does_not_take_comes_again(
    sandbox: Sandbox, graph: httpx.AsyncClient, listener: Listener
) -> None:
    await subscribe(graph)
    sandbox.deliver(mail())
    listener.status = 503
    await sandbox.notify()
    listener.status = 202
    await sandbox.notify()
    assert len(listener.received) == 1


@pytest.mark.parametrize(("switch", "times"), [("duplicates", 2), ("drops", 0)])
async def test_notifications_can_come_twice_or_never(
    sandbox: Sandbox, graph: httpx.AsyncClient, listener: Listener, switch: str, times: int
) -> None:
    await subscribe(graph)
    setattr(sandbox.tenant.subscriptions.switches, switch, True)
    sandbox.deliver(mail())
    await sandbox.notify()
    assert len(listener.received) == times


async def test_a_lifecycle_event_goes_to_its_own_address(
    graph: httpx.AsyncClient, control: httpx.AsyncClient, listener: Listener, sandbox: Sandbox
) -> None:
    made = await subscribe(graph)
    event = {"event": "subscriptionRemoved"}
    await control.post(f"/subscriptions/{made['id']}/lifecycle", json=event)
    await sandbox.notify()
    assert [told["lifecycleEvent"] for told in listener.received] == ["subscriptionRemoved"]
    assert (await graph.get("/subscriptions")).json()["value"] == []
