"""What the whole connection does with answers that no well-behaved sandbox gives."""

import base64
import logging
from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from typing import Any, TypeAlias

import httpx
import pytest

from bot.m365 import (
    Microsoft365,
    Timer,
    Transient,
    UnableToFollowLink,
    UnableToSignIn,
    quieten_libraries,
)

Answer: TypeAlias = Callable[[httpx.Request], httpx.Response]
Scripted: TypeAlias = Callable[[Answer], AbstractAsyncContextManager[Microsoft365]]
FOLDER = {"id": "inbox-id", "displayName": "Inbox"}


def recorded(seen: list[httpx.Request], *answers: httpx.Response) -> Answer:
    waiting = iter(answers)

    def answer(request: httpx.Request) -> httpx.Response:
        seen.append(request)
        return next(waiting)

    return answer


async def test_connecting_asks_nothing(scripted: Scripted) -> None:
    seen: list[httpx.Request] = []
    async with scripted(recorded(seen)):
        assert seen == []


async def test_every_mail_request_prefers_ids_that_survive_a_move(scripted: Scripted) -> None:
    seen: list[httpx.Request] = []
    async with scripted(recorded(seen, httpx.Response(200, json=FOLDER))) as m365:
        await m365.mailbox.known_folder("inbox")
    assert seen[0].headers["prefer"] == 'IdType="ImmutableId"'
    assert seen[0].url.path == "/v1.0/users/cscp@partnership.example/mailFolders/inbox"


async def test_the_application_names_itself_for_sharepoint(scripted: Scripted) -> None:
    seen: list[httpx.Request] = []
    async with scripted(recorded(seen, httpx.Response(200, json={"id": "site"}))) as m365:
        await m365.site.resolve()
    assert seen[0].headers["user-agent"].startswith("NONISV|")


async def test_a_claims_challenge_is_answered_once_with_a_new_token(scripted: Scripted) -> None:
    claims = base64.b64encode(b'{"access_token":{}}').decode()
    challenge = {"WWW-Authenticate": f'Bearer realm="", claims="{claims}"'}
    seen: list[httpx.Request] = []
    answers = (httpx.Response(401, headers=challenge), httpx.Response(200, json=FOLDER))
    async with scripted(recorded(seen, *answers)) as m365:
        await m365.mailbox.known_folder("inbox")
    assert [request.headers["authorization"] for request in seen] == [
        "Bearer token-1",
        "Bearer token-2",
    ]


async def test_a_challenge_that_stays_is_a_refused_sign_in(scripted: Scripted) -> None:
    claims = base64.b64encode(b"{}").decode()
    challenge = {"WWW-Authenticate": f'Bearer claims="{claims}"'}
    seen: list[httpx.Request] = []
    answers = [httpx.Response(401, headers=challenge) for _ in range(2)]
    async with scripted(recorded(seen, *answers)) as m365:
        with pytest.raises(UnableToSignIn):
            await m365.mailbox.known_folder("inbox")


@pytest.mark.parametrize(
    "link",
    [
        "https://elsewhere.example/v1.0/delta?$deltatoken=1",
        "http://graph.example/v1.0/delta?$deltatoken=1",
        "https://graph.example:8443/v1.0/delta?$deltatoken=1",
    ],
)
async def test_a_link_to_another_server_is_not_followed(scripted: Scripted, link: str) -> None:
    seen: list[httpx.Request] = []
    page = httpx.Response(200, json={"value": [], "@odata.nextLink": link})
    async with scripted(recorded(seen, page)) as m365:
        found = await m365.mailbox.changes("inbox", None)
        with pytest.raises(UnableToFollowLink):
            await m365.mailbox.changes("inbox", found.next_link)
    assert len(seen) == 1


async def test_a_listing_does_not_lead_to_another_server(scripted: Scripted) -> None:
    page = httpx.Response(200, json={"value": [], "@odata.nextLink": "https://elsewhere.example/"})
    async with scripted(recorded([], page)) as m365:
        with pytest.raises(UnableToFollowLink):
            await m365.mailbox.find_by_key("k")


async def test_a_content_is_fetched_from_its_store_without_the_token(scripted: Scripted) -> None:
    store = "https://store.example/d?tempauth=1"
    seen: list[httpx.Request] = []
    answers = (
        httpx.Response(200, json={"id": "site"}),
        httpx.Response(200, json={"id": "b!drive", "webUrl": "https://sp.example/docs"}),
        httpx.Response(302, headers={"Location": store}),
        httpx.Response(200, content=b"\x00\xffbytes"),
    )
    async with scripted(recorded(seen, *answers)) as m365:
        assert await m365.library.read("COC-2026-001/form.docx") == b"\x00\xffbytes"
    assert str(seen[3].url) == store
    assert "authorization" not in seen[3].headers


