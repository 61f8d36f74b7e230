"""Sends one request once. The SDK signs it and sends it; nothing here decides what it means.

Answers are taken as they came (a native response) and read as JSON: the SDK's models drop unknown
enum values and `@removed` without a word, and cost fifteen milliseconds a mail.
"""

import logging
from collections.abc import Awaitable, Mapping

import httpx
from kiota_abstractions.request_information import RequestInformation
from msgraph import GraphRequestAdapter

from bot.m365.answers import unanswered
from bot.m365.timer import Timer

_log = logging.getLogger(__name__)


class Wire:
    """Logs of each request what it does, the status, the time it took and the request's id."""

    def __init__(
        self, *, adapter: GraphRequestAdapter, http: httpx.AsyncClient, base_url: str, timer: Timer
    ) -> None:
        self.base_url = base_url
        self._adapter = adapter
        self._http = http
        self._timer = timer

    async def send(self, request: RequestInformation, *, doing: str) -> httpx.Response:
        return await self._timed(self._adapter.send_no_response_content_async(request, {}), doing)

    async def send_bare(
        self, method: str, url: str, *, doing: str, headers: Mapping[str, str], data: bytes
    ) -> httpx.Response:
        asked = self._http.request(method, url, headers=headers, content=data)
        return await self._timed(asked, doing)

    async def _timed(self, asked: Awaitable[httpx.Response], doing: str) -> httpx.Response:
        started = self._timer.monotonic()
        try:
            response = await asked
        except httpx.RequestError as error:
            _log.debug("%s: %s", doing, type(error).__name__)
            raise unanswered(error, doing) from error
        took = self._timer.monotonic() - started
        request_id = response.headers.get("request-id", "-")
        _log.debug("%s: %d in %.3f s, request %s", doing, response.status_code, took, request_id)
        return response
