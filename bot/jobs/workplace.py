"""What every job works with, made once at the entry point and handed down."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime

from bot.forms import Labels, Reader
from bot.jobs.outbox import Outbox
from bot.jobs.register import Register
from bot.m365 import Microsoft365
from bot.mail import Vocabulary
from bot.partnership import Partnership
from bot.process.days import london_day
from bot.process.working_days import WorkingDays, WorkingHours
from bot.writing import Writer


@dataclass(frozen=True, slots=True)
class Workplace:
    """The tenant, the partnership, and the tools; `clock` gives the moment, with its zone."""

    m365: Microsoft365
    partnership: Partnership
    register: Register
    outbox: Outbox
    writer: Writer
    reader: Reader
    labels: Labels
    vocabulary: Vocabulary
    clock: Callable[[], datetime]

    @property
    def today(self) -> date:
        """The day in London."""
        return london_day(self.clock())

    @property
    def hours(self) -> WorkingHours:
        """When people may be written to."""
        return hours_of(self.partnership)


def hours_of(partnership: Partnership) -> WorkingHours:
    """Give the hours in which a partnership's people may be written to."""
    days = WorkingDays(frozenset(partnership.closures))
    return WorkingHours(days, partnership.hours.opens, partnership.hours.closes)
