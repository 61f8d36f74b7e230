"""The token endpoint and what credential libraries ask for before they use it."""

import json
from urllib.parse import parse_qsl

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from bot.sandbox.core.clock import iso
from bot.sandbox.login.errors import (
    LoginError,
    missing,
    unknown_tenant,
    wrong_grant,
    wrong_scope,
)
from bot.sandbox.login.state import LIFETIME_SECONDS
from bot.sandbox.tenant import Tenant

_ASSERTION = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"


def login_routes(tenant: Tenant) -> list[Route]:
    async def token(request: Request) -> Response:
        form = dict(parse_qsl((await request.body()).decode()))
        try:
            _check_tenant(tenant, request.path_params["tenant"])
            return _token(tenant, form)
        except LoginError as refused:
            return _refusal(tenant, refused)

    async def configuration(request: Request) -> Response:
        return JSONResponse(_configuration(str(request.base_url), request.path_params["tenant"]))

    async def discovery(request: Request) -> Response:
        return JSONResponse(_discovery(str(request.base_url), request.url.netloc))

    return [
        Route("/{tenant}/oauth2/v2.0/token", token, methods=["POST"]),
        Route("/{tenant}/v2.0/.well-known/openid-configuration", configuration),
        Route("/common/discovery/instance", discovery),
    ]


def _check_tenant(tenant: Tenant, name: str) -> None:
    if name.lower() not in tenant.login.tenant_names:
        raise unknown_tenant(name)


def _token(tenant: Tenant, form: dict[str, str]) -> Response:
    if form.get("grant_type") != "client_credentials":
        raise wrong_grant(form.get("grant_type", ""))
    for parameter in ("client_id", "scope"):
        if parameter not in form:
            raise missing(parameter)
    if not form["scope"].split()[0].endswith("/.default"):
        raise wrong_scope(form["scope"])
    token = _authenticated(tenant, form)
    content = {"token_type": "Bearer", "expires_in": LIFETIME_SECONDS, "access_token": token}
    return JSONResponse({**content, "ext_expires_in": LIFETIME_SECONDS})


def _authenticated(tenant: Tenant, form: dict[str, str]) -> str:
    if form.get("client_assertion_type") == _ASSERTION:
        return tenant.login.token_by_assertion(form["client_id"], form.get("client_assertion", ""))
    if "client_secret" not in form:
        raise missing("client_assertion")
    return tenant.login.token_by_secret(form["client_id"], form["client_secret"])


def _refusal(tenant: Tenant, refused: LoginError) -> Response:
    traces = {"trace_id": tenant.ids.guid(), "correlation_id": tenant.ids.guid()}
    stamp = iso(tenant.clock.now()).replace("T", " ")
    content = {"error": refused.error, "error_description": refused.description}
    codes = {"error_codes": [refused.number], "timestamp": stamp}
    return Response(
        json.dumps({**content, **codes, **traces}),
        status_code=refused.status,
        media_type="application/json",
    )


def _configuration(base: str, tenant: str) -> dict[str, object]:
    return {
        "token_endpoint": f"{base}{tenant}/oauth2/v2.0/token",
        "authorization_endpoint": f"{base}{tenant}/oauth2/v2.0/authorize",
        "issuer": f"{base}{tenant}/v2.0",
        "token_endpoint_auth_methods_supported": ["client_secret_post", "private_key_jwt"],
    }


def _discovery(base: str, host: str) -> dict[str, object]:
    names = {"preferred_network": host, "preferred_cache": host, "aliases": [host]}
    endpoint = f"{base}common/v2.0/.well-known/openid-configuration"
    return {"tenant_discovery_endpoint": endpoint, "metadata": [names]}
