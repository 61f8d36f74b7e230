"""Files and folders: read, list, make, rename, delete."""

from bot.sandbox.core.calls import Answer, Call, Json, collection
from bot.sandbox.core.errors import not_implemented, unknown_property
from bot.sandbox.core.paging import paged
from bot.sandbox.core.routing import Route, options
from bot.sandbox.drives.conflicts import conflict_in
from bot.sandbox.drives.errors import invalid_request
from bot.sandbox.drives.model import Drive, DriveItem, item_json
from bot.sandbox.drives.state import check_etag
from bot.sandbox.sites.authors import author_of
from bot.sandbox.sites.render import selected
from bot.sandbox.tenant import Tenant


def get_item(tenant: Tenant, call: Call) -> Answer:
    drive = tenant.drives.drive(call["drive"])
    return _shown(tenant, call, drive, drive.item(call["item"]))


def _shown(tenant: Tenant, call: Call, drive: Drive, item: DriveItem, status: int = 200) -> Answer:
    content = item_json(drive, item)
    if not item.is_folder and status == 200:  # noqa: PLR2004 - the HTTP status
        host, token = call.at_host(tenant.names.site_host), tenant.drives.download_token(item)
        content["@microsoft.graph.downloadUrl"] = f"{host}/_content/{token}"
    context = call.context(f"drives('{drive.id}')/items/$entity")
    return Answer(status, {"@odata.context": context, **selected(content, call.options.select)})


def list_children(tenant: Tenant, call: Call) -> Answer:
    drive = tenant.drives.drive(call["drive"])
    children = list(drive.item(call["item"]).children.values())
    page, link = paged(tenant.links, call, children)
    value = [selected(item_json(drive, child), call.options.select) for child in page]
    return collection(call.context(f"drives('{drive.id}')/items"), value, next_link=link)


def create_folder(tenant: Tenant, call: Call) -> Answer:
    drive = tenant.drives.drive(call["drive"])
    content = call.json()
    for name in content:
        if "@" not in name and name not in {"name", "folder"}:
            raise unknown_property(name, "driveItem")
    if "folder" not in content or not isinstance(content.get("name"), str):
        raise invalid_request("A folder needs a 'name' and the facet 'folder'.")
    item = tenant.drives.make_folder(
        drive,
        drive.item(call["item"]),
        content["name"],
        conflict_in(content, usual="fail"),
        author_of(tenant, call, tenant.sites.site(drive.site_id)),
    )
    return _shown(tenant, call, drive, item, 201)


def update_item(tenant: Tenant, call: Call) -> Answer:
    drive = tenant.drives.drive(call["drive"])
    item, content = drive.item(call["item"]), call.json()
    check_etag(item, call.headers.get("if-match"))
    _check_rename(content)
    author = author_of(tenant, call, tenant.sites.site(drive.site_id))
    tenant.drives.rename(drive, item, content["name"], author)
    return _shown(tenant, call, drive, item)


def _check_rename(content: Json) -> None:
    for name in content:
        if "@" not in name and name != "name":
            raise not_implemented(f"changing driveItem.{name}")
    if not isinstance(content.get("name"), str):
        raise invalid_request("A new 'name' is needed.")


def delete_item(tenant: Tenant, call: Call) -> Answer:
    drive = tenant.drives.drive(call["drive"])
    item = drive.item(call["item"])
    check_etag(item, call.headers.get("if-match"))
    tenant.drives.delete(drive, item)
    return Answer(204)


_ONE = "/drives/{drive}/items/{item}"
ITEMS = (
    Route("GET", _ONE, get_item, "Sites.Read", options("select")),
    Route("PATCH", _ONE, update_item, "Sites.ReadWrite"),
    Route("DELETE", _ONE, delete_item, "Sites.ReadWrite"),
    Route("GET", f"{_ONE}/children", list_children, "Sites.Read", options("select", "top", "skip")),
    Route("POST", f"{_ONE}/children", create_folder, "Sites.ReadWrite"),
)
