"""The doctor: what is reachable, permitted and missing, in plain words, changing nothing."""

from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass
from datetime import timedelta

import holidays

from bot.jobs.provision import UnableToKeepLists, missing, not_offered, told_missing
from bot.jobs.workplace import Workplace
from bot.m365 import UnableToUseMicrosoft365

WINDOW = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing looked at: whether it is well, and what was seen or is to be done."""

    what: str
    well: bool
    told: str


async def examine(workplace: Workplace) -> AsyncIterator[Finding]:
    """Look at everything that the service needs, one thing after the other."""
    checks: tuple[tuple[str, Callable[[Workplace], Awaitable[str]]], ...] = (
        ("mailbox", _mailbox),
        ("calendar", _calendar),
        ("SharePoint site", _site),
        ("lists and columns", _lists),
        ("document library", _library),
        ("bank holidays", _bank_holidays),
        ("meeting schedule", _schedule),
        ("business team", _team),
    )
    for what, check in checks:
        try:
            yield Finding(what, well=True, told=await check(workplace))
        except (UnableToUseMicrosoft365, UnableToKeepLists, _NotWell) as error:
            yield Finding(what, well=False, told=str(error))


class _NotWell(Exception):
    """Something is there and is not as the service needs it."""


async def _mailbox(workplace: Workplace) -> str:
    await workplace.m365.mailbox.known_folder("inbox")
    return f"{workplace.partnership.mailbox} can be read"


async def _calendar(workplace: Workplace) -> str:
    now = workplace.clock()
    async for _event in workplace.m365.calendar.events_between(now, now + WINDOW):
        break
    return "can be read"


async def _site(workplace: Workplace) -> str:
    await workplace.m365.site.resolve()
    return "can be reached"


async def _lists(workplace: Workplace) -> str:
    absent = await missing(workplace.m365.site, workplace.register.names)
    if absent:
        raise _NotWell(told_missing(absent))
    lacking = await not_offered(workplace.m365.site, workplace.register.names)
    if lacking:
        raise _NotWell(f"not offered: {'; '.join(lacking)}. Add it in the list's settings")
    return "all there"


async def _library(workplace: Workplace) -> str:
    return f"at {await workplace.m365.library.web_url()}"


async def _bank_holidays(workplace: Workplace) -> str:
    year = workplace.today.year + 1
    known = holidays.country_holidays("GB", subdiv="ENG", years=year)
    if not known:
        raise _NotWell(f"none known for {year}: update the `holidays` package")
    return f"known up to the end of {year} at least"


async def _schedule(workplace: Workplace) -> str:
    coming = [m for m in workplace.partnership.meetings if m.on >= workplace.today]
    if not coming:
        raise _NotWell("no meeting is scheduled from today on: add [[meetings]]")
    return f"{len(coming)} meetings to come, the next on {min(m.on for m in coming):%d %B %Y}"


async def _team(workplace: Workplace) -> str:
    vacant = workplace.partnership.team.vacancies
    told = ", ".join(post.replace("_", " ") for post in vacant)
    return f"vacant: {told}; mail goes to the fallback" if vacant else "every post is held"
