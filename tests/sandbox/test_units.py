"""SharePoint's resource units, and the other budgets of a window."""

from datetime import timedelta

import httpx

from bot.sandbox import ManualClock, Sandbox
from tests.sandbox.graph_client import USER


async def test_the_remaining_budget_is_told_from_four_fifths_on(
    sandbox: Sandbox, graph: httpx.AsyncClient, site: str
) -> None:
    sandbox.tenant.limits.allowance.resource_units_per_minute = 11
    headers = [(await graph.get(f"{site}/lists")).headers for _ in range(4)]
    assert "RateLimit-Limit" not in headers[2]
    assert headers[3]["RateLimit-Limit"] == "11"
    assert headers[3]["RateLimit-Remaining"] == "2"
    assert headers[3]["RateLimit-Reset"] == "60"


async def test_past_the_budget_requests_are_throttled_until_the_minute_is_over(
    sandbox: Sandbox, graph: httpx.AsyncClient, clock: ManualClock, site: str
) -> None:
    sandbox.tenant.limits.allowance.resource_units_per_minute = 3
    assert (await graph.get(f"{site}/lists")).status_code == 200
    assert (await graph.get(f"{site}/lists")).status_code == 429
    assert [v.kind for v in sandbox.violations] == ["too many resource units"]
    clock.advance(timedelta(minutes=1))
    assert (await graph.get(f"{site}/lists")).status_code == 200


async def test_one_thing_read_costs_half_of_a_list(
    sandbox: Sandbox, graph: httpx.AsyncClient, site: str
) -> None:
    sandbox.tenant.limits.allowance.resource_units_per_minute = 5
    statuses = [(await graph.get(site)).status_code for _ in range(5)]
    assert statuses == [200, 200, 200, 200, 429]


async def test_a_mailbox_takes_ten_thousand_requests_in_ten_minutes(
    sandbox: Sandbox, graph: httpx.AsyncClient
) -> None:
    sandbox.tenant.limits.allowance.requests_per_ten_minutes = 2
    statuses = [(await graph.get(f"{USER}/messages")).status_code for _ in range(3)]
    assert statuses == [200, 200, 429]


async def test_a_mailbox_takes_so_many_bytes_in_five_minutes(
    sandbox: Sandbox, graph: httpx.AsyncClient, clock: ManualClock
) -> None:
    sandbox.tenant.limits.allowance.uploaded_bytes_per_five_minutes = 60
    content = {"subject": "x" * 30}
    statuses = [(await graph.post(f"{USER}/messages", json=content)).status_code for _ in range(2)]
    assert statuses == [201, 429]
    clock.advance(timedelta(minutes=5))
    assert (await graph.post(f"{USER}/messages", json=content)).status_code == 201


async def test_a_request_of_more_than_four_megabytes_is_refused(graph: httpx.AsyncClient) -> None:
    content = {"subject": "x" * 4_300_000}
    assert (await graph.post(f"{USER}/messages", json=content)).status_code == 413
