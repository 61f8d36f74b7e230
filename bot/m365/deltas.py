"""Reads a page of changes: what came whole, what was merely touched, what was removed."""

from collections.abc import Callable, Mapping
from collections.abc import Set as AbstractSet
from typing import Any, TypeVar

from bot.m365.messages import Changes, Removed

T = TypeVar("T")


def read_changes(
    page: Mapping[str, Any], read: Callable[[Mapping[str, Any]], T], *, whole: AbstractSet[str]
) -> Changes[T]:
    """Sort a page. An entry without the properties `whole` came only with what changed of it."""
    entries = page.get("value") or []
    there = [entry for entry in entries if _removed(entry) is None]
    return Changes(
        items=tuple(read(entry) for entry in there if whole <= entry.keys()),
        touched=tuple(entry["id"] for entry in there if not whole <= entry.keys()),
        removed=tuple(found for entry in entries if (found := _removed(entry))),
        next_link=page.get("@odata.nextLink"),
        delta_link=page.get("@odata.deltaLink"),
    )


def _removed(entry: Mapping[str, Any]) -> Removed | None:
    """Exchange says `@removed`, SharePoint `deleted`."""
    if "@removed" in entry:
        return Removed(entry["id"], (entry["@removed"] or {}).get("reason") or "deleted")
    return Removed(entry["id"], "deleted") if entry.get("deleted") is not None else None
