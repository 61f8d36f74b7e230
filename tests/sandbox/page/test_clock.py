"""The clock is moved by people, and everything due on the way happens on the way."""

from datetime import UTC, datetime

import httpx
import pytest

from bot.sandbox import ManualClock, Sandbox
from bot.sandbox.page.passing_time import next_week, next_working_day, stops
from bot.sandbox.page.wording import LONDON


def london(month: int, day: int, hour: int = 9, minute: int = 0) -> datetime:
    return datetime(2026, month, day, hour, minute, tzinfo=LONDON)


@pytest.mark.parametrize(
    ("now", "then"),
    [
        (london(9, 7), london(9, 8)),
        (london(9, 11, 17), london(9, 14)),  # Friday to Monday
        (london(12, 24), london(12, 29)),  # over Christmas, Boxing Day and its substitute
    ],
)
def test_the_next_working_day_leaves_out_weekends_and_bank_holidays(
    now: datetime, then: datetime
) -> None:
    assert next_working_day(now) == then


def test_next_week_is_seven_days_on_or_the_working_day_after() -> None:
    assert next_week(london(9, 7)) == london(9, 14)
    assert next_week(london(12, 18)) == london(12, 29)


def test_time_stops_twice_on_each_working_day_and_at_the_end() -> None:
    found = list(stops(london(9, 11), london(9, 14)))
    assert found == [london(9, 11, 16, 5), london(9, 14, 8, 35), london(9, 14)]


def test_stops_keep_londons_time_when_the_clocks_change() -> None:
    found = list(stops(london(10, 23, 17), london(10, 26)))
    assert found[0].astimezone(UTC) == datetime(2026, 10, 26, 8, 35, tzinfo=UTC)


async def test_the_service_runs_at_every_stop_before_the_answer_comes(
    sandbox: Sandbox, visitor: httpx.AsyncClient
) -> None:
    rounds: list[datetime] = []

    async def run() -> list[str]:
        rounds.append(sandbox.clock.now())
        return []

    sandbox.after_clock_moved.append(run)
    answer = await visitor.post("/clock", data={"to": "day", "back": "/calendar"})
    assert rounds == [london(9, 7, 16, 5), london(9, 8, 8, 35), london(9, 8)]
    assert answer.url.path == "/calendar"
    assert "It is now Tue 8 Sep 2026, 09:00." in answer.text


async def test_a_date_can_be_gone_to(sandbox: Sandbox, visitor: httpx.AsyncClient) -> None:
    await visitor.post("/clock", data={"to": "date", "date": "2026-10-01"})
    assert sandbox.clock.now() == london(10, 1)


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("2026-09-01", "only moves forward"),
        ("2027-09-01", "92 days at most"),
        ("soon", "Choose a date"),
        ("", "Choose a date"),
    ],
)
async def test_a_date_that_cannot_be_gone_to_is_refused_in_words(
    sandbox: Sandbox, visitor: httpx.AsyncClient, typed: str, told: str
) -> None:
    before = sandbox.clock.now()
    answer = await visitor.post("/clock", data={"to": "date", "date": typed})
    assert told in answer.text
    assert sandbox.clock.now() == before


@pytest.mark.parametrize("back", ["https://evil.example/", "//evil.example/", "/\\evil.example"])
async def test_the_way_back_never_leaves_the_page(visitor: httpx.AsyncClient, back: str) -> None:
    answer = await visitor.post("/clock", data={"to": "soon", "back": back}, follow_redirects=False)
    assert answer.headers["location"] == "/"


async def test_the_real_time_cannot_be_moved() -> None:
    class Real:
        def now(self) -> datetime:
            return london(9, 7)

    transport = httpx.ASGITransport(Sandbox(clock=Real()).app)
    async with httpx.AsyncClient(
        transport=transport, base_url="http://sandbox", follow_redirects=True
    ) as visitor:
        assert "Next working day" not in (await visitor.get("/")).text
        moved = await visitor.post("/clock", data={"to": "day"})
        assert "runs by the real time" in moved.text


async def test_a_pause_that_moved_the_clock_is_not_undone(
    sandbox: Sandbox, clock: ManualClock, visitor: httpx.AsyncClient
) -> None:
    async def dawdle() -> list[str]:
        clock.set(london(9, 8, 9, 3))
        return []

    sandbox.after_clock_moved.append(dawdle)
    await visitor.post("/clock", data={"to": "day"})
    assert clock.now() == london(9, 8, 9, 3)
