"""A tenant for every test, spoken to over plain httpx; all traffic is held to the schema."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime

import httpx
import pytest

from bot.sandbox import ManualClock, Sandbox
from tests.sandbox.conformance import conformance
from tests.sandbox.graph_client import graph_client

START = datetime(2026, 9, 7, 8, 0, tzinfo=UTC)


@pytest.fixture
def clock() -> ManualClock:
    return ManualClock(START)


@pytest.fixture
def sandbox(clock: ManualClock) -> Sandbox:
    made = Sandbox(clock=clock)
    check = conformance()
    if check is not None:
        made.observe(check)
    return made


@pytest.fixture
async def graph(sandbox: Sandbox) -> AsyncIterator[httpx.AsyncClient]:
    async with graph_client(sandbox) as client:
        yield client


@pytest.fixture
async def control(sandbox: Sandbox) -> AsyncIterator[httpx.AsyncClient]:
    transport = httpx.ASGITransport(sandbox.app)
    async with httpx.AsyncClient(transport=transport, base_url="http://sandbox/_sandbox") as client:
        yield client


@pytest.fixture
async def site(graph: httpx.AsyncClient) -> str:
    """The path of the tenant's site, by its id."""
    answer = await graph.get("/sites/croydon.sharepoint.com:/sites/CSCP")
    return f"/sites/{answer.json()['id']}"
