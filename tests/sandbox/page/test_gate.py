"""What every answer of the page has, and which posts are refused."""

import httpx
import pytest

from bot.sandbox import Sandbox

PLACES = (
    *("/", "/send", "/mail", "/registers", "/library", "/calendar", "/notices", "/requests"),
    "/clock",
)


@pytest.mark.parametrize("place", PLACES)
async def test_every_place_opens_in_an_empty_sandbox(
    visitor: httpx.AsyncClient, place: str
) -> None:
    answer = await visitor.get(place)
    assert answer.status_code == 200
    assert "<h1>" in answer.text


@pytest.mark.parametrize("place", ["/", "/mail/nobody@x.example", "/static/style.css"])
async def test_every_answer_forbids_what_it_does_not_need(
    visitor: httpx.AsyncClient, place: str
) -> None:
    headers = (await visitor.get(place)).headers
    assert headers["content-security-policy"].startswith("default-src 'none'")
    assert "unsafe" not in headers["content-security-policy"]
    assert headers["x-content-type-options"] == "nosniff"


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
        {"Sec-Fetch-Site": "cross-site", "Origin": "http://sandbox"},
        {"Sec-Fetch-Site": "same-site"},
    ],
)
async def test_a_post_from_another_site_is_refused(
    sandbox: Sandbox, visitor: httpx.AsyncClient, headers: dict[str, str]
) -> None:
    answer = await visitor.post(
        "/send", data={"text": "Hi", "sender": "a@b.example"}, headers=headers
    )
    assert answer.status_code == 403
    assert sandbox.messages() == []


async def test_a_post_of_the_page_itself_is_taken(
    sandbox: Sandbox, visitor: httpx.AsyncClient
) -> None:
    headers = {"Origin": "http://sandbox", "Sec-Fetch-Site": "same-origin"}
    await visitor.post("/send", data={"text": "Hi", "sender": "a@b.example"}, headers=headers)
    assert len(sandbox.messages()) == 1


async def test_only_the_pages_own_files_are_served(visitor: httpx.AsyncClient) -> None:
    for path in ("..%2frouter.py", "..%2froutes.py", ".", "nothing.css"):
        assert (await visitor.get(f"/static/{path}")).status_code == 404


async def test_a_message_is_shown_once(visitor: httpx.AsyncClient) -> None:
    shown = await visitor.post("/send", data={"text": "Hi", "sender": "a@b.example"})
    assert "Sent: the mail is in the shared mailbox." in shown.text
    assert "Sent: the mail" not in (await visitor.get("/send")).text


async def test_graph_and_the_control_plane_stay_as_they_were(visitor: httpx.AsyncClient) -> None:
    assert (await visitor.get("/v1.0/users/x/messages")).status_code == 401
    assert (await visitor.get("/_sandbox/clock")).json() == {"now": "2026-09-07T08:00:00Z"}
