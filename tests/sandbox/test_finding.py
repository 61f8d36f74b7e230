"""$search with its lag, changes by type, messages given as MIME, and ids translated."""

import base64
from datetime import timedelta

import httpx
import pytest

from bot.sandbox import ManualClock, Sandbox
from tests.sandbox.graph_client import INBOX, USER, mail


async def subjects(graph: httpx.AsyncClient, query: str) -> list[str]:
    found = await graph.get(f"{USER}/messages", params={"$search": f'"{query}"'})
    return [message["subject"] for message in found.json()["value"]]


async def test_search_does_not_find_what_just_came(
    sandbox: Sandbox, graph: httpx.AsyncClient, clock: ManualClock
) -> None:
    sandbox.deliver(mail("A form"))
    assert await subjects(graph, "form") == []
    clock.advance(timedelta(seconds=30))
    assert await subjects(graph, "form") == ["A form"]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("subject:form", True),
        ("subject:letter", False),
        ("from:school.example", True),
        ("subject:form AND from:health.example", False),
        ("body:hello", True),
        ("hasAttachments:true", False),
        ("received>=2026-09-07", True),
        ("received<2026-09-01", False),
    ],
)
async def test_search_reads_outlooks_keywords(
    sandbox: Sandbox, graph: httpx.AsyncClient, query: str, *, found: bool
) -> None:
    sandbox.tenant.mail.search_lag = timedelta()
    sandbox.deliver(mail("A form"))
    assert bool(await subjects(graph, query)) is found


async def test_search_does_not_go_with_a_filter(graph: httpx.AsyncClient) -> None:
    query = {"$search": '"form"', "$filter": "isRead eq false"}
    answer = await graph.get(f"{USER}/messages", params=query)
    assert (answer.status_code, answer.json()["error"]["code"]) == (400, "SearchWithFilter")


@pytest.mark.parametrize(("kind", "expected"), [("created", "New"), ("updated", "Old")])
async def test_delta_can_be_asked_for_one_type_of_change(
    sandbox: Sandbox, graph: httpx.AsyncClient, kind: str, expected: str
) -> None:
    old = sandbox.deliver(mail("Old"))
    first = (await graph.get(f"{INBOX}/messages/delta", params={"changeType": kind})).json()
    sandbox.deliver(mail("New", message_id="<2@school.example>"))
    await graph.patch(f"{USER}/messages/{old.id}", json={"isRead": True})
    then = (await graph.get(first["@odata.deltaLink"])).json()
    assert [message["subject"] for message in then["value"]] == [expected]


async def test_a_mail_can_be_sent_as_mime_and_loses_auto_submitted(
    sandbox: Sandbox, graph: httpx.AsyncClient
) -> None:
    raw = b"To: worker@school.example\r\nSubject: Raw\r\nAuto-Submitted: auto-replied\r\n\r\nHi\r\n"
    plain = {"Content-Type": "text/plain"}
    body = base64.b64encode(raw)
    assert (await graph.post(f"{USER}/sendMail", content=body, headers=plain)).status_code == 202
    [arrived] = sandbox.messages("worker@school.example")
    assert arrived.properties["subject"] == "Raw"
    assert "auto-submitted" not in {name.lower() for name, _ in arrived.headers}


async def test_what_is_not_base64_is_refused(graph: httpx.AsyncClient) -> None:
    plain = {"Content-Type": "text/plain"}
    answer = await graph.post(f"{USER}/messages", content=b"To: x", headers=plain)
    assert answer.json()["error"]["code"] == "ErrorMimeContentInvalidBase64String"


async def test_ids_of_one_kind_are_given_for_the_other(
    sandbox: Sandbox, graph: httpx.AsyncClient
) -> None:
    app = sandbox.tenant.login.app(sandbox.names.client_id)
    app.roles.add("User.Read.All")
    message = sandbox.deliver(mail())
    wanted = {"inputIds": [message.id], "sourceIdType": "restId"}
    body = {**wanted, "targetIdType": "restImmutableEntryId"}
    answer = await graph.post(f"{USER}/translateExchangeIds", json=body)
    assert [one["targetId"] for one in answer.json()["value"]] == [message.immutable_id]


async def test_a_category_keeps_its_name_and_changes_its_colour(graph: httpx.AsyncClient) -> None:
    path = f"{USER}/outlook/masterCategories"
    made = (await graph.post(path, json={"displayName": "CoC", "color": "preset1"})).json()
    one = f"{path}/{made['id']}"
    assert (await graph.patch(one, json={"color": "preset2"})).json()["color"] == "preset2"
    assert (await graph.patch(one, json={"displayName": "x"})).status_code == 400
    assert (await graph.delete(one)).status_code == 204
    assert (await graph.get(one)).status_code == 404
