"""Puts the service together: settings and configuration in, a connected workplace out."""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime
from urllib.parse import urlsplit

import httpx

from bot import m365
from bot.forms import Reader, load_labels
from bot.jobs.cursors import Cursors
from bot.jobs.outbox import Outbox
from bot.jobs.register import Register
from bot.jobs.workplace import Workplace, hours_of
from bot.mail import load_vocabulary
from bot.partnership import Partnership
from bot.process import clocks
from bot.process.registers import KINDS, Names
from bot.settings import Settings, SignIn
from bot.writing import Writer

SANDBOX_TENANT = "croydon.gov.uk"
SANDBOX_CLIENT = "b07b07b0-0000-4000-8000-00000000c5c9"
SANDBOX_SECRET = "sandbox-secret"  # noqa: S105 - opens an imitation, guards nothing


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What the machine lends: the time, a timer, a name for this process, a way to the network.

    `patience` is how long one call to Microsoft 365 may be tried again.
    """

    clock: Callable[[], datetime]
    timer: m365.Timer
    instance: str
    transport: httpx.AsyncBaseTransport | None = None
    patience: m365.Patience = field(default_factory=m365.Patience)


@asynccontextmanager
async def opened(
    settings: Settings, partnership: Partnership, around: Surroundings
) -> AsyncIterator[Workplace]:
    """Open a workplace, and close it at the end; nothing is asked of Microsoft 365 yet.

    Raises UnableToReadConfiguration, UnableToReadLabels or UnableToReadVocabulary, each one line.
    """
    clocks.check(partnership.clocks, KINDS)
    names = Names.of(partnership)
    labels, vocabulary = load_labels(settings.labels), load_vocabulary(settings.mail_words)
    place = m365.Place(
        base_url=settings.graph,
        mailbox=partnership.mailbox,
        site_hostname=settings.site_host,
        site_path=settings.site_path,
        library=names.library,
    )
    credential = _credential(settings, around)
    lasting = m365.Lasting(Cursors(settings.state), around.clock)
    async with (
        m365.connect(
            place,
            credential=credential,
            timer=replace(around.timer, lasting=lasting),
            transport=around.transport,
            patience=around.patience,
        ) as tenant,
        Reader(labels, workers=settings.readers) as reader,
    ):
        writer = Writer(settings.templates, partnership.words)
        register = Register(
            site=tenant.site, library=tenant.library, clock=around.clock, names=names
        )
        outbox = Outbox(
            m365=tenant,
            register=register,
            writer=writer,
            clock=around.clock,
            hours=hours_of(partnership),
            instance=around.instance,
        )
        yield Workplace(
            m365=tenant,
            partnership=partnership,
            register=register,
            outbox=outbox,
            writer=writer,
            reader=reader,
            labels=labels,
            vocabulary=vocabulary,
            clock=around.clock,
        )


def _credential(settings: Settings, around: Surroundings) -> m365.Credential:
    match settings.sign_in:
        case SignIn.CLIENT_SECRET:
            return m365.client_secret(
                tenant_id=settings.tenant_id,
                client_id=settings.client_id,
                secret=settings.client_secret.get_secret_value(),
            )
        case SignIn.CERTIFICATE if settings.certificate:
            return m365.certificate(
                tenant_id=settings.tenant_id,
                client_id=settings.client_id,
                path=settings.certificate,
                password=settings.certificate_password.get_secret_value() or None,
            )
        case SignIn.MANAGED_IDENTITY:
            return m365.managed_identity(client_id=settings.client_id or None)
        case _:
            return _sandbox_credential(settings, around)


def _sandbox_credential(settings: Settings, around: Surroundings) -> m365.Credential:
    graph = urlsplit(settings.graph)
    return m365.SandboxCredential(
        token_url=f"{graph.scheme}://{graph.netloc}/{SANDBOX_TENANT}/oauth2/v2.0/token",
        client_id=SANDBOX_CLIENT,
        secret=SANDBOX_SECRET,
        monotonic=around.timer.monotonic,
        transport=around.transport,
    )
