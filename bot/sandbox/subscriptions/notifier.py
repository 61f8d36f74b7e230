"""Posts what is pending to the endpoints; what they do not take is tried again next time."""

import asyncio
from itertools import groupby
from operator import attrgetter

import httpx

from bot.sandbox.subscriptions.state import Notification
from bot.sandbox.tenant import Tenant

# A slower answer than this counts as none.
WAIT_SECONDS = 3.0


class Notifier:
    def __init__(self, tenant: Tenant) -> None:
        self._tenant = tenant
        self._running: asyncio.Task[None] | None = None

    def wake(self) -> None:
        """Deliver in the background, if there is anything."""
        idle = self._running is None or self._running.done()
        if self._tenant.subscriptions.pending and idle:
            self._running = asyncio.create_task(self.deliver())

    async def deliver(self) -> None:
        """One request for each endpoint, with all that waits for it."""
        waiting = sorted(self._tenant.subscriptions.pending, key=attrgetter("url"))
        self._tenant.subscriptions.pending = []
        for url, group in groupby(waiting, key=attrgetter("url")):
            notifications = list(group)
            if not await self._post(url, notifications):
                self._tenant.subscriptions.pending += notifications

    async def _post(self, url: str, notifications: list[Notification]) -> bool:
        content = {"value": [notification.content for notification in notifications]}
        try:
            async with self._tenant.outward_client(timeout=WAIT_SECONDS) as client:
                return (await client.post(url, json=content)).is_success
        except httpx.TransportError:
            return False
