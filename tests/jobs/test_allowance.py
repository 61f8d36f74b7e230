"""No day sends more acknowledgements by itself than anybody could want."""

from datetime import timedelta

from bot.demo.agencies import POLICE, SCHOOL
from tests.jobs.reviews import ANSWERS, NURSE, asked, filled, request_of
from tests.jobs.stage import Stage, form, mail, playing

FLOOD = 60  # two hundred end the same, and take a quarter of a minute


def named(n: int) -> str:
    return f"Wren Test{chr(97 + n // 26)}{chr(97 + n % 26)}"


def deliver(stage: Stage, numbers: range) -> None:
    for n in numbers:
        stage.deliver(mail(SCHOOL, subject="Case of Concern", text=pasted(named(n)), number=n))


def held(stage: Stage) -> int:
    return sum(row["State"] == "Held" for row in stage.rows("Notices"))


async def test_a_flood_from_one_sender_is_kept_whole_and_told_in_one_line(
    stage: Stage,
) -> None:
    for n in range(FLOOD):
        stage.deliver(mail(SCHOOL, subject="Case of Concern", text=pasted(named(n)), number=n))
    stage.deliver(mail(POLICE, ("form.docx", form("Lee Exampleton"))))
    assert await stage.round("intake", "outbox", "digest", "outbox", "sweep")
    assert len({row["Children"] for row in stage.rows("Cases of Concern")}) == FLOOD + 1
    assert (stage.folder("Inbox"), stage.folder("Registered")) == (0, FLOOD + 1)
    assert (len(answers(stage)), len(answers(stage, POLICE)), held(stage)) == (20, 1, FLOOD - 20)
    assert stage.sandbox.violations == []
    told = next(row["Body"] for row in stage.rows("Notices") if row["Kind"] == "Digest")
    assert told.count("from one sender in a day: answers are held for release") == 1
    assert f"and {FLOOD - 21} more from one sender" in told
    assert len(told.splitlines()) < 3 * FLOOD
    stage.clock.advance(timedelta(days=1))
    stage.deliver(mail(SCHOOL, subject="Case of Concern", text=pasted("Kit Nonesuch")))
    assert await stage.round("intake", "outbox", "sweep")
    assert len(answers(stage)) == 21


def answers(stage: Stage, sender: str = SCHOOL) -> list[str]:
    return [subject for to, subject in stage.sent() if to == sender]


def pasted(child: str) -> str:
    """Write a form into the mail itself."""
    return "\n".join(
        (
            "Case of Concern Report Form",
            f"Name of child: {child}",
            "Date of birth: 12 March 2015",
            "Name of person completing this form: Jo Invented",
            "Agency: Sampleby Primary School",
            "Date of incident: 16 November 2026",
            "Summary of the concern: Two agencies did not share what they knew.",
            "Reason for learning: A transfer was missed.",
        )
    )


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
    for n in range(24):
        stage.deliver(mail(SCHOOL, ("form.docx", form(named(n % 22))), number=n, text="Thank you."))
        await stage.round("intake", "outbox")
    assert len(stage.sent()) == 20


async def test_returns_that_never_end_are_thanked_for_no_more_than_forms(stage: Stage) -> None:
    await asked(stage)
    reference = request_of(stage, "NHS")["Reference"]
    for n in range(23):
        said = ANSWERS | {"a) Summary of your agency's involvement": f"Seen {n} times."}
        stage.deliver(mail(NURSE, ("Return.docx", filled(stage, reference, said)), number=n))
    await stage.round("intake", "outbox")
    thanks = [subject for subject in answers(stage, NURSE) if "received your return" in subject]
    assert (len(thanks), held(stage)) == (20, 3)
    assert request_of(stage, "NHS")["State"] == "Returned"
