"""A life of the service is a process, and its end is a real one."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.jobs.stage import MORNING, Alive, Stage, form, mail, staged
from tests.reliability.killing import SharedClock, UnableToLive, mortal


@pytest.fixture
async def stage(tmp_path: Path) -> AsyncIterator[Stage]:
    async with staged(tmp_path / "state", clock=SharedClock) as made:
        yield made


async def one_poll(life: Alive) -> None:
    await life.round("intake")


async def rounds_without_end(life: Alive) -> None:
    while True:
        await life.later("intake")


async def mistaken(life: Alive) -> None:
    raise ZeroDivisionError(life.clock)


async def test_a_life_works_over_tcp_and_ends_by_itself(stage: Stage) -> None:
    stage.deliver(mail("school@sampleby-school.example", ("form.docx", form())))
    async with mortal(stage) as birth:
        assert not await birth.start(one_poll, instance="first").end()
    assert len(stage.rows("Cases of Concern")) == 1


async def test_a_life_kills_itself_at_the_point_that_was_set(stage: Stage) -> None:
    async with mortal(stage) as birth:
        life = birth.start(one_poll, instance="first", at=3)
        assert await life.end()
        assert life.points == 3


async def test_a_life_is_killed_from_outside_and_time_was_shared(stage: Stage) -> None:
    async with mortal(stage) as birth:
        life = birth.start(rounds_without_end, instance="first")
        while stage.clock.now() == MORNING:  # noqa: ASYNC110 - another process moves it
            await asyncio.sleep(0.01)
        life.kill()
        assert await life.end()


async def test_a_life_that_fails_by_itself_is_told(stage: Stage) -> None:
    async with mortal(stage) as birth:
        with pytest.raises(UnableToLive, match="first ended with 1"):
            await birth.start(mistaken, instance="first").end()
