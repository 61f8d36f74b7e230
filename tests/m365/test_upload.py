"""Large documents over a line that breaks between fragments."""

import os
from itertools import pairwise

import httpx
import pytest

from bot.m365 import Ambiguous, Microsoft365, Transient
from bot.sandbox import Sandbox
from tests.m365.conftest import Scripted

FRAGMENT = 16 * 320 * 1024
DOCUMENT = os.urandom(2 * FRAGMENT + 12345)
PATH = "COC-2026-001/scan.pdf"


class BreakingLine(httpx.AsyncBaseTransport):
    """Hands on every request, but does to the nth fragment what `broken` says."""

    def __init__(self, sandbox: Sandbox) -> None:
        self.line = httpx.ASGITransport(sandbox.app)
        self.sandbox = sandbox
        self.fragments: list[str] = []
        self.broken: dict[int, str] = {}

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        if request.method != "PUT" or "/_upload/" not in request.url.path:
            return await self.line.handle_async_request(request)
        self.fragments.append(request.headers["content-range"].split()[1].split("/")[0])
        trouble = self.broken.get(len(self.fragments), "")
        if trouble == "session lost":
            self.sandbox.tenant.drives.uploads.close(request.url.path.rpartition("/")[2])
        if "before" not in trouble:
            response = await self.line.handle_async_request(request)
        if trouble == "arrived twice":
            response = await self.line.handle_async_request(request)
        if "reset" in trouble:
            raise httpx.ReadError("a planned reset")
        if "504" in trouble or "429" in trouble:
            return httpx.Response(int(trouble[:3]), headers={"Retry-After": "2"}, request=request)
        return response


@pytest.fixture
def transport(sandbox: Sandbox) -> BreakingLine:
    return BreakingLine(sandbox)


async def test_fragments_are_sent_in_order_and_once(
    m365: Microsoft365, transport: BreakingLine
) -> None:
    await m365.library.file(PATH, DOCUMENT)
    ends = (0, FRAGMENT, 2 * FRAGMENT, len(DOCUMENT))
    expected = [f"{start}-{end - 1}" for start, end in pairwise(ends)]
    assert transport.fragments == expected
    assert transport.sandbox.violations == []


@pytest.mark.parametrize("fragment", [1, 2, 3])
@pytest.mark.parametrize(
    "trouble",
    [
        "504 before",
        "504 after",
        "reset before",
        "reset after",
        "429 before",
        "session lost",
        "arrived twice",
    ],
)
async def test_a_broken_upload_goes_on_where_the_server_stands(
    m365: Microsoft365, transport: BreakingLine, fragment: int, trouble: str
) -> None:
    transport.broken[fragment] = trouble
    filed = await m365.library.file(PATH, DOCUMENT)
    assert await m365.library.find(PATH) == filed
    assert await m365.library.read(PATH) == DOCUMENT


async def test_an_upload_whose_last_answer_was_lost_is_found_and_not_begun_again(
    m365: Microsoft365, transport: BreakingLine
) -> None:
    transport.broken[3] = "504 after"
    await m365.library.file(PATH, DOCUMENT)
    assert len(transport.fragments) == 3


async def test_an_upload_over_a_line_that_always_breaks_is_given_up(
    m365: Microsoft365, transport: BreakingLine
) -> None:
    transport.broken = dict.fromkeys(range(1, 100), "504 before")
    with pytest.raises(Ambiguous, match="Unable to upload a document"):
        await m365.library.file(PATH, DOCUMENT)


async def test_a_path_taken_by_another_upload_is_noticed_at_the_last_fragment(
    m365: Microsoft365, transport: BreakingLine
) -> None:
    first = await m365.library.file(PATH, DOCUMENT)
    assert await m365.library.file(PATH, DOCUMENT) == first
    assert len(transport.fragments) == 6


async def test_an_upload_that_gets_nowhere_ends(scripted: Scripted) -> None:
    asked: list[str] = []

    def answer(request: httpx.Request) -> httpx.Response:
        asked.append(request.method)
        if request.url.path.endswith("createUploadSession"):
            return httpx.Response(200, json={"uploadUrl": "https://sp.example/_upload/1"})
        if request.method == "PUT":
            return httpx.Response(202, json={"nextExpectedRanges": ["0-"]})
        return httpx.Response(200, json={"id": "1", "webUrl": "https://sp.example/1"})

    async with scripted(answer) as m365:
        with pytest.raises(Transient, match="noProgress"):
            await m365.library.file(PATH, DOCUMENT)
    assert asked.count("PUT") == 9
