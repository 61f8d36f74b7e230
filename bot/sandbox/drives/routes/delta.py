"""Delta of a drive: everything in it, then what changed, with the `deleted` facet."""

from bot.sandbox.core.calls import Answer, Call, Json, collection
from bot.sandbox.core.feeds import Round, UnknownToken
from bot.sandbox.core.paging import USUAL
from bot.sandbox.core.routing import Route, options
from bot.sandbox.drives.errors import invalid_request
from bot.sandbox.drives.model import Drive, item_json
from bot.sandbox.sites.errors import resync_required
from bot.sandbox.sites.render import selected
from bot.sandbox.tenant import Tenant

_LATEST = "latest"


def drive_delta(tenant: Tenant, call: Call) -> Answer:
    drive = tenant.drives.drive(call["drive"])
    if drive.item(call["item"]) is not drive.root:
        raise invalid_request("Delta is asked of a drive's root.")
    current = _round(tenant, call, drive)
    page = tenant.sites.deltas.page(current, call.options.whole("top") or USUAL * USUAL)
    items = {item.row.id: item for item in drive.items.values() if item.row is not None}
    value = [
        selected(item_json(drive, items[key]), call.options.select)
        if key in items
        else _deleted(drive, key)
        for key in page.keys
    ]
    link = tenant.links.issue(call, {"token": page.token})
    context = call.context("Collection(driveItem)")
    if page.is_last:
        return collection(context, value, delta_link=link)
    return collection(context, value, next_link=link)


def _round(tenant: Tenant, call: Call, drive: Drive) -> Round:
    token = call.options.custom.get("token") or call.arguments.get("token", "")
    feeds = tenant.sites.deltas
    if token in feeds.forgotten:
        raise resync_required(f"{call.base_url}{call.raw_path}")
    if not token or token == _LATEST:
        return feeds.start(drive.library, "", latest=token == _LATEST)
    try:
        return feeds.resume(token)
    except UnknownToken:
        raise invalid_request("The delta token is not valid.") from None


def _deleted(drive: Drive, key: int) -> Json:
    gone = drive.gone.get(key, "")
    parent = {"driveId": drive.id, "driveType": "documentLibrary"}
    return {"id": gone, "deleted": {"state": "deleted"}, "parentReference": parent}


DELTA = (
    Route(
        "GET",
        "/drives/{drive}/items/{item}/delta",
        drive_delta,
        "Sites.Read",
        options("select", "top", "token"),
    ),
)
