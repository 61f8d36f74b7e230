"""The faults of a soak: what the tenant does wrong, and what goes wrong on the way to it."""

import random
from collections import Counter
from dataclasses import replace
from datetime import timedelta
from typing import Any

import httpx

from benchmarks.soak.refusals import Refusals
from bot.sandbox import Fault, ManualClock
from bot.sandbox.core.faults import Faults

HANG, SLOW = timedelta(seconds=60), timedelta(seconds=20)  # of simulated time
AT_THE_TENANT = {
    "429": Fault(status=429, retry_after="7"),
    "500": Fault(status=500),
    "503": Fault(status=503),
    "504 after the effect": Fault(status=504, when="after"),
    "reset before": Fault(kind="reset"),
    "reset after": Fault(kind="reset", when="after"),
    "410 on delta": Fault(method="GET", path="/delta", status=410, code="syncStateNotFound"),
}
ON_THE_WAY = ("hang before", "hang after", "slow", "replayed delta")


class Weather(Faults):
    """Faults that come again and again, each with its chance; counts those that struck."""

    def __init__(self, *, seed: int, chance: float) -> None:
        super().__init__(seed)
        self.struck: Counter[str] = Counter()
        self._names: dict[int, str] = {}
        for name, fault in AT_THE_TENANT.items():
            lasting = replace(fault, count=None, chance=chance)
            self._names[id(lasting)] = name
            self.plan(lasting)

    def take(self, method: str, path: str, *, by_name: bool = False) -> Fault | None:
        """Draw as ever, and count."""
        if by_name:
            return None
        fault = super().take(method, path)
        if fault:
            self.struck[self._names[id(fault)]] += 1
        return fault


class Way(httpx.AsyncBaseTransport):
    """The way of one life to the tenant: it hangs, dawdles, and repeats old news.

    A hang costs simulated time only. `struck` is shared memory, one number for each of ON_THE_WAY.
    """

    def __init__(
        self, clock: ManualClock, struck: Any, refusals: Refusals, *, seed: str, chance: float
    ) -> None:
        self._inner = httpx.AsyncHTTPTransport(verify=False)  # no certificates to read: plain HTTP
        self._refusals = refusals
        self._clock = clock
        self._struck = struck
        self._random = random.Random(seed)
        self._chance = chance
        self._earlier: dict[str, httpx.URL] = {}
        self.writes = 0

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """Pass a request on, or not."""
        self.writes += request.method != "GET" and not request.url.path.endswith("/token")
        self._refusals.check(request)
        if self._strikes("hang before"):
            self._hang()
        response = await self._inner.handle_async_request(self._perhaps_replayed(request))
        await response.aread()
        if self._strikes("hang after"):
            self._hang()
        if self._strikes("slow"):
            self._clock.advance(SLOW)
        self._refusals.hear(request, response)
        return response

    async def aclose(self) -> None:
        """Close the connections."""
        await self._inner.aclose()

    def _hang(self) -> None:
        self._clock.advance(HANG)
        raise httpx.ReadTimeout("no answer within a minute")

    def _perhaps_replayed(self, request: httpx.Request) -> httpx.Request:
        path = request.url.path
        if not path.endswith(("/delta", "/delta()")):
            return request
        earlier = self._earlier.get(path)
        self._earlier[path] = request.url
        if earlier is None or not self._strikes("replayed delta"):
            return request
        return httpx.Request(request.method, earlier, headers=request.headers)

    def _strikes(self, name: str) -> bool:
        strikes = self._random.random() < self._chance
        self._struck[ON_THE_WAY.index(name)] += strikes
        return strikes
