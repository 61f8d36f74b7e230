"""The Graph endpoint, mounted at /v1.0: HTTP in, HTTP out."""

from datetime import UTC
from email.utils import format_datetime

from starlette.requests import Request
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from bot.sandbox.core.calls import Answer
from bot.sandbox.core.clock import Clock
from bot.sandbox.core.ids import Ids
from bot.sandbox.front.answering import body_bytes
from bot.sandbox.front.batch import is_batch, run_batch
from bot.sandbox.front.engine import Engine
from bot.sandbox.front.inbound import Inbound, inbound_of
from bot.sandbox.front.mishaps import ConnectionBroken


class GraphApp:
    """`clock` is what the Date of every answer goes by."""

    def __init__(self, engine: Engine, clock: Clock, ids: Ids) -> None:
        self._engine = engine
        self._clock = clock
        self._ids = ids

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        request = Request(scope, receive)
        inbound = inbound_of(request, await request.body())
        try:
            answer = await self._answer(inbound)
        except ConnectionBroken:
            return
        await self._response(answer, inbound)(scope, receive, send)

    async def _answer(self, inbound: Inbound) -> Answer:
        if is_batch(inbound):
            return await run_batch(self._engine, inbound)
        return await self._engine.answer(inbound)

    def _response(self, answer: Answer, inbound: Inbound) -> Response:
        request_id = self._ids.guid()
        if isinstance(answer.body, dict) and "error" in answer.body:
            request_id = answer.body["error"].get("innerError", {}).get("request-id", request_id)
        headers = {
            **answer.headers,
            "request-id": request_id,
            "client-request-id": inbound.headers.get("client-request-id", request_id),
            "Date": format_datetime(self._clock.now().astimezone(UTC), usegmt=True),
        }
        if answer.body is None:
            return Response(status_code=answer.status, headers=headers)
        return Response(body_bytes(answer), answer.status, headers, media_type=answer.media_type)
