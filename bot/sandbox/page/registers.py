"""The registers: which there are, and the rows of one as its view shows them."""

from collections.abc import Iterable
from itertools import islice
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import Response

from bot.sandbox.page.answering import Page
from bot.sandbox.page.values import shown
from bot.sandbox.page.views import columns_shown, label_of, registers, title_of
from bot.sandbox.page.wording import segment
from bot.sandbox.sites.columns import Column
from bot.sandbox.sites.lists import SharePointList
from bot.sandbox.sites.rows import Row

SHOWN = 50


async def show_all(page: Page, request: Request) -> Response:
    return page.show(request, "registers.html", lists=registers(page.sandbox))


async def show(page: Page, request: Request) -> Response:
    """The newest row first; found by words, and by one state."""
    target = page.sandbox.sharepoint_list(request.path_params["list"])
    q, state = (request.query_params.get(name, "") for name in ("q", "state"))
    first = int(request.query_params.get("from", "0") or 0)
    found = _matching(reversed(target.rows.values()), q=q, state=state)
    rows = list(islice(found, first, first + SHOWN + 1))
    columns = columns_shown(target)
    older = urlencode({"q": q, "state": state, "from": first + SHOWN}) if len(rows) > SHOWN else ""
    return page.show(
        request,
        "register.html",
        target=target,
        labels=[label_of(column) for column in columns],
        rows=[(row, title_of(row), _cells(page, columns, row)) for row in rows[:SHOWN]],
        states=_states(target),
        older=older,
        q=q,
        state=state,
    )


async def as_in_sharepoint(page: Page, request: Request) -> Response:
    """Where the links of real SharePoint lead: `Lists/Escalations/3_.000`."""
    target = page.sandbox.sharepoint_list(request.path_params["list"])
    row = target.row(request.path_params["item"].partition("_")[0])
    return page.go(f"/registers/{segment(target.display_name)}/{row.id}")


def _matching(rows: Iterable[Row], *, q: str, state: str) -> Iterable[Row]:
    words = q.casefold().split()
    for row in rows:
        if state and row.fields.get("State") != state:
            continue
        text = " ".join(map(str, row.fields.values())).casefold() if words else ""
        if all(word in text for word in words):
            yield row


def _cells(page: Page, columns: list[Column], row: Row) -> list[str]:
    """An address that belongs to somebody reads as the name."""
    called = page.sandbox.cast.called
    cells = (shown(page.sandbox, column, row.fields.get(column.name)) for column in columns)
    return [called(cell) if "@" in cell else cell for cell in cells]


def _states(target: SharePointList) -> list[str]:
    column = target.columns.get("State")
    return list(column.facet.get("choices", ())) if column else []
