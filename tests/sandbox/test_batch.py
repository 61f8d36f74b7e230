"""$batch: every part answered for itself, in the order that dependencies ask for."""

from typing import Any

import httpx
import pytest

from bot.sandbox import Fault, Sandbox
from tests.sandbox.graph_client import USER, mail

JSON = {"Content-Type": "application/json"}


def part(name: str, method: str = "GET", url: str = f"{USER}/messages", **more: Any) -> Any:
    return {"id": name, "method": method, "url": url, **more}


async def run(graph: httpx.AsyncClient, *parts: Any) -> dict[str, Any]:
    answer = await graph.post("/$batch", json={"requests": list(parts)})
    assert answer.status_code == 200, answer.text
    return {one["id"]: one for one in answer.json()["responses"]}


async def test_every_part_has_its_own_answer(sandbox: Sandbox, graph: httpx.AsyncClient) -> None:
    sandbox.deliver(mail("In a batch"))
    draft = part("b", "POST", headers=JSON, body={"subject": "Drafted"})
    answers = await run(graph, part("a"), draft, part("c", url="/me"))
    assert [answers[name]["status"] for name in "abc"] == [200, 201, 501]
    assert answers["b"]["body"]["subject"] == "Drafted"


async def test_a_query_and_an_encoded_path_are_understood(
    sandbox: Sandbox, graph: httpx.AsyncClient
) -> None:
    sandbox.deliver(mail())
    url = "/users/cscp%40croydon.gov.uk/messages?$select=subject&$top=1"
    answers = await run(graph, part("a", url=url))
    assert answers["a"]["body"]["value"][0]["subject"] == "A form"


async def test_what_depends_on_a_failure_is_not_tried(
    sandbox: Sandbox, graph: httpx.AsyncClient
) -> None:
    sandbox.plan_fault(Fault("GET", status=503))
    draft = part("b", "POST", headers=JSON, body={"subject": "x"}, dependsOn=["a"])
    answers = await run(graph, part("a"), draft)
    assert (answers["a"]["status"], answers["b"]["status"]) == (503, 424)
    assert sandbox.messages(folder="drafts") == []


async def test_a_throttled_part_has_its_own_retry_after(
    sandbox: Sandbox, graph: httpx.AsyncClient
) -> None:
    sandbox.plan_fault(Fault("GET", status=429, retry_after="7"))
    answers = await run(graph, part("a"))
    assert (answers["a"]["status"], answers["a"]["headers"]["Retry-After"]) == (429, "7")


async def test_content_that_is_not_json_comes_as_base64(
    sandbox: Sandbox, graph: httpx.AsyncClient
) -> None:
    message = sandbox.deliver(b"Subject: x\r\n\r\n")
    answers = await run(graph, part("a", url=f"{USER}/messages/{message.id}/$value"))
    assert answers["a"]["body"] == "U3ViamVjdDogeA0KDQo="


@pytest.mark.parametrize(
    "parts",
    [
        [part("a"), part("a")],
        [part(str(number)) for number in range(21)],
        [part("a", url="https://graph.microsoft.com/v1.0/me")],
        [part("a", dependsOn=["z"])],
        [part("a", dependsOn=["b"]), part("b", dependsOn=["a"])],
        [part("a", "POST", body={"subject": "x"})],
        [{"method": "GET", "url": "/me"}],
    ],
)
async def test_a_batch_that_makes_no_sense_is_refused(
    graph: httpx.AsyncClient, parts: list[Any]
) -> None:
    assert (await graph.post("/$batch", json={"requests": parts})).status_code == 400


async def test_a_batch_needs_a_token(sandbox: Sandbox) -> None:
    transport = httpx.ASGITransport(sandbox.app)
    async with httpx.AsyncClient(transport=transport, base_url="http://sandbox/v1.0") as client:
        answer = await client.post("/$batch", json={"requests": []})
    assert answer.status_code == 401
