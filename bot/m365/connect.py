"""Opens the one connection to Microsoft 365; tenant and sandbox differ only in what is passed."""

import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from ipaddress import ip_address
from urllib.parse import urlsplit

import httpx
from msgraph import GraphRequestAdapter, GraphServiceClient

from bot.m365.calendar import Calendar
from bot.m365.credential import BearerToken, Credential
from bot.m365.library import Library
from bot.m365.line import Line
from bot.m365.mailbox import Mailbox
from bot.m365.pace import SendPace, lane_to_mailbox, lane_to_site
from bot.m365.retry import Patience, Retry
from bot.m365.site import Site
from bot.m365.timer import Moments, Timer
from bot.m365.wire import Wire

# SharePoint gives requests that name their application precedence over those that do not.
_USER_AGENT = "NONISV|CSCP|CscpBot/0.1"
_TIMEOUT = httpx.Timeout(60, connect=10)
_PATIENCE = Patience()


@dataclass(frozen=True, slots=True)
class Place:
    """Where the partnership works: Graph's address, its mailbox, its site and its library."""

    base_url: str
    mailbox: str
    site_hostname: str
    site_path: str
    library: str


@dataclass(frozen=True, slots=True)
class Microsoft365:
    """The narrow port: all that the service does with Microsoft 365 goes through these four."""

    mailbox: Mailbox
    calendar: Calendar
    site: Site
    library: Library


@asynccontextmanager
async def connect(
    place: Place,
    *,
    credential: Credential,
    timer: Timer,
    transport: httpx.AsyncBaseTransport | None = None,
    patience: Patience = _PATIENCE,
) -> AsyncIterator[Microsoft365]:
    """Open the connection, and close it and the credential at the end. Asks nothing of Graph yet.

    One a process: it is within the connection that the mailbox's limits are kept, and in what is
    `lasting` of the timer that they bind the next process.
    """
    base_url = place.base_url.rstrip("/")
    http = httpx.AsyncClient(
        timeout=_TIMEOUT,
        transport=transport,
        headers={"User-Agent": _USER_AGENT},
        trust_env=not _is_loopback(base_url),
    )
    try:
        async with http:
            yield _ports(place, http=http, credential=credential, timer=timer, patience=patience)
    finally:
        await credential.close()


def quieten_libraries() -> None:
    """Silence the loggers of libraries that write URLs (with addresses) or parts of tokens."""
    for name in ("httpx", "httpcore", "azure", "msal", "urllib3", "aiohttp"):
        logging.getLogger(name).setLevel(logging.CRITICAL)


def _ports(
    place: Place,
    *,
    http: httpx.AsyncClient,
    credential: Credential,
    timer: Timer,
    patience: Patience,
) -> Microsoft365:
    base_url = place.base_url.rstrip("/")
    # The SDK's middleware stays out: it would repeat POSTs that may have happened.
    adapter = GraphRequestAdapter(BearerToken(credential=credential, base_url=base_url), http)
    adapter.base_url = base_url
    client = GraphServiceClient(request_adapter=adapter)
    wire = Wire(adapter=adapter, http=http, base_url=base_url, timer=timer)
    retry = Retry(timer=timer, patience=patience)

    longest = patience.longest_wait
    to_mailbox = lane_to_mailbox(timer, longest_wait=longest)
    to_site = lane_to_site(timer, longest_wait=longest)
    exchange = Line(wire=wire, lane=to_mailbox, retry=retry)
    sharepoint = Line(wire=wire, lane=to_site, retry=retry)
    user = client.users.by_user_id(place.mailbox)
    sends = SendPace(timer=timer, kept=Moments("sends", timer))
    site = Site(client=client, hostname=place.site_hostname, path=place.site_path, line=sharepoint)
    return Microsoft365(
        mailbox=Mailbox(user=user, line=exchange, sends=sends),
        calendar=Calendar(user=user, line=exchange, sends=sends),
        site=site,
        library=Library(client=client, site=site, title=place.library, line=sharepoint),
    )


def _is_loopback(base_url: str) -> bool:
    host = urlsplit(base_url).hostname or ""
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
