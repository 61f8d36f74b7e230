from collections.abc import Awaitable, Callable

import pytest

from bot.m365 import Ambiguous, NotFound, Patience, Throttled, Timer, Transient
from bot.m365.retry import Retry

DOING = "write a row"


def attempts(*outcomes: str | Exception) -> Callable[[], Awaitable[str]]:
    waiting = iter(outcomes)

    async def attempt() -> str:
        outcome = next(waiting)
        if isinstance(outcome, Exception):
            raise outcome
        return outcome

    return attempt


@pytest.fixture
def retry(timer: Timer) -> Retry:
    return Retry(timer=timer, patience=Patience())


@pytest.mark.parametrize("trouble", [Throttled(DOING), Transient(DOING), Ambiguous(DOING)])
async def test_a_read_is_repeated_until_it_succeeds(retry: Retry, trouble: Exception) -> None:
    assert await retry.freely(attempts(trouble, trouble, "read")) == "read"


async def test_a_permanent_refusal_is_never_repeated(retry: Retry) -> None:
    with pytest.raises(NotFound):
        await retry.freely(attempts(NotFound(DOING), "never reached"))


async def test_waits_double_when_no_pause_was_asked_for(retry: Retry, timer: Timer) -> None:
    started = timer.monotonic()
    await retry.freely(attempts(*[Transient(DOING)] * 3, "done"))
    assert timer.monotonic() - started == 1 + 2 + 4


async def test_a_pause_that_was_asked_for_is_kept(retry: Retry, timer: Timer) -> None:
    started = timer.monotonic()
    await retry.freely(attempts(Throttled(DOING, retry_after=17.5), "done"))
    assert timer.monotonic() - started == 17.5


async def test_a_pause_longer_than_patience_is_raised_at_once(retry: Retry, timer: Timer) -> None:
    started = timer.monotonic()
    with pytest.raises(Throttled) as raised:
        await retry.freely(attempts(Throttled(DOING, retry_after=300), "never reached"))
    assert raised.value.retry_after == 300
    assert timer.monotonic() == started


async def test_patience_ends_after_five_tries(retry: Retry) -> None:
    with pytest.raises(Transient):
        await retry.freely(attempts(*[Transient(DOING)] * 5, "never reached"))


async def test_a_read_without_an_answer_is_only_put_off(retry: Retry) -> None:
    with pytest.raises(Transient, match="tried again later"):
        await retry.freely(attempts(*[Ambiguous(DOING)] * 5))


async def test_patience_ends_with_its_budget(retry: Retry) -> None:
    with pytest.raises(Throttled):
        await retry.freely(attempts(*[Throttled(DOING, retry_after=55)] * 4, "never reached"))


async def test_what_a_look_finds_is_not_done_again(retry: Retry) -> None:
    attempt, look = attempts(Ambiguous(DOING), "done twice"), attempts("found")
    assert await retry.looking(attempt, look) == "found"


async def test_what_a_look_does_not_find_is_done_again(retry: Retry) -> None:
    async def look() -> None:
        return None

    assert await retry.looking(attempts(Ambiguous(DOING), "done"), look) == "done"


async def test_nobody_looks_when_surely_nothing_happened(retry: Retry) -> None:
    look = attempts(AssertionError("looked"))
    assert await retry.looking(attempts(Throttled(DOING), "done"), look) == "done"


async def test_a_doubt_remains_when_the_look_fails(retry: Retry) -> None:
    with pytest.raises(Ambiguous):
        await retry.looking(attempts(Ambiguous(DOING)), attempts(NotFound("look")))


async def test_a_doubt_is_not_forgotten_over_a_later_refusal(retry: Retry) -> None:
    async def look() -> None:
        return None

    attempt = attempts(Ambiguous(DOING), Throttled(DOING, retry_after=300))
    with pytest.raises(Ambiguous):
        await retry.looking(attempt, look)


async def test_a_gateway_gets_time_to_finish_before_the_look(retry: Retry, timer: Timer) -> None:
    started = timer.monotonic()
    await retry.looking(attempts(Ambiguous(DOING)), attempts("found"))
    assert timer.monotonic() - started == 5
