"""Large attachments in fragments, by Outlook's rules."""

from typing import Any

import httpx
import pytest

from bot.sandbox import Sandbox
from bot.sandbox.mail import uploads
from tests.sandbox.graph_client import USER

SIZE = 5


@pytest.fixture
def bare(sandbox: Sandbox) -> httpx.AsyncClient:
    return httpx.AsyncClient(transport=httpx.ASGITransport(sandbox.app))


async def opened(graph: httpx.AsyncClient, **change: Any) -> httpx.Response:
    draft = (await graph.post(f"{USER}/messages", json={"subject": "Big"})).json()["id"]
    item = {"attachmentType": "file", "name": "big.pdf", "size": SIZE, **change}
    path = f"{USER}/messages/{draft}/attachments/createUploadSession"
    return await graph.post(path, json={"AttachmentItem": item})


def part(first: int, last: int, total: int = SIZE) -> dict[str, str]:
    return {"Content-Range": f"bytes {first}-{last}/{total}"}


async def test_fragments_become_an_attachment(
    sandbox: Sandbox, graph: httpx.AsyncClient, bare: httpx.AsyncClient
) -> None:
    session = await opened(graph)
    url = session.json()["uploadUrl"]
    first = await bare.put(url, content=b"abc", headers=part(0, 2))
    last = await bare.put(url, content=b"de", headers=part(3, 4))
    (draft,) = sandbox.messages(folder="drafts")
    assert (session.status_code, session.json()["nextExpectedRanges"]) == (201, ["0-"])
    assert (first.status_code, first.json()["NextExpectedRanges"]) == (200, ["3"])
    assert (last.status_code, last.content) == (201, b"")
    assert draft.attachments[0].id_within(draft.id) in last.headers["Location"]
    assert draft.attachments[0].content == b"abcde"
    assert (await graph.get(last.headers["Location"])).json()["name"] == "big.pdf"


async def test_a_fragment_twice_is_refused(
    graph: httpx.AsyncClient, bare: httpx.AsyncClient
) -> None:
    url = (await opened(graph)).json()["uploadUrl"]
    await bare.put(url, content=b"abc", headers=part(0, 2))
    again = await bare.put(url, content=b"abc", headers=part(0, 2))
    assert again.status_code == 416
    assert (await bare.get(url)).json()["NextExpectedRanges"] == ["3"]


async def test_a_message_past_the_send_limit_is_refused_at_the_end(
    graph: httpx.AsyncClient, bare: httpx.AsyncClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(uploads, "LARGEST_MESSAGE", 4)
    url = (await opened(graph)).json()["uploadUrl"]
    answer = await bare.put(url, content=b"abcde", headers=part(0, 4))
    assert answer.json()["error"]["code"] == "ErrorMessageSizeExceeded"


@pytest.mark.parametrize(
    ("change", "status"),
    [
        ({"attachmentType": "item"}, 400),
        ({"size": None}, 400),
        ({"filename": "x"}, 400),
        ({"size": 200_000_000}, 413),
    ],
)
async def test_a_wrong_description_is_refused(
    graph: httpx.AsyncClient, change: dict[str, Any], status: int
) -> None:
    assert (await opened(graph, **change)).status_code == status


async def test_a_token_sent_along_is_a_violation(
    sandbox: Sandbox, graph: httpx.AsyncClient
) -> None:
    url = (await opened(graph)).json()["uploadUrl"]
    answer = await graph.put(url, content=b"abcde", headers=part(0, 4))
    assert answer.status_code == 401
    assert sandbox.violations[0].kind == "token sent to an upload URL"


async def test_a_cancelled_session_is_gone(
    graph: httpx.AsyncClient, bare: httpx.AsyncClient
) -> None:
    url = (await opened(graph)).json()["uploadUrl"]
    assert (await bare.delete(url)).status_code == 204
    assert (await bare.get(url)).status_code == 404
