"""A stage for the jobs: a tenant of their own, the service over it, and simulated time."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from functools import cache
from pathlib import Path
from typing import Any, ClassVar

import httpx

from bot.demo.agencies import SCHOOL, TEACHER, WORD, concern
from bot.forms import Reader, Reading
from bot.forms.form import read
from bot.jobs.provision import provision
from bot.jobs.workplace import Workplace
from bot.m365 import Timer
from bot.opening import Surroundings, opened
from bot.partnership import Partnership, load_partnership
from bot.sandbox import ManualClock, Sandbox
from bot.sandbox.mail.model import Mailbox
from bot.service import Service
from bot.settings import ROOT, Settings, SignIn
from tests.sandbox.conformance import held_to_graph

CONFIGURED = load_partnership(ROOT / "config" / "croydon")
MORNING = datetime(2026, 11, 24, 10, 0, tzinfo=UTC)  # a Tuesday
PASSED = (
    "spf=pass smtp.mailfrom={0}; dkim=pass header.d={0};"
    " dmarc=pass action=none header.from={0};compauth=pass reason=100"
)


class ReadAtOnce(Reader):
    """Reads in this process, and each document once in all: starting children takes a second."""

    known: ClassVar[dict[bytes, Reading]] = {}

    async def read(self, data: bytes) -> Reading:
        if data not in self.known:
            self.known[data] = read(data, labels=self._labels)
        return self.known[data]


@dataclass(frozen=True, slots=True)
class Alive:
    """One process of the service, in simulated time."""

    clock: ManualClock
    work: Workplace
    service: Service
    settings: Settings

    async def round(self, *jobs: str) -> bool:
        """Run one round of every job, or of those named."""
        return await self.service.once(jobs)

    async def later(self, *jobs: str, minutes: float = 11) -> bool:
        """Let time pass, and run one round."""
        self.clock.advance(timedelta(minutes=minutes))
        return await self.round(*jobs)


@dataclass(frozen=True, slots=True)
class Stage(Alive):
    """What a test plays with: the service, and the tenant that it works in."""

    sandbox: Sandbox

    def deliver(self, mail: EmailMessage) -> str:
        """Put a mail into the Inbox as Exchange would, and give its id."""
        return self.sandbox.deliver(mail.as_bytes()).id

    def rows(self, name: str) -> list[dict[str, Any]]:
        """Give the rows of a list."""
        return [dict(row.fields) for row in self.sandbox.sharepoint_list(name).rows.values()]

    def edit(self, name: str, reference: str, **fields: Any) -> None:
        """Let a person edit the row that bears a reference."""
        for row in list(self.sandbox.sharepoint_list(name).rows.values()):
            if reference in (row.fields.get("Reference"), row.fields.get("State")):
                self.sandbox.edit_row(name, row.id, fields, person="Morgan Samplewright")

    def files(self) -> dict[str, bytes]:
        """Give what is filed in the library, by path."""
        tenant = self.sandbox.tenant
        library = self.sandbox.sharepoint_list("Case Files")
        items = tenant.drives.of_list(library).items.values()
        return {item.path: item.content for item in items if not item.is_folder}

    def sent(self) -> list[tuple[str, str]]:
        """Give what was sent: recipient and subject; invitations left out."""
        return [
            (recipient, mail.message.properties["subject"])
            for mail in self.sandbox.sent
            for recipient in mail.recipients
            if mail.message.kind == "message"
        ]

    def invited(self) -> list[str]:
        """Give who was told of a meeting, once for each time."""
        told = (mail for mail in self.sandbox.sent if mail.message.kind != "message")
        return [recipient for mail in told for recipient in mail.recipients]

    @property
    def mailbox(self) -> Mailbox:
        """Give the shared mailbox as the sandbox keeps it."""
        return self.sandbox.tenant.mail.mailbox(self.sandbox.names.mailbox)

    def folder(self, name: str) -> int:
        """Count the mails in a folder of the shared mailbox; 0 where there is none."""
        found = [folder for folder in self.mailbox.all_folders() if folder.name == name]
        return sum(len(folder.messages) for folder in found)

    def requests(self, method: str = "", since: int = 0) -> list[str]:
        """Give what was asked of Graph, by method and template."""
        entries = self.sandbox.tenant.journal.entries[since:]
        return [f"{e.method} {e.template}" for e in entries if method in ("", e.method)]

    def writes(self, since: int = 0) -> list[str]:
        """Give what was asked of Graph that changes anything."""
        return [told for told in self.requests(since=since) if not told.startswith("GET ")]


def timer_of(clock: ManualClock) -> Timer:
    """Give a timer whose pauses pass at once and move the clock: by a microsecond at least.

    A pause shorter than the clock can tell would otherwise be asked for again for ever.
    """

    async def sleep(seconds: float) -> None:
        wake = clock.now() + max(timedelta(seconds=seconds), timedelta.resolution)
        await asyncio.sleep(0)
        clock.set(max(wake, clock.now()))

    return Timer(monotonic=lambda: clock.now().timestamp(), sleep=sleep)


class Latency(httpx.AsyncBaseTransport):
    """The way to the sandbox in this process; each request moves the clock on, as time would."""

    def __init__(self, sandbox: Sandbox, clock: ManualClock, *, seconds: float = 0.0) -> None:
        self._inner = httpx.ASGITransport(sandbox.app)
        self._clock = clock
        self._seconds = timedelta(seconds=seconds)

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        self._clock.advance(self._seconds)
        return await self._inner.handle_async_request(request)


def surroundings(
    sandbox: Sandbox,
    *,
    instance: str = "first",
    transport: httpx.AsyncBaseTransport | None = None,
) -> Surroundings:
    """Give what the machine lends, in simulated time; `transport` is the way to the sandbox."""
    clock = clock_of(sandbox)
    way = transport or Latency(sandbox, clock)
    return Surroundings(clock.now, timer_of(clock), instance, way)


def clock_of(sandbox: Sandbox) -> ManualClock:
    """Give the clock that a test moves."""
    assert isinstance(sandbox.clock, ManualClock)
    return sandbox.clock


@asynccontextmanager
async def staged(
    state: Path,
    *,
    partnership: Partnership | None = None,
    start: datetime = MORNING,
    clock: Callable[[datetime], ManualClock] = ManualClock,
    children: bool = False,
) -> AsyncIterator[Stage]:
    """Set a stage with the lists made. `children`: documents are read in child processes."""
    sandbox = Sandbox(clock=clock(start))
    async with playing(sandbox, state, partnership=partnership, children=children) as stage:
        async for _made in provision(stage.work.m365.site, stage.work.register.names):
            pass
        yield stage


@asynccontextmanager
async def playing(
    sandbox: Sandbox,
    state: Path,
    *,
    partnership: Partnership | None = None,
    around: Surroundings | None = None,
    children: bool = False,
) -> AsyncIterator[Stage]:
    """Start the service over a tenant that is there already, as one instance of it."""
    configured = partnership or CONFIGURED
    around = around or surroundings(sandbox)
    settings, clock = settings_for(state), clock_of(sandbox)
    with held_to_graph(sandbox):
        async with living(settings, configured, around, clock=clock, children=children) as life:
            yield Stage(life.clock, life.work, life.service, life.settings, sandbox)


def settings_for(state: Path, graph_url: str = "http://sandbox/v1.0") -> Settings:
    """Give the settings for a sandbox, in this process or elsewhere."""
    return Settings(sign_in=SignIn.SANDBOX, graph_url=graph_url, state=state)


@asynccontextmanager
async def living(
    settings: Settings,
    partnership: Partnership,
    around: Surroundings,
    *,
    clock: ManualClock,
    children: bool = False,
) -> AsyncIterator[Alive]:
    """Start the service over a sandbox, wherever that is."""
    async with opened(settings, partnership, around) as work:
        reader = work.reader if children else ReadAtOnce(work.labels)
        workplace = replace(work, reader=reader)
        yield Alive(clock, workplace, Service(workplace, settings), settings)


@cache
def form(child: str = "Wren Placeholder", *, happened: str = "16 November 2026") -> bytes:
    """Fill in a Case of Concern form about a child, as the school does; the same one each time."""
    return concern(TEACHER, child, "12 March 2015", happened)


def mail(
    sender: str = SCHOOL,
    *documents: tuple[str, bytes],
    subject: str = "Form",
    text: str = "Please find the form attached.",
    number: int = 1,
) -> EmailMessage:
    """Write a mail as it stands in the mailbox, its sender proven."""
    message = EmailMessage()
    domain = sender.rpartition("@")[2]
    message["Authentication-Results"] = PASSED.format(domain)
    message["From"], message["To"], message["Subject"] = sender, "CSCP@croydon.gov.uk", subject
    message["Message-ID"] = f"<{number}@{domain}>"
    message["Date"] = "Tue, 24 Nov 2026 09:00:00 +0000"
    message.set_content(text)
    for name, content in documents:
        message.add_attachment(content, maintype=WORD[0], subtype=WORD[1], filename=name)
    if documents:
        message.set_boundary(f"part-{number}")  # else chance would choose it
    return message
