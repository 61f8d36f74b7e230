"""`make rounds`: what a round of reminders costs beside ever more closed entries.

The lists are filled directly in a sandbox: ten entries are open and due today, all others closed,
and reminders of long ago stand in the Notices list. Requests are counted by the sandbox.
"""

import asyncio
import logging
import tempfile
import time
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import httpx

from bot.jobs.provision import provision
from bot.m365 import Timer
from bot.opening import Surroundings, opened
from bot.partnership import load_partnership
from bot.process.action import Action
from bot.process.entry import Entry
from bot.process.keys import digest
from bot.process.notice import SENT, Notice, NoticeKind
from bot.process.registers import KINDS
from bot.sandbox import ManualClock, Sandbox
from bot.service import Service
from bot.settings import ROOT, Settings, SignIn

ROWS = (100, 10_000, 100_000)
OPEN_ACTIONS = 10
LONG_AGO = datetime(2025, 3, 10, 9, tzinfo=UTC)
EVENING, MORNING = (datetime(2027, 3, day, hour, tzinfo=UTC) for day, hour in ((9, 18), (10, 9)))
FIRST_LOOK = "first look"
JOBS = {
    FIRST_LOOK: ("members", "decisions", "histories"),
    "decisions": ("decisions",),
    "reminders": ("reminders",),
    "digest": ("digest",),
    "histories": ("histories",),
}
LISTS = (*(kind.LIST for kind in KINDS.values()), Notice.LIST)


@dataclass(frozen=True, slots=True)
class Cost:
    """Requests and seconds of each job, and how many reminders were queued."""

    requests: Mapping[str, int]
    seconds: Mapping[str, float]
    reminded: int


async def cost(rows: Mapping[str, int]) -> Cost:
    """Fill the lists with so many rows, and measure the next morning's jobs one by one.

    One decision waits that morning. `first look` is what a host that lost its disk does once.
    """
    sandbox = Sandbox(clock=ManualClock(EVENING))
    requests: dict[str, int] = {}
    seconds: dict[str, float] = {}
    async with _employed(sandbox) as service:
        for name, number in rows.items():
            _fill(sandbox, name, number)
        for name, jobs in JOBS.items():
            before, began = len(sandbox.tenant.journal.entries), time.perf_counter()
            if not await service.once(jobs):
                raise RuntimeError(f"{name}: {service.pulse.troubles}")
            seconds[name] = time.perf_counter() - began
            requests[name] = len(sandbox.tenant.journal.entries) - before
            if name == FIRST_LOOK:
                sandbox.set_clock(MORNING)
                _decide(sandbox)
    notices = sandbox.sharepoint_list(Notice.LIST).rows.values()
    return Cost(requests, seconds, sum(row.fields["QueuedOn"] > "2027" for row in notices))


def _decide(sandbox: Sandbox) -> None:
    """Let a person record that one of the open actions has begun."""
    rows = sandbox.sharepoint_list(Action.LIST).rows.values()
    row = next(row for row in rows if row.fields["State"] == Action.OPEN_STATES[0])
    sandbox.edit_row(Action.LIST, row.id, {"Decision": "Start"}, person="Morgan Samplewright")


@asynccontextmanager
async def _employed(sandbox: Sandbox) -> AsyncIterator[Service]:
    clock = sandbox.clock.now
    timer = Timer(monotonic=lambda: clock().timestamp(), sleep=_pass(sandbox))
    around = Surroundings(clock, timer, "rounds", httpx.ASGITransport(sandbox.app))
    with tempfile.TemporaryDirectory() as state:
        settings = Settings(
            sign_in=SignIn.SANDBOX, graph_url="http://sandbox/v1.0", state=Path(state)
        )
        async with opened(settings, load_partnership(ROOT / "config/croydon"), around) as work:
            async for _made in provision(work.m365.site):
                pass
            yield Service(work, settings)


def _pass(sandbox: Sandbox) -> Any:
    async def sleep(seconds: float) -> None:
        sandbox.advance_clock(max(timedelta(seconds=seconds), timedelta.resolution))
        await asyncio.sleep(0)

    return sleep


def _fill(sandbox: Sandbox, name: str, number: int) -> None:
    """Write rows into a list as the service left them over the years."""
    for n in range(number):
        row = _notice(n) if name == Notice.LIST else _entry(name, n)
        fields = {"Title": row.title, **row.to_fields()}
        sandbox.add_row(name, fields, person="Morgan Samplewright")


def _entry(name: str, number: int) -> Entry:
    """Give an entry that ended years ago; the first ten actions are open and due today."""
    if name == Action.LIST and number < OPEN_ACTIONS:
        owner = f"owner-{number}@anyshire.gov.example"
        return Action.model_validate(
            _told("ACT", number) | {"due": MORNING.date(), "owner_address": owner}
        )
    kind = next(kind for kind in KINDS.values() if name == kind.LIST)
    closed = {"state": kind.CLOSED_STATES[0], "reason": "invented"}
    return kind.model_validate(_told(kind.PREFIX, number) | closed)


def _told(prefix: str, number: int) -> dict[str, Any]:
    reference = f"{prefix}-{2020 + number // 20_000}-{number:05}"
    return {"reference": reference, "subject_key": digest(reference)}


def _notice(number: int) -> Notice:
    """Give a reminder that was sent long ago."""
    return Notice(
        key=digest("long ago", str(number)),
        kind=NoticeKind.REMINDER,
        recipient="somebody@anyshire.gov.example",
        subject="Reminder",
        body="Something was due.",
        state=SENT,
        queued_on=LONG_AGO,
        sent_on=LONG_AGO,
    )


def shared_out(total: int) -> dict[str, int]:
    """Spread so many rows over the lists, so that every list grows."""
    return dict.fromkeys(LISTS, total // len(LISTS)) | {"Actions": total - 8 * (total // 9)}


async def main() -> None:
    """Measure and tell."""
    print(f"{'rows':>8}" + "".join(f"{job:>24}" for job in JOBS))
    for total in ROWS:
        found = await cost(shared_out(total))
        cells = (f"{found.requests[job]:8} in {found.seconds[job]:7.3f} s" for job in JOBS)
        print(f"{total:8}" + "".join(f"{cell:>24}" for cell in cells), flush=True)


if __name__ == "__main__":
    logging.disable(logging.CRITICAL)
    asyncio.run(main())
