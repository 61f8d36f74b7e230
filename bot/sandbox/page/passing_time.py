"""How time passes when a person moves the clock: from half day to half day, nothing skipped."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING

import holidays

from bot.sandbox.page.wording import LONDON

if TYPE_CHECKING:
    from bot.sandbox.sandbox import Sandbox

ROUNDS = (time(8, 35), time(16, 5))
OFFICE_OPENS = time(9)
LONGEST = timedelta(days=92)
_BANK_HOLIDAYS = holidays.country_holidays("GB", subdiv="ENG")


def is_working_day(day: date) -> bool:
    return day.weekday() < 5 and day not in _BANK_HOLIDAYS  # noqa: PLR2004 - Saturday is 5


def next_working_day(moment: datetime) -> datetime:
    """Nine o'clock on the next working day."""
    day = moment.astimezone(LONDON).date() + timedelta(days=1)
    while not is_working_day(day):
        day += timedelta(days=1)
    return datetime.combine(day, OFFICE_OPENS, LONDON)


def next_week(moment: datetime) -> datetime:
    """Nine o'clock seven days on, or on the next working day after that."""
    day = moment.astimezone(LONDON).date() + timedelta(days=6)
    return next_working_day(datetime.combine(day, OFFICE_OPENS, LONDON))


def stops(start: datetime, end: datetime) -> Iterator[datetime]:
    """The moments between two at which something may be due, and the end itself."""
    day, last = start.astimezone(LONDON).date(), end.astimezone(LONDON).date()
    while day <= last:
        if is_working_day(day):
            rounds = (datetime.combine(day, hour, LONDON) for hour in ROUNDS)
            yield from (moment for moment in rounds if start < moment < end)
        day += timedelta(days=1)
    yield end


async def pass_time(sandbox: "Sandbox", until: datetime) -> list[str]:
    """Move the clock on, stopping wherever something may be due; gives what the hooks tell."""
    told: list[str] = []
    for moment in stops(sandbox.clock.now(), until):
        sandbox.set_clock(max(moment, sandbox.clock.now()))
        told = await sandbox.run_hooks(sandbox.after_clock_moved)
    return told
