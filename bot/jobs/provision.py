"""Provisioning: the lists, their columns and the library are made as they are declared.

Safe to run again: what is there stays, what is missing is added, nothing is ever removed.
"""

from collections.abc import AsyncIterator, Sequence

from bot.m365 import Column, ListInfo, NameTaken, Site
from bot.process.columns import Column as Declared
from bot.process.columns import Row
from bot.process.names import AS_DECLARED, Names
from bot.process.registers import LISTS

TOLD = 5


async def provision(site: Site, names: Names = AS_DECLARED) -> AsyncIterator[str]:
    """Make what is missing, telling each thing that was made."""
    there = {found.name: found for found in await site.lists()}
    for row in LISTS:
        name = names.list_of(row)
        if name in there:
            async for told in _add_columns(site, there[name], wanted(row, names)):
                yield told
        else:
            await site.create_list(name, columns=wanted(row, names))
            yield f"made the list {name}"
    if names.library not in there:
        await site.create_list(names.library, template="documentLibrary")
        yield f"made the library {names.library}"


async def _add_columns(
    site: Site, found: ListInfo, columns: Sequence[Column]
) -> AsyncIterator[str]:
    known = {column.name for column in await site.columns(found.id)}
    for column in columns:
        if column.name not in known:
            try:
                await site.create_column(found.id, column)
            except NameTaken:  # another instance was quicker
                continue
            yield f"added {column.name} to {found.name}"


def wanted(row: type[Row], names: Names) -> tuple[Column, ...]:
    """Give the columns of a partnership's list, as SharePoint is asked for them."""
    return tuple(_column(name, declared) for name, declared in names.columns(row).items())


def _column(name: str, declared: Declared) -> Column:
    return Column(
        name=name,
        kind=declared.kind.value,
        title=declared.label,
        choices=declared.shown,
        indexed=declared.indexed,
        unique=declared.unique,
    )


async def missing(site: Site, names: Names = AS_DECLARED) -> list[str]:
    """Name the lists and columns that are declared and not there, changing nothing."""
    there = {found.name: found for found in await site.lists()}
    absent = [name for name in (*map(names.list_of, LISTS), names.library) if name not in there]
    for row in LISTS:
        name = names.list_of(row)
        if name in there:
            known = {column.name for column in await site.columns(there[name].id)}
            absent += [f"{name}: {c.name}" for c in wanted(row, names) if c.name not in known]
    return absent


def told_missing(absent: Sequence[str]) -> str:
    """Say in one line what is missing and what to do."""
    some = ", ".join(absent[:TOLD]) + (" …" if len(absent) > TOLD else "")
    return f"missing: {some}. Run `bot provision`"
