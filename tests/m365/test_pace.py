import asyncio
import math
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import replace
from datetime import timedelta

import httpx
import pytest

from bot.m365 import Lasting, Microsoft365, OutgoingMail, Place, Throttled, Timer, connect
from bot.m365.messages import Body
from bot.m365.pace import Allowance, Lane, SendPace
from bot.m365.timer import Moments
from bot.sandbox import ManualClock, Sandbox
from tests.m365.conftest import NAMES, credential_for

Lives = Callable[[], AbstractAsyncContextManager[Microsoft365]]


class Remembered(dict[str, str]):
    """A memory that outlives the connections of one test."""

    def load(self, name: str) -> str | None:
        return self.get(name)

    def save(self, name: str, text: str) -> None:
        self[name] = text


@pytest.fixture
def memory() -> Remembered:
    return Remembered()


@pytest.fixture
def life(
    transport: httpx.AsyncBaseTransport, timer: Timer, clock: ManualClock, memory: Remembered
) -> Lives:
    """Connect as a new process does: with a monotonic clock of its own and the same memory."""

    @asynccontextmanager
    async def connected() -> AsyncIterator[Microsoft365]:
        born = timer.monotonic()
        young = Timer(
            monotonic=lambda: timer.monotonic() - born,
            sleep=timer.sleep,
            lasting=Lasting(memory, clock.now),
        )
        place = Place(
            "http://sandbox.example/v1.0",
            NAMES.mailbox,
            NAMES.site_host,
            NAMES.site_path,
            "Documents",
        )
        async with connect(
            place,
            credential=credential_for(transport, timer),
            timer=young,
            transport=transport,
        ) as m365:
            yield m365

    return connected


def forgotten(timer: Timer) -> Moments:
    return Moments("nothing", timer)


def lane(timer: Timer, *, in_flight: int = 4, kept: Moments | None = None) -> Lane:
    return Lane(
        in_flight=in_flight,
        allowance=Allowance(1000, within=60, timer=timer, kept=forgotten(timer)),
        timer=timer,
        longest_wait=60,
        kept=kept or forgotten(timer),
    )


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


@pytest.mark.parametrize("seconds", [1e9, math.inf])
async def test_a_pause_without_end_ends_after_an_hour(timer: Timer, seconds: float) -> None:
    shared = lane(timer)
    shared.hold(seconds)
    with pytest.raises(Throttled):
        await start_times(shared, timer, 1)
    await timer.sleep(3601)
    assert await start_times(shared, timer, 1) == [0.0]


def told(status: int = 200, **headers: str) -> httpx.Response:
    return httpx.Response(status, headers={f"RateLimit-{name}": headers[name] for name in headers})


async def test_what_is_left_of_sharepoints_budget_is_spread_over_its_minute(timer: Timer) -> None:
    shared = lane(timer)
    shared.watch_budget(told(Remaining="28", Reset="30"))
    assert await start_times(shared, timer, 3) == [0, 3, 6]


async def test_what_is_in_flight_is_taken_from_what_is_left(timer: Timer) -> None:
    shared = lane(timer, in_flight=4)
    shared.watch_budget(told(Remaining="8", Reset="30"))
    assert await start_times(shared, timer, 3) == [0, 30, 60]


async def test_without_word_of_the_budget_nothing_is_held_back(timer: Timer) -> None:
    shared = lane(timer)
    shared.watch_budget(told(Remaining="0", Reset="30"))
    shared.watch_budget(told())
    assert await start_times(shared, timer, 3) == [0, 0, 0]


async def test_a_refusal_without_word_of_the_budget_opens_nothing(timer: Timer) -> None:
    shared = lane(timer)
    shared.watch_budget(told(Remaining="0", Reset="30"))
    shared.watch_budget(told(status=504))
    assert await start_times(shared, timer, 3) == [0, 30, 60]


@pytest.mark.parametrize("pause", [0.0, 0.05, 0.13, 1.0])
async def test_no_minute_holds_more_requests_than_are_allowed(timer: Timer, pause: float) -> None:
    shared, times = lane(timer), []
    for burst in range(2500):
        await timer.sleep(pause if burst % 7 else 3 * pause)
        async with shared.turn("read a row"):
            times.append(timer.monotonic())
    assert all(later - earlier >= 60 for earlier, later in zip(times, times[1000:], strict=False))


async def test_a_block_of_requests_is_as_young_as_its_last_one(timer: Timer) -> None:
    """Fifty blocks of twenty: the last requests of the first block come late."""
    shared, times = lane(timer), []
    for number in range(1100):
        await timer.sleep(50 if number == 1 else 0)
        async with shared.turn("read a row"):
            times.append(timer.monotonic())
    assert all(later - earlier >= 60 for earlier, later in zip(times, times[1000:], strict=False))


async def test_requests_that_never_reach_what_is_allowed_wait_for_nothing(timer: Timer) -> None:
    shared, started = lane(timer), timer.monotonic()
    for _ in range(3000):
        await timer.sleep(0.07)
        async with shared.turn("read a row"):
            pass
    assert timer.monotonic() - started == pytest.approx(210, abs=1)


