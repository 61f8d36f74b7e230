"""A stateful local Microsoft 365 for one tenant: in-process as an ASGI app, or served over TCP."""

from collections.abc import Mapping, Sequence
from contextlib import suppress
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from starlette.applications import Starlette
from starlette.requests import ClientDisconnect
from starlette.routing import Mount
from starlette.types import Receive, Scope, Send

from bot.sandbox.calendar.model import Event
from bot.sandbox.calendar.routes import ROUTES as CALENDAR
from bot.sandbox.control.routes import control_routes
from bot.sandbox.core.clock import Clock, ManualClock
from bot.sandbox.core.exchange import Observer
from bot.sandbox.core.faults import Fault
from bot.sandbox.core.journal import Violation
from bot.sandbox.core.routing import Router
from bot.sandbox.drives.routes import ROUTES as DRIVES
from bot.sandbox.drives.transfer import transfer_routes
from bot.sandbox.front.engine import Engine
from bot.sandbox.front.graph import GraphApp
from bot.sandbox.front.outside import Outside
from bot.sandbox.login.routes import login_routes
from bot.sandbox.mail.model import Message
from bot.sandbox.mail.routes import ROUTES as MAIL
from bot.sandbox.mail.state import Sent
from bot.sandbox.mail.transfer import attachment_routes
from bot.sandbox.page import Cast, Hook, page_routes
from bot.sandbox.page.hooks import Turns
from bot.sandbox.seeding import seed
from bot.sandbox.sites.lists import SharePointList
from bot.sandbox.sites.routes import ROUTES as SITES
from bot.sandbox.sites.rows import Row
from bot.sandbox.snapshots import restore, save
from bot.sandbox.subscriptions.notifier import Notifier
from bot.sandbox.subscriptions.routes import ROUTES as SUBSCRIPTIONS
from bot.sandbox.tenant import Names, Tenant, new_tenant

ROUTES = (*MAIL, *CALENDAR, *SITES, *DRIVES, *SUBSCRIPTIONS)


class UnableToMoveClockError(Exception):
    """The sandbox runs by a clock of somebody else's."""


