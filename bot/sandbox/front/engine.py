"""From a request to its answer: who asks, which route, what limits, what goes wrong on purpose."""

import asyncio
from email.utils import parsedate_to_datetime
from urllib.parse import parse_qsl

from bot.sandbox.core.calls import Answer, Call
from bot.sandbox.core.clock import iso
from bot.sandbox.core.errors import GraphError, request_too_large, revoked, unauthenticated
from bot.sandbox.core.exchange import Exchange
from bot.sandbox.core.odata.options import Options, read_options, read_preferences
from bot.sandbox.core.routing import Match, Router, segments_of, template_like
from bot.sandbox.front.inbound import Inbound
from bot.sandbox.front.mishaps import break_off, fault_answer
from bot.sandbox.login.access import check_access
from bot.sandbox.login.state import App
from bot.sandbox.sites.units import resource_units
from bot.sandbox.tenant import Tenant

LARGEST_BYTES = 4 * 1024 * 1024
_DOTS_OF_A_JWT = 2
_NO_OPTIONS = Options({})


class Engine:
    def __init__(self, tenant: Tenant, router: Router) -> None:
        self._tenant = tenant
        self._router = router

    def app_of(self, inbound: Inbound) -> App:
        """Raises GraphError 401."""
        if not inbound.token:
            raise unauthenticated("Access token is empty.")
        app = self._tenant.login.app_by_token(inbound.token)
        if app is None and inbound.token.count(".") == _DOTS_OF_A_JWT:
            raise revoked(self._tenant.clock.now())
        if app is None:
            raise unauthenticated("Access token validation failure. Invalid audience.")
        return app

    async def answer(self, inbound: Inbound) -> Answer:
        """Whatever happens is an answer; it is logged, and shown to the observers."""
        template, client_id = "", ""
        try:
            app = self.app_of(inbound)
            client_id = app.client_id
            self._tenant.limits.check_patience(inbound.name)
            match = self._router.match(inbound.method, inbound.path)
            template = match.route.template
            answer = await self._limited(inbound, match, app)
        except GraphError as error:
            answer = self.error_answer(error, inbound)
        self._log(inbound, template, answer, client_id)
        return answer

    def error_answer(self, error: GraphError, inbound: Inbound) -> Answer:
        inner: dict[str, str] = {
            "date": iso(self._tenant.clock.now()).rstrip("Z"),
            "request-id": self._tenant.ids.guid(),
            "client-request-id": inbound.headers.get("client-request-id", ""),
        }
        if error.inner_code:
            inner = {"code": error.inner_code, **inner}
        content = {"code": error.code, "message": error.message, "innerError": inner}
        return Answer(error.status, {"error": content}, dict(error.headers))

    async def _limited(self, inbound: Inbound, match: Match, app: App) -> Answer:
        user = match.parameters.get("user")
        if user is not None:
            mailbox = self._tenant.mail.address_of(user)
            with self._tenant.limits.in_flight(mailbox):
                await self._delay()
                uploaded = len(inbound.body)
                self._tenant.limits.count_request(mailbox, uploaded)
                return await self._with_faults(inbound, match, app)
        await self._delay()
        has_token = "token=" in inbound.query or "token" in match.arguments
        units = resource_units(inbound.method, match.route.template, has_token=has_token)
        headers = self._tenant.limits.count_units(app.client_id, units)
        answer = await self._with_faults(inbound, match, app)
        answer.headers.update(headers)
        return answer

    async def _delay(self) -> None:
        if self._tenant.latency_seconds:
            await asyncio.sleep(self._tenant.latency_seconds)

    async def _with_faults(self, inbound: Inbound, match: Match, app: App) -> Answer:
        fault = self._tenant.faults.take(inbound.method, inbound.path)
        if fault is None:
            return await self._handled(inbound, match, app)
        if fault.when == "after":
            await self._handled(inbound, match, app)
        if fault.kind != "status":
            await break_off(self._tenant, fault, inbound.request)
        return fault_answer(fault)

    async def _handled(self, inbound: Inbound, match: Match, app: App) -> Answer:
        if len(inbound.body) > LARGEST_BYTES and not match.route.template.endswith("/content"):
            raise request_too_large()
        call = self._call(inbound, match, app)
        self._tenant.links.check(inbound.query)
        check_access(self._tenant, app, match.route, call)
        answer = match.route.handler(self._tenant, call)
        return answer if isinstance(answer, Answer) else await answer

    def _call(self, inbound: Inbound, match: Match, app: App) -> Call:
        pairs = parse_qsl(inbound.query, keep_blank_values=True)
        return Call(
            method=inbound.method,
            base_url=f"{inbound.host_url}/v1.0",
            raw_path=inbound.raw_path,
            headers=inbound.headers,
            body=inbound.body,
            parameters=match.parameters,
            arguments=match.arguments,
            options=read_options(pairs, match.route.options) if pairs else _NO_OPTIONS,
            prefer=read_preferences(inbound.headers.get("prefer", "")),
            client_id=app.client_id,
        )

    def _log(self, inbound: Inbound, template: str, answer: Answer, client_id: str) -> None:
        self._note_patience(inbound.name, answer)
        shown = template or template_like(segments_of(inbound.path)[0])
        self._tenant.journal.enter(
            method=inbound.method,
            template=shown,
            path=inbound.path,
            query=inbound.query,
            status=answer.status,
            client_id=client_id,
            client_request_id=inbound.headers.get("client-request-id", ""),
        )
        if self._tenant.observers:
            seen = Exchange(
                inbound.method, shown, inbound.path, inbound.headers, inbound.body, answer
            )
            for observe in self._tenant.observers:
                observe(seen)

    def _note_patience(self, name: str, answer: Answer) -> None:
        wait = answer.headers.get("Retry-After")
        if wait is None:
            return
        try:
            seconds = float(wait)
        except ValueError:
            until = parsedate_to_datetime(wait)
            seconds = (until - self._tenant.clock.now()).total_seconds()
        self._tenant.limits.must_wait(name, seconds)
