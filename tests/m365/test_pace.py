import asyncio

import httpx
import pytest

from bot.m365 import Throttled, Timer
from bot.m365.pace import Lane, SendPace


def lane(timer: Timer, *, in_flight: int = 4) -> Lane:
    return Lane(in_flight=in_flight, timer=timer, longest_wait=60)


async def start_times(lane: Lane, timer: Timer, count: int) -> list[float]:
    started, times = timer.monotonic(), []
    for _ in range(count):
        async with lane.turn("read a mail"):
            times.append(timer.monotonic() - started)
    return times


async def test_no_more_than_four_are_in_flight(timer: Timer) -> None:
    shared, flying, most = lane(timer), 0, 0

    async def fly() -> None:
        nonlocal flying, most
        async with shared.turn("read a mail"):
            flying += 1
            most = max(most, flying)
            await asyncio.sleep(0)
            flying -= 1

    await asyncio.gather(*(fly() for _ in range(20)))
    assert most == 4


async def test_a_pause_holds_everyone_on_the_lane(timer: Timer) -> None:
    shared = lane(timer)
    shared.hold(30)
    assert await start_times(shared, timer, 2) == [30, 30]


async def test_a_shorter_pause_does_not_cut_a_longer_one(timer: Timer) -> None:
    shared = lane(timer)
    shared.hold(30)
    shared.hold(5)
    assert await start_times(shared, timer, 1) == [30]


async def test_a_pause_beyond_patience_is_raised_with_what_is_left_of_it(timer: Timer) -> None:
    shared = lane(timer)
    shared.hold(300)
    await timer.sleep(100)
    with pytest.raises(Throttled) as raised:
        await start_times(shared, timer, 1)
    assert raised.value.retry_after == 200


async def test_what_is_left_of_sharepoints_budget_is_spread_over_its_minute(timer: Timer) -> None:
    shared = lane(timer)
    shared.watch_budget(httpx.Headers({"RateLimit-Remaining": "20", "RateLimit-Reset": "30"}))
    assert await start_times(shared, timer, 3) == [0, 3, 6]


async def test_without_word_of_the_budget_nothing_is_held_back(timer: Timer) -> None:
    shared = lane(timer)
    shared.watch_budget(httpx.Headers({"RateLimit-Remaining": "0", "RateLimit-Reset": "30"}))
    shared.watch_budget(httpx.Headers())
    assert await start_times(shared, timer, 3) == [0, 0, 0]


async def test_thirty_mails_go_in_a_minute_and_the_next_waits(timer: Timer) -> None:
    pace, started, times = SendPace(timer=timer), timer.monotonic(), []
    for _ in range(61):
        async with pace.turn():
            times.append(timer.monotonic() - started)
    assert times == [0] * 30 + [60] * 30 + [120]


async def test_no_sixty_seconds_hold_more_than_thirty_sends(timer: Timer) -> None:
    pace, times = SendPace(timer=timer), []
    for pause in [1.5, 0, 4, 0.25] * 40:
        await timer.sleep(pause)
        async with pace.turn():
            times.append(timer.monotonic())
    assert all(later - earlier >= 60 for earlier, later in zip(times, times[30:], strict=False))


async def test_a_send_that_took_long_counts_from_its_end(timer: Timer) -> None:
    pace, started = SendPace(timer=timer, a_minute=1), timer.monotonic()
    async with pace.turn():
        await timer.sleep(5)
    async with pace.turn():
        assert timer.monotonic() - started == 65
