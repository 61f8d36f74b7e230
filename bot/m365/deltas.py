"""A page of changes: what came whole, what was merely touched, what was removed."""

from collections.abc import Callable, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from bot.m365.errors import Transient

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Removed:
    """An id that left the folder or list; a message may only have been moved (it keeps its id)."""

    id: str
    reason: str


@dataclass(frozen=True, slots=True)
class Changes(Generic[T]):
    """One page of a delta: `items` come whole, `touched` ids changed but came without content.

    Exactly one of the links is set: `next_link` leads to the next page of this round, `delta_link`
    to the next round. Keep either only when all that the page caused is durable.
    """

    items: tuple[T, ...]
    touched: tuple[str, ...]
    removed: tuple[Removed, ...]
    next_link: str | None
    delta_link: str | None


def read_changes(
    page: Mapping[str, Any],
    read: Callable[[Mapping[str, Any]], T],
    *,
    whole: AbstractSet[str],
    link: str | None,
) -> Changes[T]:
    """Sort the page that `link` led to.

    An entry without the properties `whole` came only with what changed of it. Raises `Transient`
    for a page that leads nowhere or to itself: whoever read on from it would never end.
    """
    entries = page.get("value") or []
    following = page.get("@odata.nextLink"), page.get("@odata.deltaLink")
    if not any(following) or following[0] == (link or ""):
        raise Transient("read the page that follows", code="noLink")
    there = [entry for entry in entries if _removed(entry) is None]
    return Changes(
        items=tuple(read(entry) for entry in there if whole <= entry.keys()),
        touched=tuple(entry["id"] for entry in there if not whole <= entry.keys()),
        removed=tuple(found for entry in entries if (found := _removed(entry))),
        next_link=following[0],
        delta_link=following[1],
    )


def _removed(entry: Mapping[str, Any]) -> Removed | None:
    """Exchange says `@removed`, SharePoint `deleted`."""
    if "@removed" in entry:
        return Removed(entry["id"], (entry["@removed"] or {}).get("reason") or "deleted")
    return Removed(entry["id"], "deleted") if entry.get("deleted") is not None else None
