"""The user behind a mailbox, its settings, and the time zones it knows."""

from bot.sandbox.calendar.zones import iana_names, windows_names
from bot.sandbox.core.calls import Answer, Call, collection
from bot.sandbox.core.errors import bad_request
from bot.sandbox.core.routing import Route, options
from bot.sandbox.mail.render import users_context
from bot.sandbox.tenant import Tenant


def get_user(tenant: Tenant, call: Call) -> Answer:
    mailbox = tenant.mail.mailbox(call["user"])
    content = {
        "id": mailbox.id,
        "displayName": mailbox.name,
        "mail": mailbox.address,
        "userPrincipalName": mailbox.address,
    }
    chosen = call.options.select
    for name in chosen:
        if name not in content:
            raise bad_request(f"Could not find a property named '{name}' on type 'user'.")
    shown = {k: v for k, v in content.items() if not chosen or k in chosen}
    return Answer(200, {"@odata.context": call.context("users/$entity"), **shown})


def supported_time_zones(tenant: Tenant, call: Call) -> Answer:
    """Windows names unless IANA ones are asked for."""
    mailbox = tenant.mail.mailbox(call["user"])
    iana = call.arguments.get("TimeZoneStandard", "").lower() == "iana"
    names = iana_names() if iana else windows_names()
    value = [{"alias": name, "displayName": name} for name in names]
    return collection(users_context(call, mailbox, "outlook/supportedTimeZones"), value)


USERS = (
    Route("GET", "/users/{user}", get_user, "User.Read", options("select")),
    Route(
        "GET",
        "/users/{user}/outlook/supportedTimeZones",
        supported_time_zones,
        "User.Read",
    ),
)
