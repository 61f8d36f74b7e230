"""No day sends more acknowledgements by itself than anybody could want."""

from datetime import timedelta

from bot.demo.agencies import POLICE, SCHOOL
from tests.jobs.stage import Stage, form, mail, playing


def named(n: int) -> str:
    return f"Wren Test{chr(97 + n // 26)}{chr(97 + n % 26)}"


def deliver(stage: Stage, numbers: range) -> None:
    for n in numbers:
        stage.deliver(mail(SCHOOL, ("form.docx", form(named(n))), number=n))


def held(stage: Stage) -> int:
    return sum(row["State"] == "Held" for row in stage.rows("Notices"))


async def test_a_sender_of_many_forms_is_registered_and_answered_twenty_times(
    stage: Stage,
) -> None:
    deliver(stage, range(200, 225))
    stage.deliver(mail(POLICE, ("form.docx", form("Lee Exampleton")), number=1))
    await stage.round("intake", "outbox", "sweep")
    assert len(stage.rows("Cases of Concern")) == 26
    assert sorted({to for to, _ in stage.sent()}) == sorted((SCHOOL, POLICE))
    assert len(stage.sent()) == 21
    assert held(stage) == 5


async def test_a_restart_grants_nothing_anew_and_the_next_day_does(stage: Stage) -> None:
    deliver(stage, range(200, 220))
    await stage.round("intake", "outbox")
    async with playing(stage.sandbox, stage.settings.state) as restarted:
        deliver(restarted, range(220, 223))
        await restarted.round("intake", "outbox")
        assert (len(stage.sent()), held(stage)) == (20, 3)
        restarted.clock.advance(timedelta(days=1))
        deliver(restarted, range(223, 225))
        await restarted.round("intake", "outbox")
    assert len(stage.sent()) == 22


async def test_two_machines_that_answer_each_other_stop(stage: Stage) -> None:
    for n in range(40):
        stage.deliver(mail(SCHOOL, ("form.docx", form(named(n % 30))), number=n, text="Thank you."))
        await stage.round("intake", "outbox")
    assert len(stage.sent()) == 20
