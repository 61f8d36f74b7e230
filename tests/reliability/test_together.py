"""Several instances over one mailbox, bad mails among good ones, and Exchange's limits."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from datetime import timedelta
from pathlib import Path

import pytest

from bot.demo.agencies import NURSE, POLICE, SCHOOL, STAGE_3, STAGE_4, disagreement
from bot.process.escalation import Escalation
from bot.process.notice import Notice, NoticeKind
from bot.sandbox import Fault
from tests.jobs.stage import Latency, Stage, form, mail, playing, staged, surroundings
from tests.reliability.ending import difference, ending

CONCERNS, ATTENTION = "Cases of Concern", "Needs Attention"


@pytest.fixture
async def stage(tmp_path: Path) -> AsyncIterator[Stage]:
    async with staged(tmp_path / "state") as made:
        yield made


def deliver(stage: Stage, count: int) -> None:
    for n in range(count):
        stage.deliver(mail(SCHOOL, ("form.docx", form(f"Wren Number{chr(97 + n)}")), number=n))


async def together(stage: Stage, count: int, *, seconds: float) -> list[Stage]:
    """Let several instances work at once over one tenant, each request taking so long."""
    async with AsyncExitStack() as stack:
        instances = [
            await stack.enter_async_context(
                playing(
                    stage.sandbox,
                    stage.settings.state / str(n),
                    around=surroundings(
                        stage.sandbox,
                        instance=f"instance {n}",
                        transport=Latency(stage.sandbox, stage.clock, seconds=seconds),
                    ),
                )
            )
            for n in range(count)
        ]
        for _ in range(3):
            await asyncio.gather(*(one.round() for one in instances))
            stage.clock.advance(timedelta(minutes=11))
        return instances


@pytest.mark.parametrize("count", [2, 3])
async def test_instances_at_once_double_nothing(stage: Stage, tmp_path: Path, count: int) -> None:
    deliver(stage, 9)
    await together(stage, count, seconds=0.1)
    async with staged(tmp_path / "alone") as alone:
        deliver(alone, 9)
        for _ in range(3):
            await alone.later()
        assert str(difference(ending(stage), ending(alone))) == "lost 0, doubled 0"


async def test_a_long_backlog_is_shared_among_instances(stage: Stage) -> None:
    deliver(stage, 26)
    await together(stage, 2, seconds=0.5)
    fetched = [told for told in stage.requests("GET") if told.endswith("/$value")]
    assert len(stage.rows(CONCERNS)) == 26
    assert len(fetched) < 2 * 26


async def test_a_later_form_counts_though_both_instances_proposed_one_number(stage: Stage) -> None:
    async with playing(stage.sandbox, stage.settings.state / "other") as other:
        async with other.work.register.references.proposed(Escalation) as proposed:
            proposed.give_back()
        for number, (instance, stages) in enumerate(((stage, []), (other, [STAGE_4]))):
            copy = ("record.docx", disagreement(STAGE_3, *stages))
            stage.deliver(mail(NURSE.email, copy, number=number))
            await instance.round("intake")
    [row] = stage.rows("Escalations")
    assert (row["Reference"], row["Stage"]) == (proposed.reference, "4")


@pytest.mark.parametrize("position", [0, 4, 9])
@pytest.mark.parametrize("status", [500, 404, 403])
async def test_one_bad_mail_of_ten_keeps_no_other_waiting(
    stage: Stage, position: int, status: int
) -> None:
    deliver(stage, 10)
    bad = stage.sandbox.messages()[position]
    path = f"{bad.immutable_id}/.value"
    stage.sandbox.plan_fault(Fault(method="GET", path=path, status=status, count=None))
    await stage.round("intake")
    assert len(stage.rows(CONCERNS)) == 9
    for _ in range(2):
        await stage.round("intake")
    assert len(stage.rows(ATTENTION)) == 1
    assert stage.folder("Inbox") == 1


async def test_a_new_mail_gets_through_a_backlog_of_failing_ones(stage: Stage) -> None:
    deliver(stage, 20)
    for message in stage.sandbox.messages():
        path = f"{message.immutable_id}/.value"
        stage.sandbox.plan_fault(Fault(method="GET", path=path, status=403, count=None))
    for _ in range(10):
        await stage.round("intake")
    assert len(stage.rows(ATTENTION)) == 20
    stage.deliver(mail(POLICE, ("form.docx", form("Lee Exampleton")), number=99))
    before = len(stage.requests())
    await stage.round("intake")
    assert len(stage.rows(CONCERNS)) == 1
    assert stage.requests("GET", before).count("GET /users/{user}/messages/{message}/$value") == 1


async def test_with_sends_scarce_the_pressing_go_first_and_no_limit_is_broken(
    stage: Stage,
) -> None:
    kinds = (NoticeKind.DIGEST, NoticeKind.REMINDER, NoticeKind.ACKNOWLEDGEMENT)
    for n in range(75):
        await stage.work.outbox.queue(
            Notice(
                key=f"{n:064x}",
                kind=kinds[n % 3],
                recipient=SCHOOL,
                subject=kinds[n % 3].value,
                body=".",
            )
        )
    await stage.round("outbox")
    order = [subject for _recipient, subject in stage.sent()]
    assert order == sorted(order, key=[kind.value for kind in NoticeKind].index)
    assert len(order) == 75
    assert stage.sandbox.violations == []


@pytest.mark.parametrize("wait", ["7", "0.5", None])
async def test_throttled_at_every_third_request_it_still_gets_to_the_end(
    stage: Stage, wait: str | None
) -> None:
    deliver(stage, 6)
    stage.sandbox.plan_fault(Fault(status=429, retry_after=wait, chance=0.3, count=40))
    for _ in range(4):
        await stage.later("intake", "outbox", "sweep")
    assert len(stage.rows(CONCERNS)) == 6
    assert len(stage.sent()) == 6
    assert stage.sandbox.violations == []
