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
KEPT = "Kept for "  # so begins the description of a list that was made here


class UnableToKeepLists(Exception):
    """A list of the site has the name of one of ours, and is not ours: the line says what to do."""


async def provision(site: Site, names: Names = AS_DECLARED) -> AsyncIterator[str]:
    """Make what is missing, telling each thing that was made.

    Raises UnableToKeepLists, before anything is made.
    """
    there = await _there(site, names)
    for row in LISTS:
        name = names.list_of(row)
        if name in there:
            async for told in _add_columns(site, there[name], wanted(row, names)):
                yield told
        else:
            await site.create_list(name, columns=wanted(row, names), description=_kept_by(names))
            yield f"made the list {name}"
    if names.library not in there:
        await site.create_list(
            names.library, template="documentLibrary", description=_kept_by(names)
        )
        yield f"made the library {names.library}"


async def _there(site: Site, names: Names) -> dict[str, ListInfo]:
    """Read which lists there are, by name, and see that those with our names are ours."""
    there = {found.name: found for found in await site.lists()}
    ours = {name.casefold(): name for name in names.lists}
    for found in there.values():
        name = ours.get(found.name.casefold())
        if name and found.name != name:
            raise UnableToKeepLists(
                f"the site has a list '{found.name}': write '{name}' so in the configuration, or"
                " give yours another name there; SharePoint does not tell the two apart"
            )
        keeper = found.description.removeprefix(KEPT)
        if name and names.mailbox and keeper not in (found.description, names.mailbox):
            raise UnableToKeepLists(
                f"the list '{name}' is kept for {keeper}: give yours another name in the"
                " configuration, or use a site of your own"
            )
    return there


def _kept_by(names: Names) -> str:
    return f"{KEPT}{names.mailbox}" if names.mailbox else ""


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
    """Name the lists and columns that are declared and not there, changing nothing.

    Raises UnableToKeepLists as `provision` does.
    """
    there = await _there(site, names)
    absent = [name for name in names.lists if name not in there]
    for row in LISTS:
        name = names.list_of(row)
        if name in there:
            known = {column.name for column in await site.columns(there[name].id)}
            absent += [f"{name}: {c.name}" for c in wanted(row, names) if c.name not in known]
    return absent


async def not_offered(site: Site, names: Names) -> list[str]:
    """Name the words that a list's columns should offer and do not: renamed after it was made.

    What is there is never changed: people may have views and filters of their own on it.
    """
    there = await _there(site, names)
    lacking: list[str] = []
    for row in LISTS:
        name, declared = names.list_of(row), names.columns(row)
        found = await site.columns(there[name].id) if name in there else ()
        for column in found:
            words = declared[column.name].shown if column.name in declared else ()
            lacking += [f"{name}: {column.title}: {w}" for w in words if w not in column.choices]
    return lacking


def told_missing(absent: Sequence[str]) -> str:
    """Say in one line what is missing and what to do."""
    some = ", ".join(absent[:TOLD]) + (" …" if len(absent) > TOLD else "")
    return f"missing: {some}. Run `bot provision`"
