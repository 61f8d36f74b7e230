"""Rounds of changes: page after page from where the last round ended, each read once."""

import logging
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Protocol, TypeVar

from bot.m365 import Permanent

log = logging.getLogger(__name__)


class Page(Protocol):
    """A page of changes; exactly one of the links is set, the last page's to the next round."""

    @property
    def next_link(self) -> str | None: ...

    @property
    def delta_link(self) -> str | None: ...


P = TypeVar("P", bound=Page)


async def pages(
    read: Callable[[str | None], Awaitable[P]], link: str | None, *, of: str
) -> AsyncIterator[P]:
    """Read a round's pages. A link that leads nowhere any more means to begin again, once a round.

    Once: where every link leads nowhere, as behind a server that calls itself otherwise, the round
    would never end. `of` names in the log what is read.
    """
    lost: Permanent | None = None
    while True:
        try:
            page = await read(link)
        except Permanent as error:
            if link is None or lost:
                raise
            lost, link = error, None
            continue
        if lost and link is None:
            log.warning("%s: read from the beginning again: %s", of, lost)
        yield page
        if page.delta_link:
            return
        link = page.next_link
