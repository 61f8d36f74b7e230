"""The master list of categories, which only lends them colours."""

from bot.sandbox.core.calls import Answer, Call, Json, collection
from bot.sandbox.core.errors import unknown_property
from bot.sandbox.core.routing import Route
from bot.sandbox.mail.errors import category_exists, invalid_property, item_not_found
from bot.sandbox.mail.render import users_context
from bot.sandbox.tenant import Tenant


def list_categories(tenant: Tenant, call: Call) -> Answer:
    mailbox = tenant.mail.mailbox(call["user"])
    value: list[Json] = [dict(category) for category in mailbox.categories.values()]
    return collection(users_context(call, mailbox, "outlook/masterCategories"), value)


def add_category(tenant: Tenant, call: Call) -> Answer:
    mailbox = tenant.mail.mailbox(call["user"])
    content = call.json()
    for key in content:
        if key not in {"displayName", "color"} and "@" not in key:
            raise unknown_property(key, "outlookCategory")
    name = content.get("displayName")
    if not isinstance(name, str) or not name:
        raise invalid_property("displayName")
    if name.lower() in mailbox.categories:
        raise category_exists()
    category = {"id": tenant.ids.guid(), "displayName": name, "color": content.get("color", "none")}
    mailbox.categories[name.lower()] = category
    context = users_context(call, mailbox, "outlook/masterCategories/$entity")
    return Answer(201, {"@odata.context": context, **category})


def _found(tenant: Tenant, call: Call) -> dict[str, str]:
    for category in tenant.mail.mailbox(call["user"]).categories.values():
        if category["id"] == call["category"]:
            return category
    raise item_not_found()


def get_category(tenant: Tenant, call: Call) -> Answer:
    return _shown(tenant, call, _found(tenant, call))


def _shown(tenant: Tenant, call: Call, category: dict[str, str]) -> Answer:
    mailbox = tenant.mail.mailbox(call["user"])
    context = users_context(call, mailbox, "outlook/masterCategories/$entity")
    return Answer(200, {"@odata.context": context, **category})


def update_category(tenant: Tenant, call: Call) -> Answer:
    """Its colour; the name stays for good."""
    category, content = _found(tenant, call), call.json()
    for name in content:
        if name != "color" and "@" not in name:
            raise invalid_property(name)
    category["color"] = content.get("color", category["color"])
    return _shown(tenant, call, category)


def delete_category(tenant: Tenant, call: Call) -> Answer:
    gone = _found(tenant, call)
    del tenant.mail.mailbox(call["user"]).categories[gone["displayName"].lower()]
    return Answer(204)


_ALL = "/users/{user}/outlook/masterCategories"
_ONE, _WRITE = f"{_ALL}/{{category}}", "MailboxSettings.ReadWrite"
CATEGORIES = (
    Route("GET", _ALL, list_categories, "MailboxSettings.Read"),
    Route("POST", _ALL, add_category, _WRITE),
    Route("GET", _ONE, get_category, "MailboxSettings.Read"),
    Route("PATCH", _ONE, update_category, _WRITE),
    Route("DELETE", _ONE, delete_category, _WRITE),
)
