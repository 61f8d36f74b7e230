"""Recurring events, and delta over a window of the calendar."""

from typing import Any

import httpx
import pytest

from bot.sandbox import Sandbox
from tests.sandbox.graph_client import USER

EVENTS, VIEW = f"{USER}/events", f"{USER}/calendarView"


def series(pattern: dict[str, Any], start: str = "2026-09-07", **limits: Any) -> dict[str, Any]:
    kind = "numbered" if "numberOfOccurrences" in limits else "endDate"
    when = {"dateTime": f"{start}T10:00:00", "timeZone": "Europe/London"}
    span = {"type": kind, "startDate": start, **limits}
    recurrence = {"pattern": {"interval": 1, **pattern}, "range": span}
    return {"subject": "Panel", "start": when, "end": when, "recurrence": recurrence}


async def days(graph: httpx.AsyncClient, until: str) -> list[str]:
    window = {"startDateTime": "2026-09-01T00:00:00Z", "endDateTime": f"{until}T00:00:00Z"}
    found = await graph.get(VIEW, params={**window, "$top": "50"})
    return [event["start"]["dateTime"][:16] for event in found.json()["value"]]


@pytest.mark.parametrize(
    ("pattern", "expected"),
    [
        ({"type": "daily", "interval": 2}, ["09-07", "09-09", "09-11"]),
        ({"type": "weekly", "daysOfWeek": ["monday", "Thursday"]}, ["09-07", "09-10", "09-14"]),
        ({"type": "absoluteMonthly", "dayOfMonth": 7}, ["09-07", "10-07", "11-07"]),
        (
            {"type": "relativeMonthly", "daysOfWeek": ["monday"], "index": "first"},
            ["09-07", "10-05", "11-02"],
        ),
    ],
)
async def test_a_series_is_expanded(
    graph: httpx.AsyncClient, pattern: dict[str, Any], expected: list[str]
) -> None:
    made = await graph.post(EVENTS, json=series(pattern, numberOfOccurrences=3))
    assert made.json()["type"] == "seriesMaster"
    assert [day[5:10] for day in await days(graph, "2026-12-31")] == expected


async def test_an_occurrence_keeps_its_hour_when_the_clocks_change(
    graph: httpx.AsyncClient,
) -> None:
    pattern = {"type": "weekly", "daysOfWeek": ["monday"]}
    await graph.post(EVENTS, json=series(pattern, "2026-10-19", endDate="2026-10-26"))
    assert await days(graph, "2026-11-30") == ["2026-10-19T09:00", "2026-10-26T10:00"]


async def test_an_instance_is_read_by_its_own_id(graph: httpx.AsyncClient) -> None:
    made = (await graph.post(EVENTS, json=series({"type": "daily"}, numberOfOccurrences=2))).json()
    window = {"startDateTime": "2026-09-08T00:00:00Z", "endDateTime": "2026-09-09T00:00:00Z"}
    found = await graph.get(f"{EVENTS}/{made['id']}/instances", params=window)
    [instance] = found.json()["value"]
    again = (await graph.get(f"{EVENTS}/{instance['id']}")).json()
    assert (again["type"], again["seriesMasterId"]) == ("occurrence", made["id"])
    changed = await graph.patch(f"{EVENTS}/{instance['id']}", json={"subject": "x"})
    assert changed.status_code == 501


@pytest.mark.parametrize(
    "wrong",
    [
        {"type": "fortnightly"},
        {"type": "daily", "interval": 0},
        {"type": "weekly"},
    ],
)
async def test_a_pattern_that_is_none_is_refused(
    graph: httpx.AsyncClient, wrong: dict[str, Any]
) -> None:
    answer = await graph.post(EVENTS, json=series(wrong, numberOfOccurrences=2))
    assert answer.status_code == 400


async def test_delta_tells_of_the_window_and_of_what_went(
    sandbox: Sandbox, graph: httpx.AsyncClient
) -> None:
    window = {"startDateTime": "2026-09-01T00:00:00Z", "endDateTime": "2026-09-30T00:00:00Z"}
    one = {"type": "daily"}
    made = (await graph.post(EVENTS, json=series(one, numberOfOccurrences=1))).json()["id"]
    await graph.post(EVENTS, json=series(one, "2026-11-02", numberOfOccurrences=1))
    first = (await graph.get(f"{VIEW}/delta", params=window)).json()
    assert [e["type"] for e in first["value"]] == ["seriesMaster", "occurrence"]
    await graph.delete(f"{EVENTS}/{made}")
    then = (await graph.get(first["@odata.deltaLink"])).json()
    assert then["value"] == [{"@removed": {"reason": "deleted"}, "id": made}]
    sandbox.tenant.calendars.feeds.forget_tokens()
    gone = await graph.get(then["@odata.deltaLink"])
    assert (gone.status_code, gone.json()["error"]["code"]) == (410, "SyncStateNotFound")


async def test_an_answer_comes_up_in_delta(sandbox: Sandbox, graph: httpx.AsyncClient) -> None:
    when = {"dateTime": "2026-09-10T10:00:00", "timeZone": "UTC"}
    guest = {"emailAddress": {"address": "worker@school.example"}}
    event = {"subject": "Review", "start": when, "end": when, "attendees": [guest]}
    made = (await graph.post(EVENTS, json=event)).json()["id"]
    window = {"startDateTime": "2026-09-01T00:00:00Z", "endDateTime": "2026-09-30T00:00:00Z"}
    first = (await graph.get(f"{VIEW}/delta", params=window)).json()
    sandbox.respond(made, attendee="worker@school.example", answer="accepted")
    then = (await graph.get(first["@odata.deltaLink"])).json()
    assert [e["attendees"][0]["status"]["response"] for e in then["value"]] == ["accepted"]
