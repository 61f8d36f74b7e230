"""Everything that one tenant knows: the services' states and what they share. No HTTP here."""

import asyncio
from dataclasses import dataclass, field

import httpx

from bot.sandbox.calendar.state import Calendars
from bot.sandbox.core.changes import Changes
from bot.sandbox.core.clock import Clock
from bot.sandbox.core.exchange import Observer
from bot.sandbox.core.faults import Faults
from bot.sandbox.core.ids import Ids
from bot.sandbox.core.journal import Journal
from bot.sandbox.core.limits import Limits
from bot.sandbox.core.links import Links
from bot.sandbox.drives.state import Drives
from bot.sandbox.login.state import App, Login
from bot.sandbox.mail.state import MailSystem
from bot.sandbox.sites.state import Sites
from bot.sandbox.subscriptions.state import Subscriptions


@dataclass(frozen=True, slots=True)
class Names:
    """Who the tenant is: its domain, its shared mailbox, its site and its registered app."""

    domain: str = "croydon.gov.uk"
    mailbox: str = "CSCP@croydon.gov.uk"
    mailbox_name: str = "CSCP"
    site_host: str = "croydon.sharepoint.com"
    site_path: str = "/sites/CSCP"
    tenant_id: str = "5a4d8b00-0000-4000-8000-00000000c5c9"
    client_id: str = "b07b07b0-0000-4000-8000-00000000c5c9"
    secret: str = "sandbox-secret"  # noqa: S105 - guards nothing: it opens an imitation


@dataclass(slots=True)
class Tenant:
    """`connections` are the open TCP connections by peer, so that a fault can break one."""

    names: Names
    clock: Clock
    ids: Ids
    journal: Journal
    links: Links
    limits: Limits
    faults: Faults
    login: Login
    mail: MailSystem
    calendars: Calendars
    sites: Sites
    drives: Drives
    subscriptions: Subscriptions
    latency_seconds: float = 0.0
    observers: list[Observer] = field(default_factory=list)
    connections: dict[object, asyncio.Transport] = field(default_factory=dict)
    outward: httpx.AsyncBaseTransport | None = None

    def outward_client(self, *, timeout: float) -> httpx.AsyncClient:
        """For requests to subscribers; `outward` replaces the network, in tests."""
        return httpx.AsyncClient(transport=self.outward, timeout=timeout, trust_env=False)


def new_tenant(names: Names, *, clock: Clock, seed: int) -> Tenant:
    """With the shared mailbox, the site, and one registered app that may do what the bot needs."""
    ids, journal, changes = Ids(seed), Journal(clock), Changes()
    subscriptions = Subscriptions(clock=clock, ids=ids, tenant_id=names.tenant_id)
    changes.listeners.append(subscriptions)
    login = Login(clock=clock, ids=ids, tenant_id=names.tenant_id, domain=names.domain)
    login.register(
        App(
            names.client_id,
            names.secret,
            mailboxes={names.mailbox},
            sites={names.site_path: "fullcontrol"},
        )
    )
    mail = MailSystem(clock=clock, ids=ids, domain=names.domain, changes=changes)
    mail.open_mailbox(names.mailbox, names.mailbox_name)
    sites = Sites(clock=clock, ids=ids, changes=changes)
    drives = Drives(clock=clock, ids=ids, sites=sites)
    site = sites.open_site(names.site_host, names.site_path, "CSCP")
    system = sites.person(site, "System Account")
    drives.open_library(site, "Documents", "Shared Documents", system)
    return Tenant(
        names=names,
        clock=clock,
        ids=ids,
        journal=journal,
        links=Links(journal),
        limits=Limits(clock, journal),
        faults=Faults(seed),
        login=login,
        mail=mail,
        calendars=Calendars(clock=clock, ids=ids, mail=mail, changes=changes),
        sites=sites,
        drives=drives,
        subscriptions=subscriptions,
    )
