"""Message delta, and the ways in which it bites."""

from typing import Any

import httpx

from bot.sandbox import Sandbox
from bot.sandbox.mail.model import Message
from tests.sandbox.graph_client import INBOX, USER, mail

DELTA = f"{INBOX}/messages/delta"
IMMUTABLE = {"Prefer": 'IdType="ImmutableId"'}
Lines = list[dict[str, Any]]


async def whole_round(
    graph: httpx.AsyncClient, link: str, headers: dict[str, str] | None = None
) -> tuple[Lines, str]:
    """All lines of a round, and the link to the next."""
    lines: Lines = []
    while True:
        page = (await graph.get(link, headers=headers)).json()
        assert ("@odata.nextLink" in page) != ("@odata.deltaLink" in page)
        lines += page["value"]
        if "@odata.deltaLink" in page:
            return lines, page["@odata.deltaLink"]
        link = page["@odata.nextLink"]


async def move(graph: httpx.AsyncClient, message: Message, folder: str) -> None:
    path = f"{USER}/messages/{message.immutable_id}/move"
    assert (await graph.post(path, json={"destinationId": folder})).status_code == 201


async def test_the_first_round_gives_all_and_the_second_what_changed(
    sandbox: Sandbox, graph: httpx.AsyncClient
) -> None:
    sandbox.deliver(mail("Old"))
    first, link = await whole_round(graph, f"{DELTA}?$select=subject")
    sandbox.deliver(mail("New"))
    second, link = await whole_round(graph, link)
    assert [line["subject"] for line in first] == ["Old"]
    assert [line["subject"] for line in second] == ["New"]
    assert (await whole_round(graph, link))[0] == []


async def test_the_selection_of_the_first_request_holds_for_all_rounds(
    sandbox: Sandbox, graph: httpx.AsyncClient
) -> None:
    _, link = await whole_round(graph, f"{DELTA}?$select=subject")
    sandbox.deliver(mail())
    (line,), _ = await whole_round(graph, link)
    assert line.keys() == {"@odata.etag", "id", "subject"}


async def test_the_page_size_is_not_inherited_by_the_links(
    sandbox: Sandbox, graph: httpx.AsyncClient
) -> None:
    for number in range(13):
        sandbox.deliver(mail(f"Form {number}"))
    first = (await graph.get(DELTA, headers={"Prefer": "odata.maxpagesize=2"})).json()
    second = (await graph.get(first["@odata.nextLink"])).json()
    assert (len(first["value"]), len(second["value"])) == (2, 10)


async def test_the_kind_of_id_is_not_inherited_by_the_links(
    sandbox: Sandbox, graph: httpx.AsyncClient
) -> None:
    _, link = await whole_round(graph, DELTA, IMMUTABLE)
    message = sandbox.deliver(mail())
    with_header, _ = await whole_round(graph, link, IMMUTABLE)
    without, _ = await whole_round(graph, link)
    assert with_header[0]["id"] == message.immutable_id
    assert without[0]["id"] == message.id


async def test_a_message_moved_away_is_reported_as_removed(
    sandbox: Sandbox, graph: httpx.AsyncClient
) -> None:
    message = sandbox.deliver(mail())
    old = message.id
    _, link = await whole_round(graph, DELTA)
    await move(graph, message, "archive")
    lines, _ = await whole_round(graph, link)
    assert lines == [{"@removed": {"reason": "deleted"}, "id": old}]


async def test_a_mark_brings_the_message_again(sandbox: Sandbox, graph: httpx.AsyncClient) -> None:
    message = sandbox.deliver(mail())
    _, link = await whole_round(graph, DELTA)
    await graph.patch(f"{USER}/messages/{message.id}", json={"isRead": True})
    lines, _ = await whole_round(graph, link)
    assert [(line["id"], line["isRead"]) for line in lines] == [(message.id, True)]


async def test_a_boomerang_is_lost_with_immutable_ids_when_switched_on(
    sandbox: Sandbox, graph: httpx.AsyncClient
) -> None:
    message = sandbox.deliver(mail())
    sandbox.tenant.mail.deltas.switches.boomerang_loss = True
    _, link = await whole_round(graph, DELTA, IMMUTABLE)
    await move(graph, message, "archive")
    await move(graph, message, "inbox")
    lost, link = await whole_round(graph, link, IMMUTABLE)
    assert lost == [{"@removed": {"reason": "deleted"}, "id": message.immutable_id}]
    assert (await whole_round(graph, link, IMMUTABLE))[0] == []


async def test_a_boomerang_comes_back_as_a_new_item_with_mutable_ids(
    sandbox: Sandbox, graph: httpx.AsyncClient
) -> None:
    message = sandbox.deliver(mail())
    old = message.id
    _, link = await whole_round(graph, DELTA)
    await move(graph, message, "archive")
    await move(graph, message, "inbox")
    lines, _ = await whole_round(graph, link)
    assert {(line["id"], "@removed" in line) for line in lines} == {
        (old, True),
        (message.id, False),
    }


async def test_the_first_page_can_be_empty_and_go_on(
    sandbox: Sandbox, graph: httpx.AsyncClient
) -> None:
    sandbox.deliver(mail())
    sandbox.tenant.mail.deltas.switches.empty_first_page = True
    page = (await graph.get(DELTA)).json()
    assert page["value"] == []
    assert len((await whole_round(graph, page["@odata.nextLink"]))[0]) == 1


async def test_items_can_come_twice(sandbox: Sandbox, graph: httpx.AsyncClient) -> None:
    message = sandbox.deliver(mail())
    sandbox.tenant.mail.deltas.switches.repeats = True
    lines, _ = await whole_round(graph, DELTA)
    assert [line["id"] for line in lines] == [message.id, message.id]


async def test_forgotten_tokens_answer_410(sandbox: Sandbox, graph: httpx.AsyncClient) -> None:
    _, link = await whole_round(graph, DELTA)
    sandbox.tenant.mail.deltas.forget_tokens()
    answer = await graph.get(link)
    assert (answer.status_code, answer.json()["error"]["code"]) == (410, "SyncStateNotFound")


async def test_tokens_can_die_after_some_rounds(sandbox: Sandbox, graph: httpx.AsyncClient) -> None:
    sandbox.tenant.mail.deltas.switches.last_round = 2
    _, link = await whole_round(graph, DELTA)
    _, link = await whole_round(graph, link)
    assert (await graph.get(link)).status_code == 410


async def test_a_link_asked_twice_answers_the_same(
    sandbox: Sandbox, graph: httpx.AsyncClient
) -> None:
    _, link = await whole_round(graph, DELTA)
    sandbox.deliver(mail())
    first, _ = await whole_round(graph, link)
    assert (await whole_round(graph, link))[0] == first


async def test_delta_takes_only_a_start_as_filter(graph: httpx.AsyncClient) -> None:
    good = await graph.get(DELTA, params={"$filter": "receivedDateTime ge 2026-01-01T00:00:00Z"})
    bad = await graph.get(DELTA, params={"$filter": "isRead eq false"})
    assert (good.status_code, bad.status_code) == (200, 400)


async def test_a_read_page_tells_about_headers_and_bodies_too(
    sandbox: Sandbox, graph: httpx.AsyncClient
) -> None:
    sandbox.deliver(mail())
    (line,), _ = await whole_round(graph, f"{DELTA}?$select=internetMessageHeaders,hasAttachments")
    assert {"name": "To", "value": "CSCP@croydon.gov.uk"} in line["internetMessageHeaders"]
    assert line["hasAttachments"] is False
