"""The commands. Here, and only here, the system's clock, its randomness and its signals come in."""

import asyncio
import json
import logging
import signal
import sys
import tempfile
import time
import uuid
from collections.abc import AsyncIterator, Callable, Coroutine, Sequence
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import UTC, datetime
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, ParamSpec

import typer
from rich.console import Console

from bot.forms import Reader, UnableToReadLabels
from bot.health import serving_health
from bot.jobs.doctor import examine
from bot.jobs.provision import UnableToKeepLists
from bot.jobs.provision import provision as make_lists
from bot.jobs.reports import draft
from bot.jobs.roster import seed
from bot.m365 import Patience, Timer, UnableToUseMicrosoft365, quieten_libraries
from bot.mail import Attachment, Mail, UnableToReadVocabulary, unwrap
from bot.opening import Surroundings, configured, labels_of, opened
from bot.partnership import UnableToReadConfiguration
from bot.process.effects import Effect
from bot.process.report import ReportKind, period_before
from bot.process.themes import load_themes
from bot.service import Service
from bot.settings import (
    SANDBOX_HOST,
    SANDBOX_PORT,
    SANDBOX_SMTP_PORT,
    Settings,
    SignIn,
    load_settings,
)
from bot.showing import reading_json, reading_table

if TYPE_CHECKING:
    from bot.sandbox import Address, ManualClock, Sandbox

app = typer.Typer(no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False)
console = Console(highlight=False)
errors = Console(stderr=True, highlight=False)
P = ParamSpec("P")
FORESEEN = (
    UnableToReadConfiguration,
    UnableToReadLabels,
    UnableToReadVocabulary,
    UnableToKeepLists,
    UnableToUseMicrosoft365,
    OSError,
)


def _command(function: Callable[P, Coroutine[Any, Any, int]]) -> Callable[P, None]:
    """Run an asynchronous command; what can be foreseen ends in one line, not in a traceback."""

    @wraps(function)
    def run_it(*args: P.args, **kwargs: P.kwargs) -> None:
        try:
            code = asyncio.run(function(*args, **kwargs))
        except FORESEEN as error:
            errors.print(str(error), markup=False, soft_wrap=True)
            code = 2
        raise typer.Exit(code)

    return run_it


@app.command()
@_command
async def run(
    *,
    once: Annotated[bool, typer.Option("--once", help="One round of every job.")] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Print effects, do none.")] = False,
) -> int:
    """Watch the mailbox and keep the registers, until stopped."""
    settings = _settings()
    async with opened(settings, configured(settings.config), _surroundings()) as workplace:
        service = Service(workplace, settings, perform=_print_effects if dry_run else None)
        if once or dry_run:
            await workplace.m365.mailbox.known_folder("inbox")  # else every job would wait in vain
            return 0 if await service.once() else 1
        async with serving_health(service, workplace, settings):
            await service.run(_stop_signal())
    return 0


@app.command()
@_command
async def provision() -> int:
    """Make the lists, columns and library that are missing; safe to run again."""
    settings = _settings()
    async with opened(settings, configured(settings.config), _surroundings()) as workplace:
        made = 0
        async for told in make_lists(workplace.m365.site, workplace.register.names):
            console.print(told, markup=False)
            made += 1
        async for told in seed(workplace.register, workplace.partnership):
            console.print(told, markup=False)
            made += 1
    console.print(f"{made} made" if made else "everything is there already")
    return 0


@app.command()
@_command
async def report(
    kind: Annotated[ReportKind, typer.Argument(help="Which report.")],
    *,
    out: Annotated[Path, typer.Option(help="Where to write it, a .docx file.")],
) -> int:
    """Draft the report of the last whole period from the registers, as a Word document."""
    settings = _settings()
    themes = load_themes(settings.themes)
    async with opened(settings, configured(settings.config), _surroundings()) as workplace:
        period = period_before(workplace.today, kind)
        out.write_bytes(await draft(workplace, kind, period, themes=themes))
    console.print(f"{kind.label}, {period.first} to {period.last}: {out}", markup=False)
    return 0


@app.command()
@_command
async def doctor() -> int:
    """Say what is reachable, permitted and missing, changing nothing."""
    settings = _settings()
    well = True
    around = replace(_surroundings(), patience=Patience(tries=1))
    console.print(f"Microsoft Graph at {settings.graph}, signing in by {settings.sign_in.value}")
    async with opened(settings, configured(settings.config), around) as workplace:
        async for finding in examine(workplace):
            well = well and finding.well
            sign = "ok     " if finding.well else "PROBLEM"
            console.print(f"{sign}  {finding.what}: {finding.told}", markup=False, soft_wrap=True)
    return 0 if well else 1


