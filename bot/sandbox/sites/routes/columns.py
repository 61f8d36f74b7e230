"""Columns of a list."""

from bot.sandbox.core.calls import Answer, Call, collection
from bot.sandbox.core.routing import Route, options
from bot.sandbox.sites.columns import new_column
from bot.sandbox.sites.errors import invalid_request
from bot.sandbox.sites.lists import SharePointList
from bot.sandbox.sites.render import selected
from bot.sandbox.tenant import Tenant


def _target(tenant: Tenant, call: Call) -> SharePointList:
    return tenant.sites.site(call["site"]).list(call["list"])


def list_columns(tenant: Tenant, call: Call) -> Answer:
    target = _target(tenant, call)
    value = [selected(c.as_json(), call.options.select) for c in target.columns.values()]
    return collection(call.context(f"sites('x')/lists('{target.id}')/columns"), value)


def get_column(tenant: Tenant, call: Call) -> Answer:
    column = _target(tenant, call).column(call["column"])
    content = selected(column.as_json(), call.options.select)
    return Answer(200, {"@odata.context": call.context("columns/$entity"), **content})


def create_column(tenant: Tenant, call: Call) -> Answer:
    target = _target(tenant, call)
    content = call.json()
    if (content.get("choice") or {}).get("displayAs") == "checkBoxes":
        raise invalid_request("A choice column cannot be created with checkBoxes.")
    column = new_column(content, column_id=tenant.sites.new_column_id())
    target.add_column(column)
    return Answer(201, {"@odata.context": call.context("columns/$entity"), **column.as_json()})


def update_column(tenant: Tenant, call: Call) -> Answer:
    target = _target(tenant, call)
    column = target.change_column(target.column(call["column"]), call.json())
    return Answer(200, {"@odata.context": call.context("columns/$entity"), **column.as_json()})


def delete_column(tenant: Tenant, call: Call) -> Answer:
    target = _target(tenant, call)
    target.remove_column(target.column(call["column"]))
    return Answer(204)


_ALL = "/sites/{site}/lists/{list}/columns"
_ONE = f"{_ALL}/{{column}}"
COLUMNS = (
    Route("GET", _ALL, list_columns, "Sites.Read", options("select")),
    Route("POST", _ALL, create_column, "Sites.Manage"),
    Route("GET", _ONE, get_column, "Sites.Read", options("select")),
    Route("PATCH", _ONE, update_column, "Sites.Manage"),
    Route("DELETE", _ONE, delete_column, "Sites.Manage"),
)
