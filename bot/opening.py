"""Puts the service together: settings and configuration in, a connected workplace out."""

from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import cache
from pathlib import Path

import httpx

from bot import m365
from bot.forms import Kind, Labels, Reader, load_labels
from bot.jobs.cursors import Cursors
from bot.jobs.outbox import Outbox
from bot.jobs.register import Register
from bot.jobs.workplace import Workplace, hours_of
from bot.mail import Vocabulary, load_vocabulary
from bot.partnership import Partnership, UnableToReadConfiguration, load_partnership
from bot.process.fitting import faults
from bot.process.names import Names
from bot.settings import Settings
from bot.signing_in import credential
from bot.writing import Writer


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


def configured(folder: Path) -> Partnership:
    """Read a partnership's configuration, and hold it against the kinds of entry that there are.

    Raises UnableToReadConfiguration with one line that names the file, the setting and what to do.
    """
    partnership = load_partnership(folder)
    for fault in faults(partnership):
        raise UnableToReadConfiguration(f"{folder / 'partnership.toml'}: {fault}")
    return partnership


@asynccontextmanager
async def opened(
    settings: Settings, partnership: Partnership, around: Surroundings
) -> AsyncIterator[Workplace]:
    """Open a workplace, and close it at the end; nothing is asked of Microsoft 365 yet.

    Raises UnableToReadLabels or UnableToReadVocabulary, each one line.
    """
    names = Names.of(partnership)
    labels, vocabulary = labels_of(settings, partnership), _vocabulary(settings.mail_words)
    async with (
        _tenant(settings, partnership, around, names) as tenant,
        Reader(labels, workers=settings.readers) as reader,
    ):
        writer = Writer(partnership, settings.config / "templates", settings.templates)
        register = Register(
            site=tenant.site, library=tenant.library, clock=around.clock, names=names
        )
        yield Workplace(
            m365=tenant,
            partnership=partnership,
            register=register,
            outbox=Outbox(
                m365=tenant,
                register=register,
                writer=writer,
                clock=around.clock,
                hours=hours_of(partnership),
                instance=around.instance,
            ),
            writer=writer,
            reader=reader,
            labels=labels,
            vocabulary=vocabulary,
            clock=around.clock,
        )


def labels_of(settings: Settings, partnership: Partnership) -> Labels:
    """Read how forms are worded, with the partnership's own stages and titles of forms.

    Raises UnableToReadLabels.
    """
    words, stages = partnership.words, partnership.escalations.stages
    return _labels(settings.labels, stages, words.concern_form, words.escalation_form)


@cache  # once a process, however often it opens
def _labels(path: Path, stages: tuple[str, ...], concern: str, escalation: str) -> Labels:
    titles = {Kind.COC.value: concern, Kind.ESCALATION.value: escalation}
    return load_labels(path, stages, titles)


@cache
def _vocabulary(path: Path) -> Vocabulary:
    return load_vocabulary(path)


def _tenant(
    settings: Settings, partnership: Partnership, around: Surroundings, names: Names
) -> AbstractAsyncContextManager[m365.Microsoft365]:
    """Reach the partnership's mailbox, site and library; pauses outlive this process."""
    place = m365.Place(
        base_url=settings.graph,
        mailbox=partnership.mailbox,
        site_hostname=settings.site_host,
        site_path=settings.site_path,
        library=names.library,
    )
    timer, transport = around.timer, around.transport
    return m365.connect(
        place,
        credential=credential(settings, monotonic=timer.monotonic, transport=transport),
        timer=replace(timer, lasting=m365.Lasting(Cursors(settings.state), around.clock)),
        transport=transport,
        patience=around.patience,
    )
