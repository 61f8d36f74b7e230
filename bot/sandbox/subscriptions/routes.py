"""The subscription paths of Graph."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, get_args
from urllib.parse import urlsplit

from bot.sandbox.core.calls import Answer, Call, Json, collection
from bot.sandbox.core.changes import Kind
from bot.sandbox.core.clock import moment_of
from bot.sandbox.core.errors import not_implemented, unknown_property
from bot.sandbox.core.routing import Route
from bot.sandbox.subscriptions.errors import invalid
from bot.sandbox.subscriptions.handshake import shake_hands
from bot.sandbox.subscriptions.resources import watched
from bot.sandbox.subscriptions.state import Subscription
from bot.sandbox.tenant import Tenant

_REQUIRED = ("changeType", "notificationUrl", "resource", "expirationDateTime")
_OPTIONAL = ("clientState", "lifecycleNotificationUrl", "latestSupportedTlsVersion")
_LONGEST_STATE = 128
_LOCAL = frozenset({"localhost", "127.0.0.1", "::1"})


def list_subscriptions(tenant: Tenant, call: Call) -> Answer:
    value: list[Json] = [s.as_json() for s in tenant.subscriptions.of_app(call.client_id)]
    return collection(call.context("subscriptions"), value)


async def create_subscription(tenant: Tenant, call: Call) -> Answer:
    content = call.json()
    _check(content)
    subscription = _new(tenant, call, content)
    for url in (subscription.url, subscription.lifecycle_url):
        if url:
            await shake_hands(tenant, url)
    tenant.subscriptions.all[subscription.id] = subscription
    return _shown(call, subscription, 201)


def _new(tenant: Tenant, call: Call, content: Json) -> Subscription:
    target = watched(tenant, tenant.login.app(call.client_id), content["resource"])
    wanted = _moment(content["expirationDateTime"])
    return Subscription(
        id=tenant.subscriptions.new_id(),
        client_id=call.client_id,
        resource=content["resource"],
        watched=target,
        kinds=_kinds(content["changeType"]),
        url=content["notificationUrl"],
        lifecycle_url=content.get("lifecycleNotificationUrl"),
        client_state=content.get("clientState"),
        expires=tenant.subscriptions.allowed_until(wanted, target.most_minutes),
        immutable_ids=call.prefer.immutable_ids,
    )


def _check(content: Mapping[str, Any]) -> None:
    for name in content:
        if name == "includeResourceData" and content[name]:
            raise not_implemented("subscriptions with resource data")
        if "@" not in name and name not in (*_REQUIRED, *_OPTIONAL, "includeResourceData"):
            raise unknown_property(name, "subscription")
    for name in _REQUIRED:
        if not isinstance(content.get(name), str):
            raise invalid(f"'{name}' is required.")
    if len(content.get("clientState") or "") > _LONGEST_STATE:
        raise invalid("'clientState' takes at most 128 characters.")
    for name in ("notificationUrl", "lifecycleNotificationUrl"):
        url = urlsplit(content.get(name) or "https://")
        if url.scheme != "https" and url.hostname not in _LOCAL:
            raise invalid(f"'{name}' must be an https address.")


def _kinds(text: str) -> frozenset[Kind]:
    words = [word.strip().lower() for word in text.split(",")]
    kinds: frozenset[Kind] = frozenset(kind for kind in get_args(Kind) if kind in words)
    if len(kinds) != len(words):
        raise invalid("'changeType' takes created, updated and deleted.")
    return kinds


def _moment(text: Any) -> datetime:
    try:
        return moment_of(text)
    except (TypeError, ValueError):
        raise invalid("'expirationDateTime' is not a date and time.") from None


def get_subscription(tenant: Tenant, call: Call) -> Answer:
    return _shown(call, tenant.subscriptions.find(call["subscription"], call.client_id), 200)


async def update_subscription(tenant: Tenant, call: Call) -> Answer:
    subscription = tenant.subscriptions.find(call["subscription"], call.client_id)
    content = call.json()
    for name in content:
        if "@" not in name and name not in ("expirationDateTime", "notificationUrl"):
            raise invalid(f"'{name}' cannot be changed.")
    if "notificationUrl" in content:
        await shake_hands(tenant, content["notificationUrl"])
        subscription.url = content["notificationUrl"]
    if "expirationDateTime" in content:
        wanted, most = _moment(content["expirationDateTime"]), subscription.watched.most_minutes
        subscription.expires = tenant.subscriptions.allowed_until(wanted, most)
    return _shown(call, subscription, 200)


def delete_subscription(tenant: Tenant, call: Call) -> Answer:
    subscription = tenant.subscriptions.find(call["subscription"], call.client_id)
    del tenant.subscriptions.all[subscription.id]
    return Answer(204)


def reauthorize(tenant: Tenant, call: Call) -> Answer:
    tenant.subscriptions.find(call["subscription"], call.client_id)
    return Answer(204)


def _shown(call: Call, subscription: Subscription, status: int) -> Answer:
    context = call.context("subscriptions/$entity")
    return Answer(status, {"@odata.context": context, **subscription.as_json()})


_ONE = "/subscriptions/{subscription}"
# What an app may subscribe to is decided by the resource, not by the path.
_ANY = ""
ROUTES = (
    Route("GET", "/subscriptions", list_subscriptions, _ANY),
    Route("POST", "/subscriptions", create_subscription, _ANY),
    Route("GET", _ONE, get_subscription, _ANY),
    Route("PATCH", _ONE, update_subscription, _ANY),
    Route("DELETE", _ONE, delete_subscription, _ANY),
    Route("POST", f"{_ONE}/reauthorize", reauthorize, _ANY),
)
