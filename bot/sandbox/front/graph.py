"""The Graph endpoint: reads a request, finds its handler, and writes the answer as Graph does."""

import asyncio
import json
from email.utils import parsedate_to_datetime
from urllib.parse import parse_qsl

from starlette.requests import Request
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from bot.sandbox.core.calls import Answer, Call
from bot.sandbox.core.clock import iso
from bot.sandbox.core.errors import GraphError, request_too_large, unauthenticated
from bot.sandbox.core.exchange import Exchange
from bot.sandbox.core.odata.options import Options, read_options, read_preferences
from bot.sandbox.core.routing import Match, Router
from bot.sandbox.front.mishaps import ConnectionBroken, break_off, fault_answer
from bot.sandbox.login.access import check_access
from bot.sandbox.login.state import App
from bot.sandbox.tenant import Tenant

LARGEST_BYTES = 4 * 1024 * 1024
_NO_OPTIONS = Options({})


class GraphApp:
    """ASGI: mounted at /v1.0."""

    def __init__(self, tenant: Tenant, router: Router) -> None:
        self._tenant = tenant
        self._router = router

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        request = Request(scope, receive)
        try:
            response = await self._respond(request)
        except ConnectionBroken:
            return
        await response(scope, receive, send)

    async def _respond(self, request: Request) -> Response:
        path = request.scope["path"].removeprefix(request.scope.get("root_path", ""))
        template = path
        try:
            app = self._authenticated(request)
            match = self._router.match(request.method, path)
            template = match.route.template
            answer = await self._throttled(request, path, match, app)
        except GraphError as error:
            answer = self._error_answer(error, request)
        self._note_patience(request.method, path, answer)
        self._tenant.journal.enter(
            method=request.method,
            template=template,
            path=path,
            query=request.url.query,
            status=answer.status,
            client_id=self._client_id(request),
            client_request_id=request.headers.get("client-request-id", ""),
        )
        await self._observe(request, template, path, answer)
        return self._response(answer, request)

    def _authenticated(self, request: Request) -> App:
        scheme, _, token = request.headers.get("authorization", "").partition(" ")
        if scheme.lower() != "bearer" or not token:
            raise unauthenticated("Access token is empty.")
        app = self._tenant.login.app_by_token(token)
        if app is None:
            raise unauthenticated("Access token validation failure. Invalid audience.")
        return app

    def _client_id(self, request: Request) -> str:
        token = request.headers.get("authorization", "").partition(" ")[2]
        app = self._tenant.login.app_by_token(token)
        return app.client_id if app else ""

    async def _throttled(self, request: Request, path: str, match: Match, app: App) -> Answer:
        scope = self._scope(match)
        with self._tenant.limits.one_request(scope, f"{request.method} {path}"):
            if self._tenant.latency_seconds:
                await asyncio.sleep(self._tenant.latency_seconds)
            body = await request.body()
            return await self._with_faults(request, path, match, app, body)

    def _scope(self, match: Match) -> str:
        user = match.parameters.get("user")
        return f"mailbox:{self._tenant.mail.address_of(user)}" if user else "tenant"

    async def _with_faults(
        self, request: Request, path: str, match: Match, app: App, body: bytes
    ) -> Answer:
        fault = self._tenant.faults.take(request.method, path)
        if fault is None or fault.when == "after":
            answer = self._handled(request, match, app, body)
        if fault is None:
            return answer
        if fault.kind != "status":
            await break_off(self._tenant, fault, request)
        return fault_answer(fault)

    def _handled(self, request: Request, match: Match, app: App, body: bytes) -> Answer:
        if len(body) > LARGEST_BYTES and not match.route.template.endswith("/content"):
            raise request_too_large()
        call = self._call(request, match, app, body)
        self._tenant.links.check(request.url.query)
        check_access(self._tenant, app, match.route, call)
        return match.route.handler(self._tenant, call)

    def _call(self, request: Request, match: Match, app: App, body: bytes) -> Call:
        scope = request.scope
        raw = scope.get("raw_path", scope["path"].encode()).decode("ascii")
        pairs = parse_qsl(request.url.query, keep_blank_values=True)
        return Call(
            method=request.method,
            base_url=f"{request.url.scheme}://{request.url.netloc}/v1.0",
            raw_path=raw.partition("?")[0].removeprefix("/v1.0"),
            headers=request.headers,
            body=body,
            parameters=match.parameters,
            arguments=match.arguments,
            options=read_options(pairs, match.route.options) if pairs else _NO_OPTIONS,
            prefer=read_preferences(", ".join(request.headers.getlist("prefer"))),
            client_id=app.client_id,
        )

    def _error_answer(self, error: GraphError, request: Request) -> Answer:
        inner: dict[str, str] = {
            "date": iso(self._tenant.clock.now()).rstrip("Z"),
            "request-id": self._tenant.ids.guid(),
            "client-request-id": request.headers.get("client-request-id", ""),
        }
        if error.inner_code:
            inner = {"code": error.inner_code, **inner}
        content = {"code": error.code, "message": error.message, "innerError": inner}
        return Answer(error.status, {"error": content}, dict(error.headers))

    def _note_patience(self, method: str, path: str, answer: Answer) -> None:
        wait = answer.headers.get("Retry-After")
        if wait is None:
            return
        now = self._tenant.clock.now()
        try:
            seconds = float(wait)
        except ValueError:
            seconds = (parsedate_to_datetime(wait) - now).total_seconds()
        self._tenant.limits.must_wait(f"{method} {path}", seconds)

    async def _observe(self, request: Request, template: str, path: str, answer: Answer) -> None:
        if not self._tenant.observers:
            return
        body = await request.body()
        seen = Exchange(request.method, template, path, request.headers, body, answer)
        for observe in self._tenant.observers:
            observe(seen)

    def _response(self, answer: Answer, request: Request) -> Response:
        request_id = self._tenant.ids.guid()
        if isinstance(answer.body, dict) and "error" in answer.body:
            request_id = answer.body["error"].get("innerError", {}).get("request-id", request_id)
        headers = {
            **answer.headers,
            "request-id": request_id,
            "client-request-id": request.headers.get("client-request-id", request_id),
        }
        if answer.body is None:
            return Response(status_code=answer.status, headers=headers)
        if isinstance(answer.body, bytes):
            content = answer.body
        else:
            content = json.dumps(answer.body, ensure_ascii=False).encode("utf-8", "surrogatepass")
        return Response(content, answer.status, headers, media_type=answer.media_type)
