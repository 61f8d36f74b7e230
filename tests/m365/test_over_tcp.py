"""The same over real sockets and with the real clock: what an in-process transport cannot show."""

import asyncio
import time
from collections.abc import AsyncIterator, Callable

import pytest

from bot.m365 import (
    Body,
    Microsoft365,
    OutgoingMail,
    Patience,
    Place,
    SandboxCredential,
    Timer,
    Transient,
    connect,
)
from bot.sandbox import Address, Sandbox, serving

NOTICE = OutgoingMail("pat@agency.example", "COC-2026-001", Body("<p>Received.</p>"), key="0f" * 32)
TIMER = Timer(monotonic=time.monotonic, sleep=asyncio.sleep)
IMPATIENT = Patience(tries=3, first_wait=0.01, before_look=0.02)
Plan = Callable[..., None]


def credential(sandbox: Sandbox, login_url: str) -> SandboxCredential:
    return SandboxCredential(
        token_url=f"{login_url}/{sandbox.names.tenant_id}/oauth2/v2.0/token",
        client_id=sandbox.names.client_id,
        secret=sandbox.names.secret,
        monotonic=time.monotonic,
    )


def place(sandbox: Sandbox, graph_url: str) -> Place:
    names = sandbox.names
    return Place(graph_url, names.mailbox, names.site_host, names.site_path, "Documents")


@pytest.fixture
async def address(sandbox: Sandbox) -> AsyncIterator[Address]:
    async with serving(sandbox) as served:
        yield served


@pytest.fixture
async def m365(sandbox: Sandbox, address: Address) -> AsyncIterator[Microsoft365]:
    async with connect(
        place(sandbox, address.graph_url),
        credential=credential(sandbox, address.login_url),
        timer=TIMER,
        patience=IMPATIENT,
    ) as microsoft365:
        yield microsoft365


@pytest.mark.parametrize("when", ["before", "after"])
async def test_a_mail_is_sent_once_though_the_connection_breaks(
    sandbox: Sandbox, m365: Microsoft365, plan: Plan, when: str
) -> None:
    draft = await m365.mailbox.create_draft(NOTICE)
    plan("POST", "/send$", kind="reset", when=when)
    await m365.mailbox.send(draft.id)
    assert len(sandbox.sent) == 1


async def test_no_more_than_four_requests_are_in_flight(
    sandbox: Sandbox, m365: Microsoft365
) -> None:
    sandbox.set_latency(0.005)
    asked = (m365.mailbox.known_folder("inbox") for _ in range(25))
    assert len(await asyncio.gather(*asked)) == 25
    assert sandbox.violations == []


async def test_a_document_of_several_fragments_is_uploaded_and_read_back(
    m365: Microsoft365,
) -> None:
    content = bytes(range(256)) * 48 * 1024
    await m365.library.file("COC-2026-001/scan.pdf", content)
    assert await m365.library.read("COC-2026-001/scan.pdf") == content


async def test_a_server_that_is_not_there_is_one_clear_line(sandbox: Sandbox) -> None:
    async with serving(sandbox) as gone:
        pass
    async with connect(
        place(sandbox, gone.graph_url),
        credential=credential(sandbox, gone.login_url),
        timer=TIMER,
        patience=IMPATIENT,
    ) as m365:
        with pytest.raises(
            Transient, match="Unable to sign in: Microsoft 365 could not be reached"
        ):
            await m365.mailbox.known_folder("inbox")


async def test_a_proxy_of_the_machine_does_not_capture_the_sandbox(
    sandbox: Sandbox, address: Address, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9")
    async with connect(
        place(sandbox, address.graph_url),
        credential=credential(sandbox, address.login_url),
        timer=TIMER,
        patience=IMPATIENT,
    ) as m365:
        assert (await m365.mailbox.known_folder("inbox")).name == "Inbox"
