"""Lists: list, create, read, rename, delete."""

from bot.sandbox.core.calls import Answer, Call, Json, collection
from bot.sandbox.core.errors import not_implemented, unknown_property
from bot.sandbox.core.odata.evaluate import Test, comparison, test_for
from bot.sandbox.core.odata.filters import parse_filter
from bot.sandbox.core.odata.tree import Compare, Leaf
from bot.sandbox.core.routing import Route, options
from bot.sandbox.sites.authors import author_of
from bot.sandbox.sites.errors import invalid_request, list_name_given
from bot.sandbox.sites.lists import SharePointList
from bot.sandbox.sites.render import list_json, selected
from bot.sandbox.sites.state import Site
from bot.sandbox.tenant import Tenant

_TEMPLATES = frozenset({"genericList", "documentLibrary"})
_KNOWN = frozenset({"displayName", "description", "columns", "list", "name"})


def list_lists(tenant: Tenant, call: Call) -> Answer:
    site = tenant.sites.site(call["site"])
    lists = [one for one in site.lists.values() if not one.hidden]
    if call.options.filter:
        test = test_for(parse_filter(call.options.filter), _leaf)
        lists = [one for one in lists if test(one)]
    value = [_with_expansions(call, site, one) for one in lists]
    return collection(call.context(f"sites('{site.id}')/lists"), value)


def _leaf(node: Leaf) -> Test[SharePointList]:
    if not isinstance(node, Compare) or node.path not in {"displayName", "name"}:
        raise not_implemented("this $filter on lists")
    attribute = {"displayName": "display_name", "name": "name"}[node.path]
    return comparison(node, lambda target: getattr(target, attribute))


def get_list(tenant: Tenant, call: Call) -> Answer:
    site = tenant.sites.site(call["site"])
    content = _with_expansions(call, site, site.list(call["list"]))
    context = call.context(f"sites('{site.id}')/lists/$entity")
    return Answer(200, {"@odata.context": context, **content})


def _with_expansions(call: Call, site: Site, target: SharePointList) -> Json:
    content = selected(list_json(site, target), call.options.select)
    for expansion in call.options.expand:
        if expansion.name != "columns":
            raise not_implemented(f"$expand={expansion.name} on lists")
        content["columns"] = [column.as_json() for column in target.columns.values()]
    return content


def create_list(tenant: Tenant, call: Call) -> Answer:
    site = tenant.sites.site(call["site"])
    content = call.json()
    _check(content)
    template = (content.get("list") or {}).get("template", "genericList")
    if template not in _TEMPLATES:
        raise not_implemented(f"the list template '{template}'")
    created = tenant.sites.create_list(
        site,
        content["displayName"],
        content.get("columns") or [],
        template=template,
        by=author_of(tenant, call, site),
    )
    created.description = content.get("description") or ""
    if template == "documentLibrary":
        tenant.drives.attach(site, created)
    context = call.context(f"sites('{site.id}')/lists/$entity")
    return Answer(201, {"@odata.context": context, **list_json(site, created)})


def _check(content: Json) -> None:
    for name in content:
        if "@" not in name and name not in _KNOWN:
            raise unknown_property(name, "list")
    if "name" in content:
        raise list_name_given()
    if not isinstance(content.get("displayName"), str) or not content["displayName"]:
        raise invalid_request("A list needs a 'displayName'.")
    for column in content.get("columns") or []:
        if (column.get("choice") or {}).get("displayAs") == "checkBoxes":
            raise invalid_request("A choice column cannot be created with checkBoxes.")


def update_list(tenant: Tenant, call: Call) -> Answer:
    site = tenant.sites.site(call["site"])
    target = site.list(call["list"])
    content = call.json()
    for name in content:
        if "@" not in name and name not in {"displayName", "description"}:
            raise not_implemented(f"changing list.{name}")
    target.display_name = content.get("displayName", target.display_name)
    target.description = content.get("description", target.description)
    context = call.context(f"sites('{site.id}')/lists/$entity")
    return Answer(200, {"@odata.context": context, **list_json(site, target)})


def delete_list(tenant: Tenant, call: Call) -> Answer:
    site = tenant.sites.site(call["site"])
    target = site.list(call["list"])
    del site.lists[target.id]
    return Answer(204)


_ALL, _ONE = "/sites/{site}/lists", "/sites/{site}/lists/{list}"
LISTS = (
    Route("GET", _ALL, list_lists, "Sites.Read", options("select", "expand", "filter")),
    Route("POST", _ALL, create_list, "Sites.Manage"),
    Route("GET", _ONE, get_list, "Sites.Read", options("select", "expand")),
    Route("PATCH", _ONE, update_list, "Sites.Manage"),
    Route("DELETE", _ONE, delete_list, "Sites.Manage"),
)
