"""The master list of categories, which only lends them colours."""

from bot.sandbox.core.calls import Answer, Call, Json, collection
from bot.sandbox.core.errors import unknown_property
from bot.sandbox.core.routing import Route
from bot.sandbox.mail.errors import category_exists, invalid_property
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


_ALL = "/users/{user}/outlook/masterCategories"
CATEGORIES = (
    Route("GET", _ALL, list_categories, "MailboxSettings.Read"),
    Route("POST", _ALL, add_category, "MailboxSettings.ReadWrite"),
)
