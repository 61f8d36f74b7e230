"""Sites."""

from bot.sandbox.core.calls import Answer, Call
from bot.sandbox.core.routing import Route, options
from bot.sandbox.sites.render import selected, site_json
from bot.sandbox.sites.state import Site
from bot.sandbox.tenant import Tenant


def get_site(tenant: Tenant, call: Call) -> Answer:
    return _shown(call, tenant.sites.site(call["site"]))


def get_by_path(tenant: Tenant, call: Call) -> Answer:
    base = tenant.sites.site(call["site"])
    path = call.arguments.get("path", "").strip("/")
    return _shown(call, tenant.sites.site(f"{base.host}:/{path}"))


def _shown(call: Call, site: Site) -> Answer:
    content = selected(site_json(site), call.options.select)
    return Answer(200, {"@odata.context": call.context("sites/$entity"), **content})


SITES = (
    Route("GET", "/sites/{site}", get_site, "Sites.Read", options("select")),
    Route("GET", "/sites/{site}/getByPath", get_by_path, "Sites.Read", options("select")),
)
