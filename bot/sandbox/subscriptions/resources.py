"""What can be subscribed to, and by whom."""

import re

from bot.sandbox.core.errors import GraphError, not_implemented
from bot.sandbox.login.state import App, satisfied
from bot.sandbox.subscriptions.watched import Watched
from bot.sandbox.tenant import Tenant

_MAIL = re.compile(
    r"/?users/([^/]+)(?:/mailFolders(?:\('([^']+)'\)|/([^/]+)))?/messages$", re.IGNORECASE
)
_EVENTS = re.compile(r"/?users/([^/]+)/events$", re.IGNORECASE)
_LIST = re.compile(r"/?sites/([^/]+)/lists/([^/]+)$", re.IGNORECASE)
# The older limit of the two in circulation: what keeps to it is safe with both.
OUTLOOK_MINUTES, LIST_MINUTES = 4_230, 42_300


def watched(tenant: Tenant, app: App, resource: str) -> Watched:
    """Raises GraphError: 403 without permission, 404 for what is not there, 501 for other kinds."""
    if mail := _MAIL.match(resource):
        mailbox = tenant.mail.mailbox(mail[1])
        _check(tenant, app, mail[1], "Mail.Read")
        name = mail[2] or mail[3]
        folder = mailbox.folder(name).id if name else None
        return Watched("messages", mailbox.id, folder, OUTLOOK_MINUTES)
    if events := _EVENTS.match(resource):
        _check(tenant, app, events[1], "Calendars.Read")
        return Watched("events", tenant.mail.mailbox(events[1]).id, None, OUTLOOK_MINUTES)
    if found := _LIST.match(resource):
        site = tenant.sites.site(found[1])
        return Watched("items", site.id, site.list(found[2]).id, LIST_MINUTES)
    raise not_implemented("a subscription to that resource")


def _check(tenant: Tenant, app: App, user: str, role: str) -> None:
    address = tenant.mail.address_of(user)
    in_scope = app.mailboxes is None or address in {m.lower() for m in app.mailboxes}
    if not in_scope or not satisfied(app.roles, role):
        raise GraphError(403, "ExtensionError", "Operation: Create; Exception: [Forbidden]")
