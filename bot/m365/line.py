"""The way to one resource that throttles, in turn and with patience: what the ports ask through."""

from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from typing import Any, TypeVar

import httpx
from kiota_abstractions.request_information import RequestInformation

from bot.m365.answers import content, refusal
from bot.m365.credential import origin
from bot.m365.errors import Throttled, Transient, UnableToFollowLink
from bot.m365.pace import Lane
from bot.m365.requests import NO_HEADERS, ask_url
from bot.m365.retry import Retry
from bot.m365.wire import Wire

T = TypeVar("T")

_PAUSE_WITHOUT_A_WORD = 1.0


class Line:
    """A resource's lane (a mailbox, or SharePoint) with the policy for trying again."""

    def __init__(self, *, wire: Wire, lane: Lane, retry: Retry) -> None:
        self.base_url = wire.base_url
        self._wire = wire
        self._lane = lane
        self.retry = retry

    async def json(self, request: RequestInformation, *, doing: str) -> Any:
        """Ask for what may be repeated freely; gives the answer's JSON, `{}` for an empty one."""
        return await self.retry.freely(lambda: self._once(request, doing))

    async def json_looking(
        self,
        request: RequestInformation,
        *,
        doing: str,
        read: Callable[[Any], T],
        look: Callable[[], Awaitable[T | None]],
    ) -> T:
        """Ask for what must happen once; after an ambiguous answer `look` says if it did."""

        async def attempt() -> T:
            return read(await self._once(request, doing))

        return await self.retry.looking(attempt, look)

    async def content(self, request: RequestInformation, *, doing: str) -> bytes:
        """Read a content, following a redirect to the store that holds it without the token."""

        async def attempt() -> bytes:
            response = await self._send(lambda: self._wire.send(request, doing=doing), doing=doing)
            if response.has_redirect_location:
                store = str(response.url.join(response.headers["location"]))
                response = await self.bare("GET", store, doing=doing)
            return response.content

        return await self.retry.freely(attempt)

    async def bare(
        self,
        method: str,
        url: str,
        *,
        doing: str,
        headers: Mapping[str, str] = NO_HEADERS,
        data: bytes = b"",
    ) -> httpx.Response:
        """Send once, without the token, to a URL that carries its own permission.

        Raises `UnableToFollowLink` for one in clear text, unless Graph itself is (the sandbox).
        """
        if origin(url)[0] not in ("https", origin(self.base_url)[0]):
            raise UnableToFollowLink(doing)
        return await self._send(
            lambda: self._wire.send_bare(method, url, doing=doing, headers=headers, data=data),
            doing=doing,
        )

    async def pages(
        self, request: RequestInformation, *, doing: str, headers: Mapping[str, str] = NO_HEADERS
    ) -> AsyncIterator[Any]:
        """Yield the entries of a listing, page after page; an empty page is not yet the end.

        Raises `Transient` for what is no page, since nothing found is an answer as well, and for a
        page that leads to itself: the listing would never end.
        """
        here: str | None = None
        while True:
            page = await self.json(request, doing=doing)
            link = page.get("@odata.nextLink")
            if "value" not in page or (link and link == here):
                raise Transient(doing, code="noPage")
            for entry in page["value"]:
                yield entry
            if link is None:
                return
            here, request = link, ask_url(link, headers=headers)

    async def _send(
        self, send: Callable[[], Awaitable[httpx.Response]], *, doing: str
    ) -> httpx.Response:
        """Send one request in the lane's turn, once; raises what a refusal means."""
        async with self._lane.turn(doing):
            response = await send()
        if origin(str(response.url)) == origin(self.base_url):
            self._lane.watch_budget(response)
        if (error := refusal(response, doing)) is None:
            return response
        if error.retry_after or isinstance(error, Throttled):
            self._lane.hold(error.retry_after or _PAUSE_WITHOUT_A_WORD)
        raise error

    async def _once(self, request: RequestInformation, doing: str) -> Any:
        response = await self._send(lambda: self._wire.send(request, doing=doing), doing=doing)
        return content(response, doing)
