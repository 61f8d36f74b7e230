"""Drives, and the ways between rows and files."""

from bot.sandbox.core.calls import Answer, Call, collection
from bot.sandbox.core.odata.options import Expansion
from bot.sandbox.core.routing import Route, options
from bot.sandbox.drives.errors import item_not_found
from bot.sandbox.drives.model import Drive, drive_json, item_json
from bot.sandbox.sites.authors import author_of
from bot.sandbox.sites.render import fields_expansion, fields_json, row_json
from bot.sandbox.sites.rows import Row
from bot.sandbox.sites.state import Site
from bot.sandbox.tenant import Tenant


def site_drive(tenant: Tenant, call: Call) -> Answer:
    return _shown(call, tenant.drives.of_site(tenant.sites.site(call["site"]))[0])


def site_drives(tenant: Tenant, call: Call) -> Answer:
    drives = tenant.drives.of_site(tenant.sites.site(call["site"]))
    return collection(call.context("drives"), [drive_json(drive) for drive in drives])


def list_drive(tenant: Tenant, call: Call) -> Answer:
    target = tenant.sites.site(call["site"]).list(call["list"])
    return _shown(call, tenant.drives.of_list(target))


def get_drive(tenant: Tenant, call: Call) -> Answer:
    return _shown(call, tenant.drives.drive(call["drive"]))


def _shown(call: Call, drive: Drive) -> Answer:
    return Answer(200, {"@odata.context": call.context("drives/$entity"), **drive_json(drive)})


def drive_item_of_row(tenant: Tenant, call: Call) -> Answer:
    target = tenant.sites.site(call["site"]).list(call["list"])
    drive = tenant.drives.of_list(target)
    item = drive.item_of(target.row(call["item"]).id)
    return Answer(200, {"@odata.context": call.context("driveItem"), **item_json(drive, item)})


def _row(tenant: Tenant, call: Call) -> tuple[Site, Drive, Row]:
    drive = tenant.drives.drive(call["drive"])
    row = drive.item(call["item"]).row
    if row is None:
        raise item_not_found()
    return tenant.sites.site(drive.site_id), drive, row


def row_of_drive_item(tenant: Tenant, call: Call) -> Answer:
    site, drive, row = _row(tenant, call)
    wanted = fields_expansion(call) or Expansion("fields")
    content = row_json(site, drive.library, row, wanted)
    return Answer(200, {"@odata.context": call.context("listItem"), **content})


def update_row_of_drive_item(tenant: Tenant, call: Call) -> Answer:
    site, drive, row = _row(tenant, call)
    drive.library.change_row(
        row,
        call.json(),
        by=author_of(tenant, call, site),
        at=tenant.sites.now(),
        etag=call.headers.get("if-match"),
    )
    return Answer(200, fields_json(drive.library, row, ()))


_LIST, _ITEM = "/sites/{site}/lists/{list}", "/drives/{drive}/items/{item}"
DRIVES = (
    Route("GET", "/sites/{site}/drive", site_drive, "Sites.Read", options("select")),
    Route("GET", "/sites/{site}/drives", site_drives, "Sites.Read", options("select")),
    Route("GET", f"{_LIST}/drive", list_drive, "Sites.Read", options("select")),
    Route("GET", f"{_LIST}/items/{{item}}/driveItem", drive_item_of_row, "Sites.Read"),
    Route("GET", "/drives/{drive}", get_drive, "Sites.Read", options("select")),
    Route("GET", f"{_ITEM}/listItem", row_of_drive_item, "Sites.Read", options("expand")),
    Route("PATCH", f"{_ITEM}/listItem/fields", update_row_of_drive_item, "Sites.ReadWrite"),
)