@app.command()
@_command
async def read(
    files: Annotated[list[Path], typer.Argument(exists=True, dir_okay=False)],
    *,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object a line.")] = False,
) -> int:
    """Say what forms say, also within mails and zips: a table, or one JSON object a line."""
    settings = load_settings()
    labels = labels_of(settings, configured(settings.config))
    async with Reader(labels, workers=settings.readers) as reader:
        for name, content in (found for file in files for found in _documents(file)):
            reading = await reader.read(content)
            if as_json:
                told = json.dumps(reading_json(name, reading), ensure_ascii=False)
                sys.stdout.write(f"{told}\n")
            else:
                console.print(reading_table(name, reading))
    return 0


@app.command()
@_command
async def sandbox(
    *,
    port: Annotated[int, typer.Option(help="For Microsoft Graph.")] = SANDBOX_PORT,
    smtp_port: Annotated[int, typer.Option(help="For mail in.")] = SANDBOX_SMTP_PORT,
    service: Annotated[bool, typer.Option(help="Let the service work in it.")] = True,
) -> int:
    """Run a local Microsoft 365 to try, train and test against, until stopped."""
    from bot.demo.practice import first_morning
    from bot.sandbox import ManualClock, Sandbox, serving

    real = _SystemClock()
    clock = ManualClock(first_morning(real.now().date())) if service else real
    tenant = Sandbox(clock=clock)
    async with (
        serving(tenant, host=SANDBOX_HOST, port=port, smtp_port=smtp_port) as address,
        _at_work(tenant, clock, address),
    ):
        console.print(f"Open {address.login_url}/ in a browser. Ctrl+C ends it.")
        console.print(f"Microsoft Graph at {address.graph_url}, mail in at port {smtp_port}")
        await _stop_signal().wait()
    return 0


@asynccontextmanager
async def _at_work(
    tenant: "Sandbox", clock: "ManualClock | _SystemClock", address: "Address"
) -> AsyncIterator[None]:
    """Let the service work in the sandbox where its clock can be moved, else leave it empty."""
    from bot.demo.practice import employed, put_to_work

    if isinstance(clock, _SystemClock):
        console.print("In another terminal: bot provision, then bot run")
        yield
        return
    settings = _settings()
    partnership = configured(settings.config)
    with tempfile.TemporaryDirectory() as state:
        alone = settings.model_copy(update={"sign_in": SignIn.SANDBOX, "state": Path(state)})
        async with employed(clock, address, settings=alone, partnership=partnership) as stage:
            await put_to_work(tenant, Service(*stage), partnership)
            yield


@app.command()
@_command
async def demo(
    *,
    serve: Annotated[bool, typer.Option("--serve", help="Keep the sandbox up.")] = False,
) -> int:
    """Tell nine simulated months of the whole job against a local Microsoft 365."""
    from bot.demo import learning, reviewing
    from bot.demo.acting import in_order
    from bot.demo.practice import put_to_work
    from bot.demo.story import Story, demonstration
    from bot.demo.telling import Teller

    quieten_libraries()
    settings = Settings(sign_in=SignIn.SANDBOX)
    partnership = configured(settings.config)
    started = time.monotonic()
    with tempfile.TemporaryDirectory() as state:
        async with demonstration(settings, partnership, Path(state)) as stage:
            tenant, clock, address, workplace, connected = stage
            acts = in_order(learning.learning(), reviewing.reviewing())
            mornings = (*learning.MORNINGS, *reviewing.MORNINGS)
            teller = Teller(console)
            story = Story(tenant, clock, address, teller)
            well = await story.tell(workplace, connected)
            well = await story.go_on(acts, mornings) and well
            teller.tables(tenant)
            console.print(f"\nNine months in {time.monotonic() - started:.0f} seconds.")
            if serve:
                await put_to_work(tenant, story.service, partnership)
                console.print(f"Open {address.login_url}/ in a browser. Ctrl+C ends it.")
                await _stop_signal().wait()
    return 0 if well else 1


def _documents(file: Path) -> list[tuple[str, bytes]]:
    """Give the documents that a file is or holds, each with its name."""
    content = file.read_bytes()
    alone = Mail(attachments=(Attachment(file.name, "application/octet-stream", content),))
    found = unwrap(alone).documents
    if not found or found[0].data == content:
        return [(str(file), content)]
    return [(f"{file} › {document.name}", document.data) for document in found]


class _SystemClock:
    def now(self) -> datetime:
        return datetime.now(UTC)


def _surroundings() -> Surroundings:
    return Surroundings(
        clock=_SystemClock().now,
        timer=Timer(monotonic=time.monotonic, sleep=asyncio.sleep),
        instance=uuid.uuid4().hex,
    )


def _settings() -> Settings:
    settings = load_settings()
    logging.basicConfig(
        level=settings.log_level, format="%(asctime)s %(levelname)s %(name)s: %(message)s"
    )
    quieten_libraries()
    logging.getLogger("apscheduler").setLevel(logging.WARNING)
    return settings


def _stop_signal() -> asyncio.Event:
    stop = asyncio.Event()
    for name in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(name, stop.set)
    return stop


async def _print_effects(effects: Sequence[Effect]) -> None:
    for effect in effects:
        console.print(f"would {effect}", markup=False, soft_wrap=True)
