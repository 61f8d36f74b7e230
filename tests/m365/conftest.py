"""A clock that tests move, the connection over whatever transport a test gives, and no waiting."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from datetime import UTC, datetime, timedelta
from typing import Any, TypeAlias

import httpx
import pytest

from bot.m365 import Microsoft365, Place, SandboxCredential, Timer, connect
from bot.sandbox import Fault, ManualClock, Names, Sandbox

BASE_URL = "https://graph.example/v1.0"
NAMES = Names(
    domain="partnership.example",
    mailbox="cscp@partnership.example",
    site_host="sharepoint.example",
    site_path="/sites/cscp",
)
Answer: TypeAlias = Callable[[httpx.Request], httpx.Response]
Opened: TypeAlias = Callable[[str], AbstractAsyncContextManager[Microsoft365]]
Scripted: TypeAlias = Callable[[Answer], AbstractAsyncContextManager[Microsoft365]]


@pytest.fixture
def clock() -> ManualClock:
    return ManualClock(datetime(2026, 3, 2, 9, 0, tzinfo=UTC))


@pytest.fixture
def timer(clock: ManualClock) -> Timer:
    """Sleeping moves the clock at once, if only by what it can tell; others get their turn."""

    async def sleep(seconds: float) -> None:
        wake = clock.now() + max(timedelta(seconds=seconds), timedelta.resolution)
        await asyncio.sleep(0)
        clock.set(max(wake, clock.now()))

    return Timer(monotonic=lambda: clock.now().timestamp(), sleep=sleep)


@pytest.fixture
def scripted(timer: Timer) -> Scripted:
    """Connect to a Graph whose answers one function gives; tokens are `token-1`, `token-2` …"""

    @asynccontextmanager
    async def connected(answer: Answer) -> AsyncIterator[Microsoft365]:
        place = Place(
            BASE_URL, "cscp@partnership.example", "sp.example", "/sites/cscp", "Documents"
        )
        async with connect(
            place,
            credential=_credential(timer),
            timer=timer,
            transport=httpx.MockTransport(answer),
        ) as microsoft365:
            yield microsoft365

    return connected


def _credential(timer: Timer) -> SandboxCredential:
    given = iter(range(1, 1000))

    def grant(_request: httpx.Request) -> httpx.Response:
        answer = {"access_token": f"token-{next(given)}", "expires_in": 3599}
        return httpx.Response(200, json=answer)

    return SandboxCredential(
        token_url="https://login.example/token",
        client_id="bot",
        secret="open",
        monotonic=timer.monotonic,
        transport=httpx.MockTransport(grant),
    )


@pytest.fixture
def sandbox(clock: ManualClock) -> Sandbox:
    return Sandbox(clock=clock, names=NAMES)


@pytest.fixture
def transport(sandbox: Sandbox) -> httpx.AsyncBaseTransport:
    """The way to the sandbox, in-process."""
    return httpx.ASGITransport(sandbox.app)


def credential_for(transport: httpx.AsyncBaseTransport, timer: Timer) -> SandboxCredential:
    return SandboxCredential(
        token_url=f"http://sandbox.example/{NAMES.tenant_id}/oauth2/v2.0/token",
        client_id=NAMES.client_id,
        secret=NAMES.secret,
        monotonic=timer.monotonic,
        transport=transport,
    )


@pytest.fixture
def opened(transport: httpx.AsyncBaseTransport, timer: Timer) -> Opened:
    """Connect to the sandbox as the service does, for the mailbox of that address."""

    @asynccontextmanager
    async def connected(mailbox: str) -> AsyncIterator[Microsoft365]:
        credential = credential_for(transport, timer)
        place = Place(
            "http://sandbox.example/v1.0", mailbox, NAMES.site_host, NAMES.site_path, "Documents"
        )
        async with connect(
            place, credential=credential, timer=timer, transport=transport
        ) as microsoft365:
            yield microsoft365

    return connected


@pytest.fixture
async def m365(opened: Opened) -> AsyncIterator[Microsoft365]:
    async with opened(NAMES.mailbox) as microsoft365:
        yield microsoft365


@pytest.fixture
def plan(sandbox: Sandbox) -> Callable[..., None]:
    """Plan one fault: `plan(method, path, status=504, when="after")`."""

    def plan_one(method: str, path: str, **what: Any) -> None:
        sandbox.plan_fault(Fault(method=method, path=path, **what))

    return plan_one


@pytest.fixture
def deliver(sandbox: Sandbox) -> Callable[[bytes], None]:
    """Let a mail arrive in the mailbox."""

    def deliver_one(raw: bytes) -> None:
        sandbox.deliver(raw)

    return deliver_one
