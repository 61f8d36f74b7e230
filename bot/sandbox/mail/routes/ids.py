"""Ids of one kind given for another."""

from bot.sandbox.core.calls import Answer, Call, Json, collection
from bot.sandbox.core.routing import Route
from bot.sandbox.mail.errors import invalid_property
from bot.sandbox.mail.model import Mailbox
from bot.sandbox.tenant import Tenant

_KINDS = frozenset({"restId", "restImmutableEntryId"})


def translate(tenant: Tenant, call: Call) -> Answer:
    """What is not here any more is left out."""
    mailbox = tenant.mail.mailbox(call["user"])
    content = {name.lower(): value for name, value in call.json().items()}
    wanted = {str(kind).lower(): kind for kind in _KINDS}.get(
        str(content.get("targetidtype")).lower()
    )
    if wanted is None or not isinstance(content.get("inputids"), list):
        raise invalid_property("TargetIdType, InputIds")
    immutable = wanted == "restImmutableEntryId"
    value = [_pair(mailbox, one, immutable=immutable) for one in content["inputids"]]
    context = call.context("Collection(microsoft.graph.convertIdResult)")
    return collection(context, [pair for pair in value if pair])


def _pair(mailbox: Mailbox, given: str, *, immutable: bool) -> Json:
    found = mailbox.by_id.get(given)
    return {"sourceId": given, "targetId": found.id_for(immutable=immutable)} if found else {}


IDS = (Route("POST", "/users/{user}/translateExchangeIds", translate, "User.Read"),)
