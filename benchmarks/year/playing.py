"""Plays a planned year: the service over a sandbox, restarted after every time that it was down."""

import random
from collections.abc import Iterator
from contextlib import AsyncExitStack
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from pathlib import Path

from benchmarks.year.days import LONDON
from benchmarks.year.lives import action, concern, escalation
from benchmarks.year.oracle import Fact
from benchmarks.year.plan import Act, Plan, rounds
from benchmarks.year.reviews import MEETINGS, PRACTICE, incident
from benchmarks.year.tenant import Tenant
from bot.jobs.provision import provision
from bot.opening import opened
from bot.partnership import Clock, Partnership, load_partnership
from bot.sandbox import ManualClock, Sandbox
from bot.service import Service
from bot.settings import ROOT, Settings, SignIn
from tests.jobs.stage import ReadAtOnce, clock_of, surroundings

MOVED_ON = ("resolved_on", "stage_4_on", "stage_5_on")
LEADS = ("agency_leads", "business_manager")
LIMITS = (  # the worked examples of config/croydon/partnership.toml
    Clock(
        name="stage 3",
        label="response at Stage 3",
        counts_from="stage_3_on",
        working_days=5,
        met_by=MOVED_ON,
        tell=LEADS,
        remind_at=(0, 1, 5),
    ),
    Clock(
        name="stage 3 urgent",
        label="urgent response at Stage 3",
        counts_from="stage_3_on",
        hours=24,
        applies_when={"urgent": "Yes"},
        met_by=MOVED_ON,
        tell=LEADS,
    ),
    Clock(
        name="overall",
        label="resolution of the whole escalation",
        counts_from="raised_on",
        calendar_days=28,
        met_by=("resolved_on",),
    ),
)


@dataclass(frozen=True, slots=True)
class Size:
    """How much happens, from when to when, and when the service is down."""

    first: date
    last: date
    concerns: int
    escalations: int
    incidents: tuple[str, ...]
    actions: int
    down: tuple[tuple[date, date], ...]
    hours: tuple[time, ...]


YEAR = Size(
    first=date(2027, 1, 4),
    last=date(2027, 12, 31),
    concerns=60,
    escalations=40,
    incidents=("practice", "practice", "late", "delayed") + ("review",) * 6 + ("leaver", "unmet"),
    actions=150,
    down=((date(2027, 3, 8), date(2027, 3, 14)), (date(2027, 9, 15), date(2027, 9, 15))),
    hours=(time(8, 25), time(8, 35), *(time(h, 35) for h in (10, 12, 14, 16, 17))),
)


def planned(size: Size, seed: int) -> Plan:
    """Plan who does what when; the reviews that lead to a Practice Review come first."""
    chance = random.Random(seed)
    plan = Plan(list(rounds(size.first, size.last, size.hours, size.down)), chance)
    first, last = size.first + timedelta(days=1), size.last - timedelta(days=10)
    for number in range(size.concerns):
        concern(plan, number, plan.any_time(first, last), list(MEETINGS))
    for number in range(size.escalations):
        escalation(plan, number, plan.any_time(first, last))
    for number in range(size.actions):
        action(plan, number, plan.at_work(plan.any_time(first, last).date(), 0))
    for number, fate in enumerate(size.incidents):
        until = first + timedelta(days=30) if fate in PRACTICE else last
        incident(plan, number, plan.at_work(plan.any_time(first, until).date(), 0), fate)
    return plan


@dataclass(frozen=True, slots=True)
class Played:
    """The year as it was: what people did, what was true, and the tenant at its end."""

    tenant: Tenant
    facts: tuple[Fact, ...]
    rounds: tuple[datetime, ...]
    troubles: tuple[str, ...]


async def play(size: Size, folder: Path, *, seed: int = 1) -> Played:
    """Live through the year, round by round."""
    plan = planned(size, seed)
    acts = iter(sorted(plan.acts, key=lambda act: act.at))
    sandbox = Sandbox(clock=ManualClock(datetime.combine(size.first, datetime.min.time(), LONDON)))
    tenant, troubles = Tenant(sandbox), list[str]()
    coming = next(acts, None)
    for stretch in _stretches(plan.rounds):
        async with AsyncExitStack() as stack:
            service = await _started(stack, sandbox, folder, str(stretch[0]))
            for moment in stretch:
                coming = _happen(sandbox, tenant, acts, coming, moment)
                clock_of(sandbox).set(max(moment, sandbox.clock.now()))
                if not await service.once():
                    troubles.append(f"{moment}: {service.pulse.troubles}")
    return Played(tenant, tuple(plan.facts), tuple(plan.rounds), tuple(troubles))


def _happen(
    sandbox: Sandbox, tenant: Tenant, acts: Iterator[Act], coming: Act | None, until: datetime
) -> Act | None:
    """Let everything happen that is to happen before a round; gives what comes after it."""
    while coming and coming.at <= until:
        clock_of(sandbox).set(max(coming.at, sandbox.clock.now()))
        coming.do(tenant)
        coming = next(acts, None)
    return coming


def _stretches(moments: list[datetime]) -> Iterator[list[datetime]]:
    """Divide the rounds where the service was down for more than a day."""
    begun: list[datetime] = []
    for moment in moments:
        if begun and moment - begun[-1] > timedelta(days=1):
            yield begun
            begun = []
        begun.append(moment)
    yield begun


async def _started(stack: AsyncExitStack, sandbox: Sandbox, folder: Path, name: str) -> Service:
    settings = Settings(sign_in=SignIn.SANDBOX, graph_url="http://sandbox/v1.0", state=folder)
    around = surroundings(sandbox, instance=name)
    work = await stack.enter_async_context(opened(settings, partnership(), around))
    async for _made in provision(work.m365.site):
        pass
    return Service(replace(work, reader=ReadAtOnce(work.labels)), settings)


def partnership() -> Partnership:
    """Give Croydon's configuration with limits for escalations and a meeting in December."""
    croydon = load_partnership(ROOT / "config" / "croydon")
    december = croydon.meetings[0].model_copy(update={"id": "2027-6", "on": date(2027, 12, 9)})
    unasked = croydon.reports.model_copy(update={"learning_every_months": 0})  # no oracle knows it
    return croydon.model_copy(
        update={
            "clocks": {**croydon.clocks, "escalation": LIMITS},
            "meetings": (*croydon.meetings, december),
            "reports": unasked,
        }
    )
