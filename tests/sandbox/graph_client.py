"""How tests speak to the sandbox: httpx with a token, nothing of the adapter's."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import httpx

from bot.sandbox import Sandbox

BASE = "http://sandbox/v1.0"
USER = "/users/cscp@croydon.gov.uk"
INBOX = f"{USER}/mailFolders/inbox"


@asynccontextmanager
async def graph_client(sandbox: Sandbox, **options: str) -> AsyncIterator[httpx.AsyncClient]:
    """An authenticated client of the sandbox, in-process."""
    transport = httpx.ASGITransport(sandbox.app)
    token = await access_token(sandbox)
    headers = {"Authorization": f"Bearer {token}", **options}
    async with httpx.AsyncClient(transport=transport, base_url=BASE, headers=headers) as client:
        yield client


async def access_token(sandbox: Sandbox, secret: str | None = None) -> str:
    names = sandbox.names
    form = {
        "grant_type": "client_credentials",
        "client_id": names.client_id,
        "client_secret": secret or names.secret,
        "scope": "https://graph.microsoft.com/.default",
    }
    transport = httpx.ASGITransport(sandbox.app)
    async with httpx.AsyncClient(transport=transport, base_url="http://sandbox") as client:
        answer = await client.post(f"/{names.tenant_id}/oauth2/v2.0/token", data=form)
    return str(answer.json()["access_token"])


def mail(
    subject: str = "A form",
    *,
    sender: str = "worker@school.example",
    message_id: str = "<1@school.example>",
) -> bytes:
    """The plainest mail there is."""
    return (
        f"From: Sam Worker <{sender}>\r\nTo: CSCP@croydon.gov.uk\r\nSubject: {subject}\r\n"
        f"Date: Mon, 7 Sep 2026 08:55:00 +0100\r\nMessage-ID: {message_id}\r\n\r\nHello.\r\n"
    ).encode()
