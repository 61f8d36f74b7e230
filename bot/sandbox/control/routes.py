"""/_sandbox/: clock, mail in, what was asked and done wrong, faults, and what people would do."""

from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from bot.sandbox.control import people, trouble
from bot.sandbox.core.errors import GraphError
from bot.sandbox.core.origins import is_change_from_afar
from bot.sandbox.seeding import UnableToSeedError

if TYPE_CHECKING:
    from bot.sandbox.sandbox import Sandbox

Action = Callable[["Sandbox", Request, Any], Any]


def control_routes(sandbox: "Sandbox") -> list[Route]:
    def serve(action: Action) -> Callable[[Request], Awaitable[Response]]:
        async def endpoint(request: Request) -> Response:
            if is_change_from_afar(request):
                return JSONResponse({"error": "This was asked for by another site."}, 403)
            content: Any = await request.body()
            if "json" in request.headers.get("content-type", ""):
                content = await request.json()
            return _answered(action, sandbox, request, content)

        return endpoint

    return [
        Route(path, serve(action), methods=[method])
        for method, path, action in (*people.ACTIONS, *trouble.ACTIONS)
    ]


def _answered(action: Action, sandbox: "Sandbox", request: Request, content: Any) -> Response:
    try:
        found = action(sandbox, request, content)
    except GraphError as error:
        return JSONResponse({"error": error.message}, error.status)
    except (KeyError, TypeError, ValueError, UnableToSeedError, OSError) as error:
        return JSONResponse({"error": f"{type(error).__name__}: {error}"}, 400)
    if isinstance(found, bytes):
        return Response(found, media_type="message/rfc822")
    return JSONResponse(found if found is not None else {})