async def test_a_content_is_not_fetched_in_clear_text(scripted: Scripted) -> None:
    answers = (
        httpx.Response(200, json={"id": "site"}),
        httpx.Response(200, json={"id": "b!drive", "webUrl": "https://sp.example/docs"}),
        httpx.Response(302, headers={"Location": "http://store.example/d"}),
    )
    async with scripted(recorded([], *answers)) as m365:
        with pytest.raises(UnableToFollowLink):
            await m365.library.read("COC-2026-001/form.docx")


async def test_a_change_that_came_without_content_is_only_touched(scripted: Scripted) -> None:
    entries = [{"id": "m1", "isRead": True}, {"id": "m2", "@removed": {"reason": "deleted"}}]
    page = httpx.Response(
        200, json={"value": entries, "@odata.deltaLink": "https://graph.example/d"}
    )
    async with scripted(recorded([], page)) as m365:
        found = await m365.mailbox.changes("inbox", None)
    assert (found.items, found.touched) == ((), ("m1",))
    assert [(gone.id, gone.reason) for gone in found.removed] == [("m2", "deleted")]


async def test_sharepoint_is_asked_more_slowly_when_its_budget_runs_out(
    scripted: Scripted, timer: Timer
) -> None:
    low = {"RateLimit-Remaining": "26", "RateLimit-Reset": "30"}
    answers = (
        httpx.Response(200, json={"id": "site"}, headers=low),
        httpx.Response(200, json={"value": []}, headers=low),
        httpx.Response(200, json={"value": []}, headers=low),
    )
    async with scripted(recorded([], *answers)) as m365:
        await m365.site.resolve()
        started = timer.monotonic()
        await m365.site.lists()
        await m365.site.lists()
    assert timer.monotonic() - started == 6


async def test_a_stores_answer_says_nothing_of_sharepoints_budget(
    scripted: Scripted, timer: Timer
) -> None:
    low = {"RateLimit-Remaining": "26", "RateLimit-Reset": "30"}
    answers = (
        httpx.Response(200, json={"id": "site"}),
        httpx.Response(200, json={"id": "b!drive", "webUrl": "https://sp.example/docs"}),
        httpx.Response(302, headers={"Location": "https://store.example/d", **low}),
        httpx.Response(200, content=b"a form"),
        httpx.Response(200, json={"value": []}),
        httpx.Response(200, json={"value": []}),
    )
    async with scripted(recorded([], *answers)) as m365:
        await m365.library.read("COC-2026-001/form.docx")
        started = timer.monotonic()
        await m365.site.lists()
        await m365.site.lists()
    assert timer.monotonic() - started == 12


async def test_the_log_tells_ids_and_times_but_no_addresses(
    scripted: Scripted, caplog: pytest.LogCaptureFixture
) -> None:
    quieten_libraries()
    answer = httpx.Response(200, json=FOLDER, headers={"request-id": "r-1"})
    with caplog.at_level(logging.DEBUG):
        async with scripted(recorded([], answer)) as m365:
            await m365.mailbox.known_folder("inbox")
    assert "find a mail folder: 200" in caplog.text
    assert "r-1" in caplog.text
    assert "example" not in caplog.text
    assert "token-1" not in caplog.text


ROUND = "https://graph.example/v1.0/users/cscp/mailFolders/inbox/messages/delta?$skiptoken=1"


@pytest.mark.parametrize(
    "page",
    [
        {"value": []},
        {"value": [], "@odata.nextLink": ROUND},
        {"error": {"code": "serviceNotAvailable", "message": "Later."}},
        {},
    ],
)
async def test_a_page_of_changes_that_leads_nowhere_or_to_itself_is_no_page(
    scripted: Scripted, page: dict[str, Any]
) -> None:
    async with scripted(lambda _request: httpx.Response(200, json=page)) as m365:
        with pytest.raises(Transient):
            await m365.mailbox.changes("inbox", ROUND)


@pytest.mark.parametrize("page", [{"value": [], "@odata.nextLink": ROUND}, {}])
async def test_a_listing_that_leads_to_itself_or_is_none_finds_nothing_for_certain(
    scripted: Scripted, page: dict[str, Any]
) -> None:
    async with scripted(lambda _request: httpx.Response(200, json=page)) as m365:
        with pytest.raises(Transient):
            await m365.mailbox.find_by_key("k")
