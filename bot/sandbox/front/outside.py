"""What lies outside Graph: sign-in and transfers, with the faults that name them."""

from collections.abc import Sequence

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Router
from starlette.types import Message, Receive, Scope, Send

from bot.sandbox.core.faults import Fault
from bot.sandbox.front.answering import body_bytes
from bot.sandbox.front.mishaps import ConnectionBroken, break_off, fault_answer
from bot.sandbox.tenant import Tenant


class Outside:
    def __init__(self, tenant: Tenant, routes: Sequence[BaseRoute]) -> None:
        self._tenant = tenant
        self._app = Router(routes)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        request = Request(scope, receive)
        fault = self._tenant.faults.take(request.method, request.url.path, by_name=True)
        if fault is None or fault.when == "after":
            await self._app(scope, receive, send if fault is None else _nowhere)
        if fault is not None:
            await self._fail(fault, request, send)

    async def _fail(self, fault: Fault, request: Request, send: Send) -> None:
        try:
            if fault.kind != "status":
                await break_off(self._tenant, fault, request)
        except ConnectionBroken:
            return
        answer = fault_answer(fault)
        response = Response(
            body_bytes(answer), answer.status, answer.headers, media_type=answer.media_type
        )
        await response(request.scope, request.receive, send)


async def _nowhere(message: Message) -> None:
    """Where an answer goes that is to be lost."""
    del message
