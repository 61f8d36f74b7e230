"""Who an app's request writes as."""

from bot.sandbox.core.calls import Call
from bot.sandbox.sites.rows import Author
from bot.sandbox.sites.state import Site
from bot.sandbox.tenant import Tenant


def author_of(tenant: Tenant, call: Call, site: Site) -> Author:
    app = tenant.login.app(call.client_id)
    return tenant.sites.app(site, app.client_id, app.name)
