"""A stage for the jobs: a tenant of their own, the service over it, and simulated time."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import httpx

from bot.demo.agencies import WORD
from bot.jobs.provision import provision
from bot.jobs.workplace import Workplace
from bot.m365 import Timer
from bot.opening import Surroundings, opened
from bot.partnership import Partnership, load_partnership
from bot.sandbox import ManualClock, Sandbox
from bot.service import Service
from bot.settings import ROOT, Settings, SignIn

MORNING = datetime(2026, 11, 24, 10, 0, tzinfo=UTC)  # a Tuesday
PASSED = (
    "spf=pass smtp.mailfrom={0}; dkim=pass header.d={0};"
    " dmarc=pass action=none header.from={0};compauth=pass reason=100"
)


@dataclass(frozen=True, slots=True)
class Stage:
    """What a test plays with."""

    sandbox: Sandbox
    clock: ManualClock
    work: Workplace
    service: Service
    settings: Settings

    def deliver(self, mail: EmailMessage) -> str:
        """Put a mail into the Inbox as Exchange would, and give its id."""
        return self.sandbox.deliver(mail.as_bytes()).id

    async def round(self, *jobs: str) -> bool:
        """Run one round of every job, or of those named."""
        return await self.service.once(jobs)

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
            if not mail.message.calendar
        ]

    def folder(self, name: str) -> int:
        """Count the mails in a folder of the shared mailbox; 0 where there is none."""
        mailbox = self.sandbox.tenant.mail.mailbox(self.sandbox.names.mailbox)
        found = [folder for folder in mailbox.all_folders() if folder.name == name]
        return sum(len(folder.messages) for folder in found)


def timer_of(clock: ManualClock) -> Timer:
    """Give a timer whose pauses pass at once and move the clock."""

    async def sleep(seconds: float) -> None:
        wake = clock.now() + timedelta(seconds=seconds)
        await asyncio.sleep(0)
        clock.set(max(wake, clock.now()))

    return Timer(monotonic=lambda: clock.now().timestamp(), sleep=sleep)


@asynccontextmanager
async def staged(
    state: Path, *, partnership: Partnership | None = None, start: datetime = MORNING
) -> AsyncIterator[Stage]:
    """Set a stage with the lists made."""
    clock = ManualClock(start)
    sandbox = Sandbox(clock=clock)
    async with playing(sandbox, clock, state, partnership=partnership) as stage:
        async for _made in provision(stage.work.m365.site):
            pass
        yield stage


@asynccontextmanager
async def playing(
    sandbox: Sandbox,
    clock: ManualClock,
    state: Path,
    *,
    partnership: Partnership | None = None,
    instance: str = "first",
) -> AsyncIterator[Stage]:
    """Start the service over a tenant that is there already, as one instance of it."""
    settings = Settings(sign_in=SignIn.SANDBOX, graph_url="http://sandbox/v1.0", state=state)
    around = Surroundings(
        clock=clock.now,
        timer=timer_of(clock),
        instance=instance,
        transport=httpx.ASGITransport(sandbox.app),
    )
    configured = partnership or load_partnership(ROOT / "config" / "croydon")
    async with opened(settings, configured, around) as work:
        yield Stage(sandbox, clock, work, Service(work, settings), settings)


def mail(
    sender: str,
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
    return message
