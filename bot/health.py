"""The health endpoint: whether mail is being read, for whatever watches the service."""

from datetime import timedelta

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route

from bot.jobs.workplace import Workplace
from bot.service import Service

MISSED_POLLS = 5


def health_app(service: Service, workplace: Workplace, *, poll_seconds: int) -> Starlette:
    """Answer GET /health: 200 while the Inbox is being read, 503 when it is not."""
    patience = timedelta(seconds=poll_seconds * MISSED_POLLS)

    async def health(_request: Request) -> JSONResponse:
        read = service.pulse.went_well.get("intake")
        alive = read is not None and workplace.clock() - read <= patience
        told = {
            "status": "ok" if alive and not service.pulse.troubles else "troubled",
            "inbox_read": read.isoformat(timespec="seconds") if read else None,
            "notices_waiting": workplace.outbox.waiting,
            "troubles": service.pulse.troubles,
        }
        return JSONResponse(told, status_code=200 if alive else 503)

    return Starlette(routes=[Route("/health", health)])
