"""What the service goes through when it is killed: each scenario sets a scene and plays it."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import date, datetime

from bot.demo.agencies import (
    FREE_MAIL,
    MINDER,
    NURSE,
    SCHOOL,
    STAGE_3,
    STAGE_4,
    concern,
    disagreement,
)
from bot.partnership import Partnership
from bot.process.columns import LONDON
from tests.jobs.stage import Stage, form, mail

IDLE = 3  # rounds, each after the lease of whatever was left half-way
SENDING = ("outbox", "sweep")
Scene = Callable[[Stage], Awaitable[None]]


def unchanged(partnership: Partnership) -> Partnership:
    return partnership


@dataclass(frozen=True, slots=True)
class Scenario:
    """`jobs` are what runs when the process dies, and again, with the sending, afterwards.

    `before` and `after` change the partnership's configuration for the scene and for the play.
    """

    name: str
    jobs: tuple[str, ...]
    scene: Scene
    before: Callable[[Partnership], Partnership] = unchanged
    after: Callable[[Partnership], Partnership] = unchanged

    async def play(self, stage: Stage) -> None:
        """Run the jobs once, as a process does that may die on the way."""
        await stage.round(*self.jobs, *SENDING)

    async def settle(self, stage: Stage) -> None:
        """Run until nothing is left to do."""
        for _ in range(IDLE):
            await stage.later(*self.jobs, *SENDING)


RECORD, NEWER = disagreement(STAGE_3), disagreement(STAGE_3, STAGE_4)
DOUBTFUL = concern(MINDER, "Tam Sampleby", "5 January 2021", "3 December 2026")


async def a_form(stage: Stage) -> None:
    stage.deliver(mail(SCHOOL, ("form.docx", form())))


async def forms_in_one_mail(stage: Stage) -> None:
    pair = (("a.docx", form("Uma Fictionby")), ("b.docx", form("Ola Fauxley")))
    stage.deliver(mail(SCHOOL, *pair))


async def an_unreadable_form(stage: Stage) -> None:
    broken = ("form.docx", form()[:200])
    stage.deliver(mail(SCHOOL, broken, subject="Case of Concern form"))


async def an_escalation(stage: Stage) -> None:
    stage.deliver(mail(NURSE.email, ("record.docx", RECORD)))


async def an_escalation_moved_on(stage: Stage) -> None:
    await an_escalation(stage)
    await stage.round("intake", *SENDING)
    stage.deliver(mail(NURSE.email, ("record 2.docx", NEWER), number=2))


async def a_release(stage: Stage) -> None:
    stage.deliver(mail(FREE_MAIL, ("form.docx", DOUBTFUL)))
    await stage.round("intake", *SENDING)
    stage.edit("Notices", "Held", State="Released")


async def a_due_review(stage: Stage) -> None:
    await a_form(stage)
    await stage.round("intake", *SENDING)
    stage.clock.set(datetime(2026, 12, 1, 10, tzinfo=LONDON))


async def a_decision(stage: Stage) -> None:
    await a_form(stage)
    await stage.round("intake", *SENDING)
    stage.edit("Cases of Concern", "COC-2026-001", Decision="Advice")


async def a_called_schedule(stage: Stage) -> None:
    assert await stage.round("meetings")


async def nothing(stage: Stage) -> None:
    del stage


def two_meetings(partnership: Partnership) -> Partnership:
    return partnership.model_copy(update={"meetings": partnership.meetings[:2]})


def one_moved(partnership: Partnership) -> Partnership:
    first, *others = two_meetings(partnership).meetings
    moved = first.model_copy(update={"on": date(2026, 12, 11)})
    return partnership.model_copy(update={"meetings": (moved, *others)})


SCENARIOS = (
    Scenario("a Case of Concern", ("intake",), a_form),
    Scenario("two forms in one mail", ("intake",), forms_in_one_mail),
    Scenario("an unreadable form", ("intake",), an_unreadable_form),
    Scenario("an escalation", ("intake",), an_escalation),
    Scenario("an escalation's update", ("intake",), an_escalation_moved_on),
    Scenario("a release by a person", (), a_release),
    Scenario("a reminder", ("reminders",), a_due_review),
    Scenario("the digest", ("digest",), a_form),
    Scenario("a decision", ("decisions",), a_decision),
    Scenario("invitations", ("meetings",), nothing, two_meetings, two_meetings),
    Scenario("an invitation's change", ("meetings",), a_called_schedule, two_meetings, one_moved),
)
BY_NAME = {scenario.name: scenario for scenario in SCENARIOS}
