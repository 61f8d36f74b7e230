"""The request log: what was asked of Graph, and what Microsoft 365 would have minded."""

from itertools import islice

from starlette.requests import Request
from starlette.responses import Response

from bot.sandbox.page.answering import Page

SHOWN = 100


async def show(page: Page, request: Request) -> Response:
    """The newest request first."""
    journal = page.sandbox.tenant.journal
    first = int(request.query_params.get("from", "0") or 0)
    entries = list(islice(reversed(journal.entries), first, first + SHOWN))
    return page.show(
        request,
        "requests.html",
        entries=entries,
        count=len(journal.entries),
        violations=list(reversed(journal.violations)),
        counts=list(journal.counts().items())[:10],
        older=first + SHOWN if len(journal.entries) > first + SHOWN else None,
    )
