"""The health endpoint: whether mail is being read, for whatever watches the service."""

import asyncio
import socket
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, closing, contextmanager
from datetime import timedelta

import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route

from bot.jobs.workplace import Workplace
from bot.service import MISSED_POLLS, Service
from bot.settings import Settings


def health_app(service: Service, workplace: Workplace, *, poll_seconds: int) -> Starlette:
    """Answer GET /health: 200 while the Inbox is being read, 503 when it is not."""
    patience = timedelta(seconds=poll_seconds * MISSED_POLLS)

    async def health(_request: Request) -> JSONResponse:
        read = service.seen().inbox_read
        alive = read is not None and abs(workplace.clock() - read) <= patience
        told = {
            "status": "ok" if alive and not service.pulse.troubles else "troubled",
            "inbox_read": read.isoformat(timespec="seconds") if read else None,
            "notices_waiting": workplace.outbox.waiting,
            "troubles": service.pulse.troubles,
        }
        return JSONResponse(told, status_code=200 if alive else 503)

    return Starlette(routes=[Route("/health", health)])


@asynccontextmanager
async def serving_health(
    service: Service, workplace: Workplace, settings: Settings
) -> AsyncIterator[None]:
    """Serve the endpoint while the block runs; port 0 serves none.

    Raises OSError when the port is taken.
    """
    if settings.health_port == 0:
        yield
        return
    app = health_app(service, workplace, poll_seconds=settings.poll_seconds)
    config = uvicorn.Config(app, log_level="error", lifespan="off")
    server = _Server(config)
    with closing(_bound(settings.health_host, settings.health_port)) as bound:
        task = asyncio.create_task(server.serve(sockets=[bound]))
        try:
            yield
        finally:
            server.should_exit = True
            await task


class _Server(uvicorn.Server):
    """Leaves the process's signals to the command that runs it."""

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Capture none."""
        yield


def _bound(host: str, port: int) -> socket.socket:
    bound = socket.socket()
    bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        bound.bind((host, port))
    except OSError:
        bound.close()
        raise OSError(
            f"the health endpoint cannot use port {port} of {host}: set CSCP_HEALTH_PORT"
        ) from None
    return bound