async def test_processes_killed_one_after_the_other_share_a_minutes_requests(
    sandbox: Sandbox, life: Lives, timer: Timer, clock: ManualClock
) -> None:
    sandbox.tenant.limits.allowance.enforced = False  # so that no warning helps
    started = timer.monotonic()
    for _ in range(12):
        async with life() as m365:
            for _ in range(90):
                await m365.site.lists()
        clock.advance(timedelta(seconds=1))
    assert timer.monotonic() - started > 115  # 1,080 requests, 500 a minute


async def test_what_earlier_processes_asked_of_the_mailbox_is_held_against_its_ten_minutes(
    sandbox: Sandbox, life: Lives, clock: ManualClock, memory: Remembered
) -> None:
    memory.save("mailbox-requests", f"{clock.now().timestamp()} " * 50)
    clock.advance(timedelta(seconds=120))
    async with life() as m365:
        with pytest.raises(Throttled) as raised:
            await m365.mailbox.known_folder("inbox")
    assert raised.value.retry_after == 480
    assert len(sandbox.tenant.journal.entries) == 0


async def test_a_clock_put_back_makes_no_request_wait_longer_than_its_minute(
    life: Lives, timer: Timer, clock: ManualClock, memory: Remembered
) -> None:
    memory.save("site-requests", f"{clock.now().timestamp() + 3600} " * 50)
    started = timer.monotonic()
    async with life() as m365:
        await m365.site.lists()
    assert timer.monotonic() - started == 60


async def test_thirty_mails_go_in_a_minute_and_the_next_waits(timer: Timer) -> None:
    pace, started, times = SendPace(timer=timer, kept=forgotten(timer)), timer.monotonic(), []
    for _ in range(61):
        async with pace.turn():
            times.append(timer.monotonic() - started)
    assert times == [0] * 30 + [60] * 30 + [120]


async def test_no_sixty_seconds_hold_more_than_thirty_sends(timer: Timer) -> None:
    pace, times = SendPace(timer=timer, kept=forgotten(timer)), []
    for pause in [1.5, 0, 4, 0.25] * 40:
        await timer.sleep(pause)
        async with pace.turn():
            times.append(timer.monotonic())
    assert all(later - earlier >= 60 for earlier, later in zip(times, times[30:], strict=False))


async def test_a_send_that_took_long_counts_from_its_end(timer: Timer) -> None:
    pace, started = SendPace(timer=timer, kept=forgotten(timer), a_minute=1), timer.monotonic()
    async with pace.turn():
        await timer.sleep(5)
    async with pace.turn():
        assert timer.monotonic() - started == 65


async def send(m365: Microsoft365, number: int) -> None:
    mail = OutgoingMail("pat.sample@agency.example", "A", Body("B"), key=f"{number:064x}")
    await m365.mailbox.send((await m365.mailbox.create_draft(mail)).id)


async def test_a_pause_outlives_the_process_that_was_asked_for_it(
    sandbox: Sandbox, life: Lives, plan: Callable[..., None]
) -> None:
    plan("GET", "/delta", status=429, retry_after="300")
    async with life() as first:
        with pytest.raises(Throttled):
            await first.mailbox.changes("inbox", None)
    async with life() as second:
        with pytest.raises(Throttled):
            await second.mailbox.changes("inbox", None)
    assert len(sandbox.tenant.journal.entries) == 1
    assert sandbox.violations == []


async def test_a_short_pause_is_waited_for_by_the_next_process(
    sandbox: Sandbox, clock: ManualClock, life: Lives, plan: Callable[..., None]
) -> None:
    plan("GET", "/delta", status=429, retry_after="300")
    async with life() as first:
        with pytest.raises(Throttled):
            await first.mailbox.changes("inbox", None)
    clock.advance(timedelta(seconds=260))
    async with life() as second:
        await second.mailbox.changes("inbox", None)
    assert sandbox.violations == []


async def test_thirty_a_minute_holds_across_a_restart(sandbox: Sandbox, life: Lives) -> None:
    for begun in (0, 20, 40):
        async with life() as m365:
            for number in range(begun, begun + 20):
                await send(m365, number)
    assert len(sandbox.sent) == 60
    assert sandbox.violations == []


async def test_a_send_cut_off_by_the_end_of_the_process_counts(
    timer: Timer, clock: ManualClock, memory: Remembered
) -> None:
    kept = Moments("sends", replace(timer, lasting=Lasting(memory, clock.now)))
    async with SendPace(timer=timer, kept=kept, a_minute=1).turn():
        again, started = SendPace(timer=timer, kept=kept, a_minute=1), timer.monotonic()
    async with again.turn():
        assert timer.monotonic() - started == 60


@pytest.mark.parametrize("damaged", ["", "tomorrow", "99999999999"])
async def test_a_damaged_pause_stops_nothing_for_good(
    timer: Timer, clock: ManualClock, memory: Remembered, damaged: str
) -> None:
    memory.save("pause", damaged)
    kept = Moments("pause", replace(timer, lasting=Lasting(memory, clock.now)))
    shared = lane(timer, kept=kept)
    await timer.sleep(3600)
    assert await start_times(shared, timer, 1) == [0]
