"""The pre-authenticated addresses outside Graph: downloads and upload fragments."""

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from bot.sandbox.core.clock import iso
from bot.sandbox.core.errors import GraphError
from bot.sandbox.drives.errors import session_gone, token_on_upload
from bot.sandbox.drives.model import item_json
from bot.sandbox.drives.uploads import Session
from bot.sandbox.tenant import Tenant


def transfer_routes(tenant: Tenant) -> list[Route]:
    async def content(request: Request) -> Response:
        item = tenant.drives.downloads.get(request.path_params["token"])
        if item is None:
            return _refusal(session_gone())
        if request.headers.get("authorization"):
            tenant.journal.violation("token sent to a download URL", "/_content")
        return _download(item.content, item.media_type(), request.headers.get("range"))

    async def upload(request: Request) -> Response:
        body = await request.body()
        try:
            return _upload(tenant, request, body)
        except GraphError as error:
            return _refusal(error)

    return [
        Route("/_content/{token}", content, methods=["GET"]),
        Route("/_upload/{token}", upload, methods=["GET", "PUT", "DELETE"]),
    ]


def _download(content: bytes, media_type: str, wanted: str | None) -> Response:
    if wanted is None:
        return Response(content, media_type=media_type)
    first, _, last = wanted.removeprefix("bytes=").partition("-")
    begin, end = int(first or 0), min(int(last or len(content) - 1), len(content) - 1)
    headers = {"Content-Range": f"bytes {begin}-{end}/{len(content)}"}
    return Response(content[begin : end + 1], 206, headers, media_type=media_type)


def _upload(tenant: Tenant, request: Request, body: bytes) -> Response:
    if request.headers.get("authorization"):
        tenant.journal.violation("token sent to an upload URL", "/_upload")
        raise token_on_upload()
    token = request.path_params["token"]
    session = tenant.drives.uploads.session(token)
    if request.method == "DELETE":
        tenant.drives.uploads.close(token)
        return Response(status_code=204)
    if request.method == "GET":
        return JSONResponse(_progress(session))
    session.fragments.add(request.headers.get("content-range", ""), body)
    if not session.fragments.complete:
        return JSONResponse(_progress(session), 202)
    return _finish(tenant, token, session)


def _progress(session: Session) -> dict[str, object]:
    ranges = [f"{len(session.fragments.received)}-"]
    return {"expirationDateTime": iso(session.expires), "nextExpectedRanges": ranges}


def _finish(tenant: Tenant, token: str, session: Session) -> Response:
    tenant.drives.uploads.close(token)
    content = bytes(session.fragments.received)
    item, is_new = tenant.drives.put_file(session.drive, session.put, content, session.by)
    return JSONResponse(item_json(session.drive, item), 201 if is_new else 200)


def _refusal(error: GraphError) -> Response:
    content = {"error": {"code": error.code, "message": error.message}}
    return JSONResponse(content, error.status)
