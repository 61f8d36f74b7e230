"""How a planned fault reaches the client: a status, a broken connection, or silence."""

from typing import NoReturn

import httpx
from starlette.requests import Request

from bot.sandbox.core.calls import Answer
from bot.sandbox.core.faults import Fault
from bot.sandbox.tenant import Tenant


class ConnectionBroken(Exception):
    """The client is gone on purpose: there is nobody left to answer."""


_CODES = {
    429: ("ApplicationThrottled", "Application is over its request limit."),
    500: ("InternalServerError", "An internal error occurred."),
    502: ("BadGateway", "Bad gateway."),
    503: ("serviceNotAvailable", "The service is unavailable."),
    504: ("GatewayTimeout", "The gateway did not receive a response in time."),
}
_PAGE = b"<html><head><title>503</title></head><body><h2>Service unavailable</h2></body></html>"


def fault_answer(fault: Fault) -> Answer:
    headers = {"Retry-After": fault.retry_after} if fault.retry_after is not None else {}
    if fault.html:
        return Answer(fault.status, _PAGE, headers, media_type="text/html")
    code, message = _CODES.get(fault.status, ("generalException", "A planned fault."))
    error = {"code": fault.code or code, "message": fault.message or message}
    return Answer(fault.status, {"error": error}, headers)


async def break_off(tenant: Tenant, fault: Fault, request: Request) -> NoReturn:
    """Reset or hang. In-process there is no connection to break, so httpx's own error is raised."""
    connection = tenant.connections.get(request.client) if request.client else None
    if connection is None:
        if fault.kind == "hang":
            raise httpx.ReadTimeout("a planned hang")
        raise httpx.ReadError("a planned reset")
    if fault.kind == "reset":
        connection.abort()
    while (await request.receive())["type"] != "http.disconnect":
        pass
    raise ConnectionBroken
