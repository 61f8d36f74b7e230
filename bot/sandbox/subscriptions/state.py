"""Subscriptions, and the notifications that wait to be posted."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from bot.sandbox.core.changes import Change, Kind
from bot.sandbox.core.clock import Clock, iso
from bot.sandbox.core.ids import Ids
from bot.sandbox.subscriptions.errors import not_found, too_long
from bot.sandbox.subscriptions.watched import Watched

SHORTEST = timedelta(minutes=45)
_TYPES = {"messages": "#Microsoft.Graph.Message", "events": "#Microsoft.Graph.Event"}


@dataclass(slots=True)
class Subscription:
    id: str
    client_id: str
    resource: str
    watched: Watched
    kinds: frozenset[Kind]
    url: str
    lifecycle_url: str | None
    client_state: str | None
    expires: datetime
    immutable_ids: bool

    def as_json(self) -> dict[str, Any]:
        return {
            "id": self.id,
            "resource": self.resource,
            "applicationId": self.client_id,
            "changeType": ",".join(sorted(self.kinds)),
            "clientState": self.client_state,
            "notificationUrl": self.url,
            "lifecycleNotificationUrl": self.lifecycle_url,
            "expirationDateTime": iso(self.expires),
            "includeResourceData": None,
            "latestSupportedTlsVersion": "v1_2",
            "creatorId": self.client_id,
            "encryptionCertificate": None,
            "encryptionCertificateId": None,
            "notificationQueryOptions": None,
        }


@dataclass(frozen=True, slots=True)
class Notification:
    url: str
    content: dict[str, Any]


@dataclass(slots=True)
class Switches:
    """What the service does now and then: sends twice, or never."""

    duplicates: bool = False
    drops: bool = False


class Subscriptions:
    """`pending` waits for the next delivery (front.notifier)."""

    def __init__(self, *, clock: Clock, ids: Ids, tenant_id: str) -> None:
        self._clock = clock
        self._ids = ids
        self._tenant_id = tenant_id
        self.all: dict[str, Subscription] = {}
        self.pending: list[Notification] = []
        self.switches = Switches()

    def new_id(self) -> str:
        return self._ids.guid()

    def find(self, subscription_id: str, client_id: str) -> Subscription:
        """Raises GraphError 404 for another app's, and for one that has ended."""
        found = self.all.get(subscription_id)
        if found is None or found.client_id != client_id or self._is_over(found):
            raise not_found()
        return found

    def of_app(self, client_id: str) -> list[Subscription]:
        found = (s for s in self.all.values() if s.client_id == client_id)
        return [s for s in found if not self._is_over(s)]

    def allowed_until(self, wanted: datetime, most_minutes: int) -> datetime:
        """Raises GraphError 400 past the limit; below 45 minutes it is raised to 45."""
        now = self._clock.now()
        if wanted > now + timedelta(minutes=most_minutes):
            raise too_long(most_minutes)
        return max(wanted, now + SHORTEST)

    def hear(self, change: Change) -> None:
        """Queue a notification for everybody whom the change concerns."""
        for subscription in self._concerned(change):
            content = self._notification(subscription, change)
            times = 0 if self.switches.drops else 1 + self.switches.duplicates
            self.pending += [Notification(subscription.url, content)] * times

    def lifecycle(self, subscription: Subscription, event: str) -> None:
        """Queue reauthorizationRequired, subscriptionRemoved or missed; the second ends it."""
        if event == "subscriptionRemoved":
            del self.all[subscription.id]
        if subscription.lifecycle_url:
            content = {**self._frame(subscription), "lifecycleEvent": event}
            self.pending.append(Notification(subscription.lifecycle_url, content))

    def _concerned(self, change: Change) -> Iterable[Subscription]:
        for subscription in list(self.all.values()):
            if self._is_over(subscription):
                del self.all[subscription.id]
            elif change.kind in subscription.kinds and subscription.watched.concerns(change):
                yield subscription

    def _is_over(self, subscription: Subscription) -> bool:
        return subscription.expires <= self._clock.now()

    def _frame(self, subscription: Subscription) -> dict[str, Any]:
        return {
            "subscriptionId": subscription.id,
            "subscriptionExpirationDateTime": iso(subscription.expires),
            "clientState": subscription.client_state,
            "tenantId": self._tenant_id,
        }

    def _notification(self, subscription: Subscription, change: Change) -> dict[str, Any]:
        frame = {**self._frame(subscription), "changeType": change.kind}
        if change.collection not in _TYPES:
            return {**frame, "resource": subscription.resource, "resourceData": None}
        item = change.immutable_id if subscription.immutable_ids else change.item_id
        path = f"Users/{change.owner}/{change.collection.capitalize()}/{item}"
        data = {
            "@odata.type": _TYPES[change.collection],
            "@odata.id": path,
            "@odata.etag": change.etag,
            "id": item,
        }
        return {**frame, "resource": path, "resourceData": data}
