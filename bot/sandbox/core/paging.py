"""Pages by $top and $skip, as Exchange makes them: the link repeats the query and skips further."""

from collections.abc import Sequence
from typing import TypeVar

from bot.sandbox.core.calls import Call
from bot.sandbox.core.links import Links

T = TypeVar("T")
USUAL, MOST = 10, 1000


def paged(links: Links, call: Call, items: Sequence[T]) -> tuple[Sequence[T], str | None]:
    """This page, and the link to the next if there is one."""
    size = call.options.whole("top", most=MOST) or call.prefer.page_size or USUAL
    start = call.options.whole("skip") or 0
    page = items[start : start + size]
    if start + size >= len(items):
        return page, None
    query = {f"${name}": value for name, value in call.options.system.items()}
    query.update(call.options.custom)
    return page, links.issue(call, {**query, "$skip": str(start + size)})
