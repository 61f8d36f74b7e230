"""The addresses of the page. Every answer passes the same gate on its way in and out."""

from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import TYPE_CHECKING

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from bot.sandbox.core.errors import GraphError
from bot.sandbox.core.origins import is_change_from_afar
from bot.sandbox.page import (
    calendar,
    clock,
    library,
    log,
    mailboxes,
    messages,
    notices,
    registers,
    rows,
    sending,
    start,
)
from bot.sandbox.page.answering import Page
from bot.sandbox.page.security import guarded

if TYPE_CHECKING:
    from bot.sandbox.sandbox import Sandbox

View = Callable[[Page, Request], Awaitable[Response]]
_STATIC = Path(__file__).parent / "static"
_TYPES = {".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml"}


def page_routes(sandbox: "Sandbox") -> list[Route]:
    page = Page(sandbox)
    site = sandbox.names.site_path
    return [
        Route(path.replace("{site}", site), _served(page, view), methods=[method])
        for method, path, view in _VIEWS
    ]


def _served(page: Page, view: View) -> Callable[[Request], Awaitable[Response]]:
    async def endpoint(request: Request) -> Response:
        if is_change_from_afar(request):
            told = "This was asked for by another site. Go to the page itself and try again."
            return guarded(page.problem(request, 403, told))
        try:
            return guarded(await view(page, request))
        except GraphError as error:
            return guarded(page.problem(request, error.status, error.message))

    return endpoint


async def _static(page: Page, request: Request) -> Response:
    file = _STATIC / request.path_params["file"]
    if file.parent != _STATIC or not file.is_file():
        return page.problem(request, 404, "There is no such file.")
    kind = _TYPES[file.suffix]
    return Response(file.read_bytes(), media_type=kind, headers={"Cache-Control": "no-cache"})


_MESSAGE = "/mail/{address}/{message}"
_VIEWS: tuple[tuple[str, str, View], ...] = (
    ("GET", "/", start.show),
    ("GET", "/mail", mailboxes.show_all),
    ("GET", "/mail/{address}", mailboxes.show),
    ("GET", "/mail/{address}/as-sent/{identity:path}", messages.find),
    ("GET", _MESSAGE, messages.show),
    ("GET", f"{_MESSAGE}/body", messages.body),
    ("GET", f"{_MESSAGE}/attachments/{{number:int}}", messages.attachment),
    ("POST", f"{_MESSAGE}/answer", messages.answer),
    ("GET", "/send", sending.show),
    ("POST", "/send", sending.send),
    ("GET", "/registers", registers.show_all),
    ("GET", "/registers/{list}", registers.show),
    ("GET", "/registers/{list}/new", rows.show_new),
    ("POST", "/registers/{list}/new", rows.add),
    ("GET", "/registers/{list}/{row:int}", rows.show),
    ("POST", "/registers/{list}/{row:int}", rows.save),
    ("GET", "/library", library.show_all),
    ("GET", "/library/{drive}", library.show),
    ("GET", "/library/{drive}/{path:path}", library.show),
    ("GET", "/calendar", calendar.show),
    ("POST", "/calendar/{event}/answer", calendar.answer),
    ("GET", "/notices", notices.show),
    ("GET", "/requests", log.show),
    ("GET", "/clock", clock.show),
    ("POST", "/clock", clock.move),
    ("GET", "{site}/Lists/{list}/{item}", registers.as_in_sharepoint),
    ("GET", "{site}/{library}/{path:path}", library.as_in_sharepoint),
    ("GET", "/static/{file}", _static),
)
