"""Finding rows: filters, indexes, the threshold, pages and delta."""

from typing import Any

import httpx
import pytest

from bot.sandbox import Sandbox
from bot.sandbox.sites.query import THRESHOLD

COLUMNS = [
    {"name": "Status", "text": {}, "indexed": True},
    {"name": "Received", "dateTime": {}, "indexed": True},
    {"name": "Number", "number": {}, "indexed": True},
    {"name": "Notes", "text": {}},
]
TOLERANT = {"Prefer": "HonorNonIndexedQueriesWarningMayFailRandomly"}
ROWS: list[dict[str, Any]] = [
    {"Title": "a", "Status": "New", "Received": "2026-01-01T00:00:00Z", "Number": 1},
    {"Title": "b", "Status": "new", "Received": "2026-02-01T00:00:00Z", "Number": 2},
    {"Title": "c", "Status": "It's done", "Received": "2026-03-01T00:00:00Z", "Number": 3},
    {"Title": "d"},
]


@pytest.fixture
async def items(graph: httpx.AsyncClient, site: str) -> str:
    await graph.post(f"{site}/lists", json={"displayName": "Register", "columns": COLUMNS})
    return f"{site}/lists/Register/items"


@pytest.fixture
def rows(sandbox: Sandbox, items: str) -> str:
    for row in ROWS:
        sandbox.add_row("Register", row, person="Bea Manager")
    return items


def fill(sandbox: Sandbox, number: int, **fields: Any) -> None:
    for _ in range(number):
        sandbox.add_row("Register", fields, person="Bea Manager")


@pytest.mark.parametrize(
    ("condition", "expected"),
    [
        ("fields/Status eq 'NEW'", "ab"),
        ("fields/Status eq 'It''s done'", "c"),
        ("fields/Status ne 'New'", "cd"),
        ("startswith(fields/Status,'n')", "ab"),
        ("fields/Number gt 1 and fields/Number le 3", "bc"),
        ("fields/Number eq 1 or fields/Number eq 3", "ac"),
        ("fields/Received ge '2026-02-01'", "bc"),
        ("fields/Received lt 2026-02-01T00:00:00Z", "a"),
        ("fields/Status eq 'New' and (fields/Number eq 2 or fields/Number eq 3)", "b"),
        ("fields/id gt 3", "d"),
    ],
)
async def test_a_filter_finds_what_it_says(
    graph: httpx.AsyncClient, rows: str, condition: str, expected: str
) -> None:
    query = {"$filter": condition, "$expand": "fields"}
    answer = await graph.get(rows, params=query)
    assert "".join(i["fields"]["Title"] for i in answer.json()["value"]) == expected


async def test_an_unindexed_column_needs_the_risk_taken(
    graph: httpx.AsyncClient, rows: str
) -> None:
    query = {"$filter": "fields/Title eq 'a'"}
    refused = await graph.get(rows, params=query)
    assert (refused.status_code, refused.json()["error"]["code"]) == (400, "invalidRequest")
    assert "as it is not indexed" in refused.json()["error"]["message"]
    taken = await graph.get(rows, params=query, headers=TOLERANT)
    assert len(taken.json()["value"]) == 1


@pytest.mark.parametrize("condition", ["fields/Nope eq 1", "Status eq 'x'", "fields/Status eq"])
async def test_a_filter_that_makes_no_sense_is_refused(
    graph: httpx.AsyncClient, rows: str, condition: str
) -> None:
    answer = await graph.get(rows, params={"$filter": condition}, headers=TOLERANT)
    assert answer.status_code == 400


async def test_rows_can_be_ordered(graph: httpx.AsyncClient, rows: str) -> None:
    query = {"$orderby": "fields/Number desc", "$expand": "fields"}
    answer = await graph.get(rows, params=query)
    assert "".join(i["fields"]["Title"] for i in answer.json()["value"]) == "cbad"


@pytest.mark.parametrize("query", ["", "&$orderby=fields/Number desc"])
async def test_pages_follow_one_another(
    sandbox: Sandbox, graph: httpx.AsyncClient, rows: str, query: str
) -> None:
    fill(sandbox, 3, Title="more")
    link, ids = f"{rows}?$top=3{query}", []
    while link:
        page = (await graph.get(link)).json()
        ids += [item["id"] for item in page["value"]]
        link = page.get("@odata.nextLink")
    assert sorted(ids) == [str(n) for n in range(1, 8)]
    assert sandbox.violations == []


async def test_a_page_has_two_hundred_rows_unless_asked(
    sandbox: Sandbox, graph: httpx.AsyncClient, items: str
) -> None:
    fill(sandbox, 201)
    assert len((await graph.get(items)).json()["value"]) == 200


async def test_past_the_threshold_a_wide_filter_fails_and_a_narrow_one_works(
    sandbox: Sandbox, graph: httpx.AsyncClient, items: str
) -> None:
    fill(sandbox, THRESHOLD + 1, Status="Old")
    fill(sandbox, 1, Status="New")
    wide = await graph.get(items, params={"$filter": "fields/Status eq 'Old'"})
    narrow = await graph.get(items, params={"$filter": "fields/Status eq 'New'"})
    risky = await graph.get(items, params={"$filter": "fields/Title eq 'x'"}, headers=TOLERANT)
    assert wide.status_code == risky.status_code == 429
    assert "list view threshold" in wide.json()["error"]["message"]
    assert len(narrow.json()["value"]) == 1


async def test_delta_gives_all_then_changes_then_deletions(
    sandbox: Sandbox, graph: httpx.AsyncClient, rows: str
) -> None:
    first = (await graph.get(f"{rows}/delta?$expand=fields")).json()
    assert [item["fields"]["Title"] for item in first["value"]] == ["a", "b", "c", "d"]
    sandbox.edit_row("Register", 2, {"Title": "B"}, person="Bea Manager")
    await graph.delete(f"{rows}/1")
    second = (await graph.get(first["@odata.deltaLink"])).json()
    assert [item["id"] for item in second["value"]] == ["2", "1"]
    assert second["value"][0]["fields"]["Title"] == "B"
    assert second["value"][1]["deleted"] == {"state": "deleted"}
    third = (await graph.get(second["@odata.deltaLink"])).json()
    assert third["value"] == []


async def test_delta_can_start_from_now(
    sandbox: Sandbox, graph: httpx.AsyncClient, rows: str
) -> None:
    now = (await graph.get(f"{rows}/delta?token=latest")).json()
    fill(sandbox, 1, Title="later")
    later = (await graph.get(now["@odata.deltaLink"])).json()
    assert now["value"] == []
    assert [item["id"] for item in later["value"]] == ["5"]


async def test_delta_comes_in_pages(graph: httpx.AsyncClient, rows: str) -> None:
    page = (await graph.get(f"{rows}/delta?$top=3")).json()
    rest = (await graph.get(page["@odata.nextLink"])).json()
    assert (len(page["value"]), len(rest["value"])) == (3, 1)
    assert "@odata.deltaLink" in rest


async def test_a_dead_delta_token_says_where_to_start_again(
    sandbox: Sandbox, graph: httpx.AsyncClient, rows: str
) -> None:
    link = (await graph.get(f"{rows}/delta")).json()["@odata.deltaLink"]
    sandbox.tenant.sites.deltas.forget_tokens()
    answer = await graph.get(link)
    assert answer.status_code == 410
    assert answer.json()["error"]["code"] == "resyncChangesApplyDifferences"
    assert (await graph.get(answer.headers["Location"])).status_code == 200
