"""A sandbox with the service at work in it, for people to practise in by the sandbox's page."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import date, datetime, time, timedelta

from bot.demo.agencies import MANAGER, MINDER, NURSE, OFFICER, TEACHER, WORKER
from bot.demo.calendar import simulated_timer
from bot.demo.samples import SAMPLES, sender
from bot.jobs.provision import provision
from bot.jobs.roster import seed
from bot.jobs.workplace import Workplace
from bot.opening import Surroundings, opened
from bot.partnership import Partnership
from bot.process.days import LONDON
from bot.sandbox import Address, ManualClock, Sandbox
from bot.sandbox.page import Cast, Person, next_working_day
from bot.service import Service
from bot.settings import Settings


@asynccontextmanager
async def employed(
    clock: ManualClock, address: Address, *, settings: Settings, partnership: Partnership
) -> AsyncIterator[tuple[Workplace, Settings]]:
    """Give a workplace at a served sandbox, provisioned; a pause there moves its clock."""
    connected = settings.model_copy(update={"graph_url": address.graph_url})
    around = Surroundings(clock=clock.now, timer=simulated_timer(clock), instance="demonstration")
    async with opened(connected, partnership, around) as workplace:
        async for _made in provision(workplace.m365.site, workplace.register.names):
            pass
        async for _added in seed(workplace.register, partnership):
            pass
        yield workplace, connected


async def put_to_work(sandbox: Sandbox, service: Service, partnership: Partnership) -> None:
    """Let the service run a round, and another whenever something happens by the page."""

    async def run_a_round() -> list[str]:
        await service.once()
        return [f"{name}: {told}" for name, told in sorted(service.pulse.troubles.items())]

    sandbox.cast = cast(partnership)
    for hooks in (
        sandbox.after_clock_moved,
        sandbox.after_mail_arrived,
        sandbox.after_row_edited,
    ):
        hooks.append(run_a_round)
    await run_a_round()


def cast(partnership: Partnership) -> Cast:
    """Give the parts that can be played: the agencies of the story, the partnership's own team."""
    held = ((post, getattr(partnership.team, post)) for post in partnership.team.posts())
    team = (
        Person(holder.name, post.replace("_", " ").title(), holder.email)
        for post, holder in held
        if not holder.is_vacant
    )
    members = (Person(m.name, m.role, m.email) for m in partnership.members if m.email)
    people = (TEACHER, OFFICER, NURSE, MANAGER, WORKER, MINDER)
    senders = tuple(sender(person) for person in people)
    return Cast(senders, tuple(team), others=tuple(members), samples=SAMPLES)


def first_morning(today: date) -> datetime:
    """Give the moment at which practising starts: nine o'clock, today or the next working day."""
    return next_working_day(datetime.combine(today, time(), LONDON) - timedelta(hours=1))