class Sandbox:
    """What tests and demonstrations do to the tenant; the control plane is the same over HTTP.

    `clock` decides what time it is in the tenant. `seed` makes ids and chances repeatable.
    """

    def __init__(self, *, clock: Clock, seed: int = 1, names: Names | None = None) -> None:
        self.names = names or Names()
        self.clock = clock
        self._seed = seed
        self._observers: list[Observer] = []
        self._router = Router(ROUTES)
        self.cast = Cast()
        self.after_clock_moved: list[Hook] = []
        self.after_mail_arrived: list[Hook] = []
        self.after_row_edited: list[Hook] = []
        self._turns = Turns()
        self._occupy(new_tenant(self.names, clock=clock, seed=seed))

    def reset(self) -> None:
        """Forget everything but the clock and the observers."""
        fresh = new_tenant(self.names, clock=self.clock, seed=self._seed)
        fresh.connections = self.tenant.connections
        self._occupy(fresh)

    def save(self, path: Path) -> None:
        """Write the whole tenant to a file. Raises OSError."""
        save(self.tenant, path)

    def restore(self, path: Path) -> None:
        """Go on from a file that `save` wrote. Raises UnableToRestoreError, OSError."""
        self._occupy(restore(self.tenant, path))

    def _occupy(self, tenant: Tenant) -> None:
        self.tenant = tenant
        self.names = tenant.names
        self.tenant.observers = self._observers
        engine = Engine(self.tenant, self._router)
        self._notifier = Notifier(self.tenant)
        self._app = Starlette(
            routes=[
                Mount("/_sandbox", routes=control_routes(self)),
                Mount("/v1.0", app=GraphApp(engine, self.clock, self.tenant.ids)),
                *page_routes(self),
                Mount("/", app=self._outside()),
            ]
        )

    def _outside(self) -> Outside:
        transfers = [*transfer_routes(self.tenant), *attachment_routes(self.tenant)]
        return Outside(self.tenant, [*transfers, *login_routes(self.tenant)])

    async def app(self, scope: Scope, receive: Receive, send: Send) -> None:
        """The ASGI application. A client that goes before it has said what it wants is no error."""
        with suppress(ClientDisconnect):
            await self._app(scope, receive, send)
        self.notify_soon()

    def observe(self, observer: Observer) -> None:
        """`observer` is called with every request to Graph and its answer."""
        self._observers.append(observer)

    async def run_hooks(self, hooks: Sequence[Hook]) -> list[str]:
        """Let those hooked in do what is theirs; gives the troubles that they tell."""
        return await self._turns.run(hooks)

    # Time

    def set_clock(self, moment: datetime) -> None:
        """Raises UnableToMoveClockError."""
        self._manual_clock().set(moment)

    def advance_clock(self, by: timedelta) -> None:
        """Raises UnableToMoveClockError."""
        self._manual_clock().advance(by)

    def _manual_clock(self) -> ManualClock:
        if not isinstance(self.clock, ManualClock):
            raise UnableToMoveClockError("Start the sandbox with a ManualClock to move its time.")
        return self.clock

    # Trouble

    def plan_fault(self, fault: Fault) -> None:
        self.tenant.faults.plan(fault)

    def set_latency(self, seconds: float) -> None:
        """Every Graph request takes at least that long."""
        self.tenant.latency_seconds = seconds

    @property
    def violations(self) -> list[Violation]:
        return self.tenant.journal.violations

    def request_counts(self) -> dict[str, int]:
        """By method and template."""
        return self.tenant.journal.counts()

    # Mail

    def deliver(self, raw: bytes, *, to: str | None = None) -> Message:
        """Put a mail into a mailbox (the shared one) exactly as it is, headers and all."""
        return self.tenant.mail.deliver(to or self.names.mailbox, raw)

    def seed(self, folder: Path, *, to: str | None = None) -> list[Message]:
        """Deliver a folder of .eml and .docx files. Raises UnableToSeedError, OSError."""
        return seed(self.tenant, folder, to=to or self.names.mailbox)

    def messages(self, address: str | None = None, folder: str = "inbox") -> list[Message]:
        """In order of arrival; of any mailbox that mail reached, inside the tenant or out."""
        mailbox = self.tenant.mail.open_mailbox(address or self.names.mailbox)
        return list(mailbox.folder(folder).messages.values())

    @property
    def sent(self) -> list[Sent]:
        """Everything that left a mailbox, invitations included."""
        return self.tenant.mail.sent

    async def notify(self) -> None:
        """Post to subscribers what waits for them, now."""
        await self._notifier.deliver()

    def notify_soon(self) -> None:
        """The same in the background; every request and every mail over SMTP sets it off."""
        self._notifier.wake()

    # Lists

    def sharepoint_list(self, name: str) -> SharePointList:
        """A list of the tenant's site by name. Raises GraphError 404."""
        return self.tenant.sites.site(self._site_reference()).list(name)

    def edit_row(self, name: str, row_id: int, fields: Mapping[str, Any], *, person: str) -> Row:
        """Somebody edits a row in the browser. Raises GraphError."""
        site = self.tenant.sites.site(self._site_reference())
        target = site.list(name)
        row = target.row(str(row_id))
        author = self.tenant.sites.person(site, person)
        target.change_row(row, fields, by=author, at=self.tenant.sites.now())
        return row

    def add_row(self, name: str, fields: Mapping[str, Any], *, person: str) -> Row:
        """Somebody adds a row in the browser. Raises GraphError."""
        site = self.tenant.sites.site(self._site_reference())
        author = self.tenant.sites.person(site, person)
        return self.tenant.sites.add_row(site.list(name), fields, author)

    def _site_reference(self) -> str:
        return f"{self.names.site_host}:{self.names.site_path}"

    # Calendar

    def events(self, address: str | None = None) -> list[Event]:
        mailbox = self.tenant.mail.mailbox(address or self.names.mailbox)
        return list(self.tenant.calendars.of(mailbox).events.values())

    def respond(self, event_id: str, *, attendee: str, answer: str, comment: str = "") -> None:
        """An attendee answers: accepted, declined or tentativelyAccepted. Raises GraphError 404."""
        mailbox = self.tenant.mail.mailbox(self.names.mailbox)
        event = self.tenant.calendars.of(mailbox).event(event_id)
        self.tenant.calendars.respond(
            mailbox, event, address=attendee, word=answer, comment=comment
        )
