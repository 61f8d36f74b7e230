"""Editions: how a row came to be what it is, as SharePoint keeps its versions."""

from collections.abc import Sequence
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
    for version in await _versions(work, kept):
        try:
            found.append(Stood(version.at, version.edited_by, row.from_fields(version.fields)))
        except UnableToReadRow:
            continue
    return found


async def editor_of(work: Workplace, kept: Kept[R], columns: Sequence[str]) -> str:
    """Name the person who last changed one of these columns; empty where that was no person."""
    editor, before = "", ("",) * len(columns)
    for version in await _versions(work, kept):
        now = tuple(str(version.fields.get(column) or "") for column in columns)
        if now != before:
            editor, before = version.edited_by, now
    return editor


async def _versions(work: Workplace, kept: Kept[R]) -> tuple[ItemVersion, ...]:
    return await work.m365.site.versions(work.register.names.list_of(type(kept.row)), kept.id)
