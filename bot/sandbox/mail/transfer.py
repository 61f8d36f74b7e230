"""Outlook's pre-authenticated upload address, outside Graph."""

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from bot.sandbox.core.clock import iso
from bot.sandbox.core.errors import GraphError
from bot.sandbox.mail.uploads import Session
from bot.sandbox.tenant import Tenant


def attachment_routes(tenant: Tenant) -> list[Route]:
    async def upload(request: Request) -> Response:
        body = await request.body()
        try:
            return _upload(tenant, request, body)
        except GraphError as error:
            content = {"error": {"code": error.code, "message": error.message}}
            return JSONResponse(content, error.status)

    return [Route("/_attachment/{token}", upload, methods=["GET", "PUT", "DELETE"])]


def _upload(tenant: Tenant, request: Request, body: bytes) -> Response:
    if request.headers.get("authorization"):
        tenant.journal.violation("token sent to an upload URL", "/_attachment")
        raise GraphError(401, "Unauthorized", "The upload URL takes no Authorization header.")
    token, uploads = request.path_params["token"], tenant.mail.uploads
    session = uploads.session(token)
    if request.method == "DELETE":
        uploads.close(token)
        return Response(status_code=204)
    if request.method == "PUT":
        session.fragments.add(request.headers.get("content-range", ""), body)
        if session.fragments.complete:
            return _finished(tenant, request, token, session)
    return JSONResponse(_progress(session))


def _progress(session: Session) -> dict[str, object]:
    """In Outlook's own case, and with a bare number for a range."""
    ranges = [str(len(session.fragments.received))]
    return {"ExpirationDateTime": iso(session.expires), "NextExpectedRanges": ranges}


def _finished(tenant: Tenant, request: Request, token: str, session: Session) -> Response:
    attachment = tenant.mail.uploads.finish(token, session)
    tenant.mail.touch(session.mailbox, session.message)
    message_id = session.message.id
    path = f"users('{session.mailbox.id}')/messages('{message_id}')/attachments"
    location = f"{request.base_url}v1.0/{path}('{attachment.id_within(message_id)}')"
    return Response(status_code=201, headers={"Location": location})
