"""A sandbox in a process of its own, so that only the service is measured."""

import asyncio
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from email.message import EmailMessage
from socket import socket
from typing import Any

import httpx

from bot.demo.agencies import TEACHER, WORD, concern

PASSED = "spf=pass; dkim=pass; dmarc=pass action=none;compauth=pass reason=100"


@dataclass(frozen=True, slots=True)
class Tenant:
    """The control plane of a running sandbox, and where its Graph answers."""

    graph_url: str
    control: httpx.AsyncClient

    async def deliver(self, mail: EmailMessage) -> None:
        """Put a mail into the shared mailbox."""
        await self.control.post("/mail", content=mail.as_bytes())

    async def forget(self) -> None:
        """Begin to count requests anew."""
        await self.control.delete("/requests")

    async def counts(self) -> dict[str, int]:
        """Give the requests since then, by method and address."""
        found: dict[str, int] = (await self.control.get("/requests")).json()["counts"]
        return found

    async def log(self) -> list[dict[str, Any]]:
        """Give the requests since then, one by one."""
        found: list[dict[str, Any]] = (await self.control.get("/requests")).json()["log"]
        return found

    async def rows(self, name: str) -> list[dict[str, Any]]:
        """Give the fields of a list's rows."""
        answer = (await self.control.get(f"/lists/{name}/rows")).json()
        return [row["fields"] for row in answer["rows"]]

    async def latency(self, seconds: float) -> None:
        """Let every request to Graph take at least so long."""
        await self.control.post("/latency", json={"seconds": seconds})

    async def violations(self) -> list[dict[str, Any]]:
        """Give what Microsoft 365 would have punished."""
        found: list[dict[str, Any]] = (await self.control.get("/violations")).json()["violations"]
        return found


@asynccontextmanager
async def tenant() -> AsyncIterator[Tenant]:
    """Start a sandbox and end it with the block."""
    port, smtp_port = _free(), _free()
    command = (
        "-m",
        "bot",
        "sandbox",
        "--no-service",
        "--port",
        str(port),
        "--smtp-port",
        str(smtp_port),
    )
    process = await asyncio.create_subprocess_exec(
        sys.executable, *command, stdout=asyncio.subprocess.PIPE
    )
    try:
        if process.stdout:
            await process.stdout.readline()  # it says where it is as soon as it answers
        base = f"http://127.0.0.1:{port}"
        async with httpx.AsyncClient(base_url=f"{base}/_sandbox", trust_env=False) as control:
            yield Tenant(f"{base}/v1.0", control)
    finally:
        process.terminate()
        await process.wait()


def form_mail(number: int) -> EmailMessage:
    """Write a mail with one plain Case of Concern form; each number is another child."""
    mail = _mail(f"{number}.form")
    form = concern(TEACHER, f"Wren {_surname(number)}", "12 March 2015", "16 November 2026")
    mail.set_content("Please find the form attached.")
    mail.add_attachment(form, maintype=WORD[0], subtype=WORD[1], filename="form.docx")
    return mail


def chatter(number: int) -> EmailMessage:
    """Write a mail that is for people: no form, no attachment."""
    mail = _mail(f"{number}.chatter")
    mail.set_content("Thank you for yesterday. The room is booked for the tenth.")
    return mail


def _mail(name: str) -> EmailMessage:
    mail = EmailMessage()
    mail["Authentication-Results"] = PASSED
    mail["From"], mail["To"] = TEACHER.email, "CSCP@croydon.gov.uk"
    mail["Subject"], mail["Message-ID"] = "Thank you", f"<{name}@sampleby-school.example>"
    mail["Date"] = "Tue, 24 Nov 2026 09:00:00 +0000"
    return mail


def _surname(number: int) -> str:
    """Give a number as an invented surname, another for each."""
    syllables = ("fic", "mock", "sam", "tes", "pla", "ced", "non", "imag", "inv", "pre")
    return "".join(syllables[int(digit)] for digit in str(number)).capitalize() + "ton"


def _free() -> int:
    with socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
