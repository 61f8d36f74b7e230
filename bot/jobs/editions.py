"""Editions: how a row came to be what it is, as SharePoint keeps its versions."""

from typing import TypeVar

from bot.jobs.kept import Kept
from bot.jobs.workplace import Workplace
from bot.m365 import ItemVersion
from bot.process.columns import Row, UnableToReadRow
from bot.process.happenings import Stood

R = TypeVar("R", bound=Row)


async def editions(work: Workplace, kept: Kept[R]) -> list[Stood[R]]:
    """Read the edits of a row from the first; those that left it unreadable are passed over."""
    row, found = type(kept.row), list[Stood[R]]()
    columns = work.register.names.columns(row)
    for version in await _versions(work, kept):
        try:
            stood = row.from_fields(version.fields, columns)
            found.append(Stood(version.at, version.edited_by, stood))
        except UnableToReadRow:
            continue
    return found


async def last_person(work: Workplace, kept: Kept[R]) -> str:
    """Name the person who last edited a row; empty where no person ever did."""
    editors = (version.edited_by for version in reversed(await _versions(work, kept)))
    return next(filter(None, editors), "")


async def _versions(work: Workplace, kept: Kept[R]) -> tuple[ItemVersion, ...]:
    return await work.m365.site.versions(work.register.names.list_of(type(kept.row)), kept.id)
