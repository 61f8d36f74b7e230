"""Whether an app may do what a route needs: roles, mailbox scope, and per-site grants."""

from bot.sandbox.core.calls import Call
from bot.sandbox.core.errors import GraphError
from bot.sandbox.core.routing import Route
from bot.sandbox.login.state import App, satisfied
from bot.sandbox.tenant import Tenant

_SITE_LADDER = ("Sites.Read", "Sites.ReadWrite", "Sites.Manage")
_SITE_ROLES = {
    "read": "Sites.Read",
    "write": "Sites.ReadWrite",
    "owner": "Sites.Manage",
    "fullcontrol": "Sites.Manage",
}


def check_access(tenant: Tenant, app: App, route: Route, call: Call) -> None:
    """Raises GraphError 403 in the words of the service concerned."""
    if not route.needs:
        return
    if route.needs.startswith("Sites."):
        _check_site(tenant, app, route, call)
    elif not satisfied(app.roles, route.needs) or not _in_scope(tenant, app, call):
        raise GraphError(
            403, "ErrorAccessDenied", "Access is denied. Check credentials and try again."
        )


def _in_scope(tenant: Tenant, app: App, call: Call) -> bool:
    if app.mailboxes is None or "user" not in call.parameters:
        return True
    return tenant.mail.address_of(call["user"]) in {name.lower() for name in app.mailboxes}


def _check_site(tenant: Tenant, app: App, route: Route, call: Call) -> None:
    steps = {role.removesuffix(".All") for role in app.roles} & set(_SITE_LADDER)
    steps |= _grants(tenant, app, call)
    needed = _SITE_LADDER.index(route.needs)
    if not any(_SITE_LADDER.index(step) >= needed for step in steps):
        raise GraphError(403, "accessDenied", "Access denied")


def _grants(tenant: Tenant, app: App, call: Call) -> set[str]:
    if "site" in call.parameters:
        path = tenant.sites.site(call["site"]).path
    elif "drive" in call.parameters:
        path = tenant.drives.drive(call["drive"]).site_path
    else:
        return {_SITE_ROLES[role] for role in app.sites.values()}
    return {_SITE_ROLES[app.sites[path]]} if path in app.sites else set()
