"""One row: create, read, change, delete, and its versions."""

from bot.sandbox.core.calls import Answer, Call, collection
from bot.sandbox.core.errors import unknown_property
from bot.sandbox.core.odata.options import Expansion
from bot.sandbox.core.routing import Route, options
from bot.sandbox.sites.authors import author_of
from bot.sandbox.sites.errors import invalid_request
from bot.sandbox.sites.lists import SharePointList
from bot.sandbox.sites.render import fields_expansion, fields_json, row_json, selected
from bot.sandbox.sites.rows import Row
from bot.sandbox.sites.state import Site
from bot.sandbox.tenant import Tenant


def _target(tenant: Tenant, call: Call) -> tuple[Site, SharePointList]:
    site = tenant.sites.site(call["site"])
    return site, site.list(call["list"])


def _context(call: Call, site: Site, target: SharePointList) -> str:
    return call.context(f"sites('{site.id}')/lists('{target.id}')/items/$entity")


def create_item(tenant: Tenant, call: Call) -> Answer:
    site, target = _target(tenant, call)
    if target.template == "documentLibrary":
        raise invalid_request("Items cannot be created in a document library: upload a file.")
    content = call.json()
    for name in content:
        if "@" not in name and name != "fields":
            raise unknown_property(name, "listItem")
    row = tenant.sites.add_row(target, content.get("fields") or {}, author_of(tenant, call, site))
    shown = row_json(site, target, row, Expansion("fields"))
    return Answer(201, {"@odata.context": _context(call, site, target), **shown})


def get_item(tenant: Tenant, call: Call) -> Answer:
    site, target = _target(tenant, call)
    shown = row_json(site, target, target.row(call["item"]), fields_expansion(call))
    content = selected(shown, call.options.select)
    return Answer(200, {"@odata.context": _context(call, site, target), **content})


def get_fields(tenant: Tenant, call: Call) -> Answer:
    site, target = _target(tenant, call)
    return _fields(call, site, target, target.row(call["item"]))


def _fields(call: Call, site: Site, target: SharePointList, row: Row) -> Answer:
    content = fields_json(target, row, call.options.select)
    context = _context(call, site, target).replace("/$entity", f"('{row.id}')/fields/$entity")
    return Answer(200, {"@odata.context": context, **content})


def update_fields(tenant: Tenant, call: Call) -> Answer:
    site, target = _target(tenant, call)
    row = target.row(call["item"])
    target.change_row(
        row,
        call.json(),
        by=author_of(tenant, call, site),
        at=tenant.sites.now(),
        etag=call.headers.get("if-match"),
    )
    return _fields(call, site, target, row)


def delete_item(tenant: Tenant, call: Call) -> Answer:
    _, target = _target(tenant, call)
    target.delete_row(target.row(call["item"]), etag=call.headers.get("if-match"))
    return Answer(204)


def list_versions(tenant: Tenant, call: Call) -> Answer:
    site, target = _target(tenant, call)
    row = target.row(call["item"])
    wanted = fields_expansion(call)
    value = []
    for version in reversed(row.versions):
        shown = version.as_json()
        if wanted is not None:
            chosen = wanted.select or tuple(version.fields)
            shown["fields"] = {k: v for k, v in version.fields.items() if k in chosen}
        value.append(shown)
    return collection(_context(call, site, target).replace("/$entity", "/versions"), value)


def restore_version(tenant: Tenant, call: Call) -> Answer:
    site, target = _target(tenant, call)
    author = author_of(tenant, call, site)
    row = target.row(call["item"])
    target.restore(row, call["version"], by=author, at=tenant.sites.now())
    return Answer(204)


_ALL = "/sites/{site}/lists/{list}/items"
_ONE = f"{_ALL}/{{item}}"
_READ = options("select", "expand")
_WRITE = "Sites.ReadWrite"
ITEMS = (
    Route("POST", _ALL, create_item, _WRITE),
    Route("GET", _ONE, get_item, "Sites.Read", _READ),
    Route("DELETE", _ONE, delete_item, _WRITE),
    Route("GET", f"{_ONE}/fields", get_fields, "Sites.Read", options("select")),
    Route("PATCH", f"{_ONE}/fields", update_fields, _WRITE),
    Route("GET", f"{_ONE}/versions", list_versions, "Sites.Read", options("expand")),
    Route("POST", f"{_ONE}/versions/{{version}}/restoreVersion", restore_version, _WRITE),
)
