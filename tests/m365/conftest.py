"""A clock that tests move, the connection over whatever transport a test gives, and no waiting."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from datetime import UTC, datetime, timedelta
from typing import TypeAlias

import httpx
import pytest

from bot.m365 import Microsoft365, Place, SandboxCredential, Timer, connect
from bot.sandbox.core.clock import ManualClock

BASE_URL = "https://graph.example/v1.0"
Answer: TypeAlias = Callable[[httpx.Request], httpx.Response]
Scripted: TypeAlias = Callable[[Answer], AbstractAsyncContextManager[Microsoft365]]


@pytest.fixture
def clock() -> ManualClock:
    return ManualClock(datetime(2026, 3, 2, 9, 0, tzinfo=UTC))


@pytest.fixture
def timer(clock: ManualClock) -> Timer:
    """Sleeping moves the clock at once; others get their turn in between."""

    async def sleep(seconds: float) -> None:
        wake = clock.now() + timedelta(seconds=seconds)
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
