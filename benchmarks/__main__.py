"""`make bench`: what the service asks for, how long a backlog takes, how fast the sandbox is."""

import asyncio
import os
import sys
import tempfile
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from benchmarks.sandbox import throughput
from benchmarks.tenant import Tenant, chatter, form_mail, tenant
from bot.jobs.provision import provision
from bot.jobs.workplace import Workplace
from bot.m365 import Timer, quieten_libraries
from bot.opening import Surroundings, opened
from bot.partnership import load_partnership
from bot.service import Service
from bot.settings import ROOT, Settings, SignIn

BACKLOG, LATENCY = 50, 0.1


@dataclass(frozen=True, slots=True)
class Running:
    """The service over a sandbox, ready to run."""

    service: Service
    work: Workplace


@asynccontextmanager
async def running(graph_url: str) -> AsyncIterator[Running]:
    """Connect the service by the system's clock; its lists are made, nothing is read yet."""
    timer = Timer(monotonic=time.monotonic, sleep=asyncio.sleep)
    around = Surroundings(clock=lambda: datetime.now(UTC), timer=timer, instance="bench")
    with tempfile.TemporaryDirectory() as state:
        settings = Settings(sign_in=SignIn.SANDBOX, graph_url=graph_url, state=Path(state))
        async with opened(settings, load_partnership(ROOT / "config/croydon"), around) as work:
            async for _made in provision(work.m365.site):
                pass
            yield Running(Service(work, settings), work)


async def requests(told: Tenant) -> None:
    """Count the requests of an idle poll, of a mail that is no form, and of a form end to end."""
    async with running(told.graph_url) as run:
        await told.deliver(form_mail(0))
        await run.service.once(("intake", "outbox"))  # what is asked once a process is asked now
        await run.service.once(("intake",))
        for name, mails in (
            ("idle poll", ()),
            ("mail that is no form", (chatter(1),)),
            ("form, end to end", (form_mail(1),)),
        ):
            for mail in mails:
                await told.deliver(mail)
            await told.forget()
            await run.service.once(("intake", "outbox"))
            counts = await told.counts()
            writes = sum(n for what, n in counts.items() if not what.startswith("GET"))
            print(f"{name:24}{sum(counts.values()):4} requests, {writes} of them writes")
            for what, number in counts.items():
                print(f"{'':28}{number} × {what}")


async def start(told: Tenant) -> None:
    """Time a whole process from its start to its first poll, and its largest memory."""
    await told.forget()
    env = os.environ | {"CSCP_GRAPH_URL": told.graph_url, "CSCP_HEALTH_PORT": "0"}
    with tempfile.TemporaryDirectory() as state:
        began = time.monotonic()
        process = await asyncio.create_subprocess_exec(
            sys.executable,
            "-m",
            "bot",
            "run",
            env=env | {"CSCP_STATE": state},
            stderr=asyncio.subprocess.DEVNULL,
        )
        while not any("delta" in what for what in await told.counts()):  # noqa: ASYNC110 - no event crosses processes
            await asyncio.sleep(0.01)
        took = time.monotonic() - began
        peak = _peak(process.pid)
        process.terminate()
        await process.wait()
    print(f"start to first poll     {took:5.2f} s, {peak:.0f} MB at most in memory")


async def backlog(told: Tenant) -> None:
    """Time fifty waiting forms at 100 ms a request, then the acknowledgements behind them."""
    async with running(told.graph_url) as run:
        before = len(await told.rows("Cases of Concern"))
        for number in range(BACKLOG):
            await told.deliver(form_mail(1000 + number))
        await told.latency(LATENCY)
        began = time.monotonic()
        sending = asyncio.create_task(_send_all(run))
        await run.service.once(("intake",))
        took = time.monotonic() - began
        opened_now = len(await told.rows("Cases of Concern")) - before
        waiting = run.work.outbox.waiting
        print(
            f"{BACKLOG} forms at {LATENCY * 1000:.0f} ms     {took:5.1f} s: {opened_now} registered"
            f" and filed, {waiting} acknowledgements still waiting"
        )
        await sending
        print(f"{'all acknowledged':24}{time.monotonic() - began:5.1f} s (thirty a minute)")
        await told.latency(0)
    found = await told.violations()
    print(f"{'violations':24}{len(found):4} (more than four at once, thirty a minute, …)")
    for one in found:
        print(f"{'':28}{one['kind']}: {one['detail']}")


async def _send_all(run: Running) -> None:
    sent = 0
    while sent < BACKLOG:
        sent += await run.work.outbox.send_waiting()
        await asyncio.sleep(0.1)


def _peak(pid: int) -> float:
    """The largest resident memory of a process and its children, in MB."""
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="ascii").split()
    return sum(_high_water(int(one)) for one in (str(pid), *children)) / 1024


def _high_water(pid: int) -> int:
    status = Path(f"/proc/{pid}/status").read_text(encoding="utf-8")
    return int(next(line for line in status.splitlines() if line.startswith("VmHWM")).split()[1])


async def main() -> None:
    """Measure everything in one run."""
    quieten_libraries()
    async with tenant() as told:
        await requests(told)
        await start(told)
    async with tenant() as told:
        await backlog(told)
    await throughput()


asyncio.run(main())
