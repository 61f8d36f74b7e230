"""Many rows: filtered pages, and delta."""

from bisect import bisect_right
from urllib.parse import parse_qs

from bot.sandbox.core.calls import Answer, Call, collection
from bot.sandbox.core.feeds import Round, UnknownToken
from bot.sandbox.core.odata.options import Expansion, Options
from bot.sandbox.core.routing import Route, options
from bot.sandbox.sites.errors import invalid_request, resync_required
from bot.sandbox.sites.query import Query
from bot.sandbox.sites.render import deleted_json, fields_expansion, row_json, selected
from bot.sandbox.sites.rows import Row
from bot.sandbox.tenant import Tenant

USUAL, MOST = 200, 5000
_LATEST = "latest"


def list_items(tenant: Tenant, call: Call) -> Answer:
    site = tenant.sites.site(call["site"])
    target = site.list(call["list"])
    query = Query(target, tolerant=call.prefer.allows_unindexed)
    rows = query.rows(call.options.filter, call.options.orderby)
    page, link = _page(tenant, call, rows)
    wanted, select = fields_expansion(call), call.options.select
    value = [selected(row_json(site, target, row, wanted), select) for row in page]
    context = call.context(f"sites('{site.id}')/lists('{target.id}')/items")
    return collection(context, value, next_link=link)


def _page(tenant: Tenant, call: Call, rows: list[Row]) -> tuple[list[Row], str | None]:
    size = min(call.options.whole("top") or call.prefer.page_size or USUAL, MOST)
    start = _start(call, rows)
    page = rows[start : start + size]
    if start + size >= len(rows):
        return page, None
    query = {f"${name}": value for name, value in call.options.system.items()}
    token = f"Paged=TRUE&p_ID={page[-1].id}"
    return page, tenant.links.issue(call, {**query, "$skiptoken": token})


def _start(call: Call, rows: list[Row]) -> int:
    """Behind the last row of the page before, which by now may be gone."""
    token = call.options.system.get("skiptoken")
    if token is None:
        return 0
    last = int(parse_qs(token)["p_ID"][0])
    if not call.options.orderby:
        return bisect_right(rows, last, key=lambda row: row.id)
    positions = [n for n, row in enumerate(rows) if row.id == last]
    if not positions:
        raise invalid_request("The paging token points to an item that no longer exists.")
    return positions[0] + 1


def items_delta(tenant: Tenant, call: Call) -> Answer:
    current = _round(tenant, call)
    site, target = tenant.sites.site(call["site"]), current.target
    size = min(call.options.whole("top") or call.prefer.page_size or USUAL, MOST)
    page = tenant.sites.deltas.page(current, size)
    wanted = _wanted(current)
    value = [
        row_json(site, target, target.rows[row_id], wanted)
        if row_id in target.rows
        else deleted_json(site, target, row_id)
        for row_id in page.keys
    ]
    link = tenant.links.issue(call, {"token": page.token})
    context = call.context(f"sites('{site.id}')/lists('{target.id}')/items")
    if page.is_last:
        return collection(context, value, delta_link=link)
    return collection(context, value, next_link=link)


def _round(tenant: Tenant, call: Call) -> Round:
    token = call.options.custom.get("token") or call.arguments.get("token", "")
    deltas = tenant.sites.deltas
    if token in deltas.forgotten:
        raise resync_required(f"{call.base_url}{call.raw_path}")
    if token and token != _LATEST:
        try:
            return deltas.resume(token)
        except UnknownToken:
            raise invalid_request("The delta token is not valid.") from None
    target = tenant.sites.site(call["site"]).list(call["list"])
    expand = call.options.system.get("expand", "")
    return deltas.start(target, expand, latest=token == _LATEST)


def _wanted(current: Round) -> Expansion | None:
    expansions = Options({"expand": current.asked}).expand
    return expansions[0] if expansions else None


_ALL = "/sites/{site}/lists/{list}/items"
READING = (
    Route(
        "GET",
        _ALL,
        list_items,
        "Sites.Read",
        options("select", "expand", "filter", "orderby", "top", "skiptoken"),
    ),
    Route(
        "GET",
        f"{_ALL}/delta",
        items_delta,
        "Sites.Read",
        options("expand", "top", "token"),
    ),
)
