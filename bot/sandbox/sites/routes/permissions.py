"""Which apps have a role on a site: what makes Sites.Selected work."""

from bot.sandbox.core.calls import Answer, Call, Json, collection
from bot.sandbox.core.routing import Route
from bot.sandbox.login.state import App
from bot.sandbox.sites.errors import invalid_request, item_not_found
from bot.sandbox.sites.state import Site
from bot.sandbox.tenant import Tenant

_ROLES = frozenset({"read", "write", "owner", "fullcontrol"})


def list_permissions(tenant: Tenant, call: Call) -> Answer:
    site = tenant.sites.site(call["site"])
    value = [_json(app, site) for app in tenant.login.apps.values() if site.path in app.sites]
    return collection(call.context(f"sites('{site.id}')/permissions"), value)


def get_permission(tenant: Tenant, call: Call) -> Answer:
    site = tenant.sites.site(call["site"])
    return _shown(call, site, _app(tenant, call, site), 200)


def grant(tenant: Tenant, call: Call) -> Answer:
    """An app that the tenant has not seen is registered by this: it has no secret, and no roles."""
    site, content = tenant.sites.site(call["site"]), call.json()
    given = content.get("grantedToIdentities") or content.get("grantedTo") or [{}]
    told = given[0].get("application") or {}
    if not isinstance(told.get("id"), str):
        raise invalid_request("A permission is granted to an application.")
    app = tenant.login.apps.get(told["id"].lower())
    if app is None:
        app = App(told["id"], "", told.get("displayName") or told["id"], set(), set())
        tenant.login.register(app)
    app.sites[site.path] = _role(content)
    return _shown(call, site, app, 201)


def change_permission(tenant: Tenant, call: Call) -> Answer:
    site = tenant.sites.site(call["site"])
    app = _app(tenant, call, site)
    app.sites[site.path] = _role(call.json())
    return _shown(call, site, app, 200)


def revoke(tenant: Tenant, call: Call) -> Answer:
    site = tenant.sites.site(call["site"])
    del _app(tenant, call, site).sites[site.path]
    return Answer(204)


def _role(content: Json) -> str:
    roles = content.get("roles")
    if not isinstance(roles, list) or len(roles) != 1 or roles[0] not in _ROLES:
        raise invalid_request("A permission has one role: read, write, owner or fullcontrol.")
    return str(roles[0])


def _app(tenant: Tenant, call: Call, site: Site) -> App:
    app = tenant.login.apps.get(call["permission"].lower())
    if app is None or site.path not in app.sites:
        raise item_not_found()
    return app


def _shown(call: Call, site: Site, app: App, status: int) -> Answer:
    context = call.context(f"sites('{site.id}')/permissions/$entity")
    return Answer(status, {"@odata.context": context, **_json(app, site)})


def _json(app: App, site: Site) -> Json:
    identity = {"application": {"id": app.client_id, "displayName": app.name}}
    return {
        "id": app.client_id,
        "roles": [app.sites[site.path]],
        "grantedToIdentities": [identity],
        "grantedToIdentitiesV2": [identity],
    }


_ALL, _FULL = "/sites/{site}/permissions", "Sites.Manage"
_ONE = f"{_ALL}/{{permission}}"
PERMISSIONS = (
    Route("GET", _ALL, list_permissions, _FULL),
    Route("POST", _ALL, grant, _FULL),
    Route("GET", _ONE, get_permission, _FULL),
    Route("PATCH", _ONE, change_permission, _FULL),
    Route("DELETE", _ONE, revoke, _FULL),
)
