"""Tokens, and what an app without one, or without a permission, is told."""

import base64
import json

import httpx
import pytest

from bot.sandbox import Fault, Sandbox
from tests.sandbox.graph_client import USER, access_token

ASSERTION = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"


@pytest.fixture
def form(sandbox: Sandbox) -> dict[str, str]:
    return {
        "grant_type": "client_credentials",
        "client_id": sandbox.names.client_id,
        "client_secret": sandbox.names.secret,
        "scope": "https://graph.microsoft.com/.default",
    }


async def ask(sandbox: Sandbox, form: dict[str, str], tenant: str = "") -> httpx.Response:
    transport = httpx.ASGITransport(sandbox.app)
    async with httpx.AsyncClient(transport=transport, base_url="http://sandbox") as client:
        name = tenant or sandbox.names.tenant_id
        return await client.post(f"/{name}/oauth2/v2.0/token", data=form)


async def test_a_secret_buys_a_bearer_token(sandbox: Sandbox, form: dict[str, str]) -> None:
    answer = await ask(sandbox, form)
    assert answer.status_code == 200
    assert answer.json()["token_type"] == "Bearer"
    assert answer.json()["expires_in"] == 3599


@pytest.mark.parametrize(
    ("change", "refusal"),
    [
        ({"client_secret": "wrong"}, (401, "invalid_client", 7000215)),
        ({"client_id": "unknown"}, (400, "unauthorized_client", 700016)),
        ({"scope": "Mail.Read"}, (400, "invalid_scope", 1002012)),
        ({"grant_type": "password"}, (400, "unsupported_grant_type", 70003)),
    ],
)
async def test_a_wrong_request_is_refused_as_entra_refuses_it(
    sandbox: Sandbox,
    form: dict[str, str],
    change: dict[str, str],
    refusal: tuple[int, str, int],
) -> None:
    answer = await ask(sandbox, {**form, **change})
    error = answer.json()
    assert (answer.status_code, error["error"], error["error_codes"][0]) == refusal
    assert error["error_description"].startswith(f"AADSTS{refusal[2]}")


async def test_an_unknown_tenant_is_refused(sandbox: Sandbox, form: dict[str, str]) -> None:
    answer = await ask(sandbox, form, tenant="elsewhere.example")
    assert answer.json()["error_codes"] == [90002]


async def test_an_assertion_about_the_client_is_taken(
    sandbox: Sandbox, form: dict[str, str]
) -> None:
    claims = base64.urlsafe_b64encode(json.dumps({"sub": form["client_id"]}).encode()).decode()
    del form["client_secret"]
    extra = {"client_assertion_type": ASSERTION, "client_assertion": f"e30.{claims}.x"}
    assert (await ask(sandbox, {**form, **extra})).status_code == 200
    extra["client_assertion"] = "no jwt"
    assert (await ask(sandbox, {**form, **extra})).status_code == 401


async def test_without_a_known_token_nothing_is_answered(sandbox: Sandbox) -> None:
    transport = httpx.ASGITransport(sandbox.app)
    async with httpx.AsyncClient(transport=transport, base_url="http://sandbox/v1.0") as client:
        bare = await client.get(f"{USER}/messages")
        wrong = await client.get(f"{USER}/messages", headers={"Authorization": "Bearer made-up"})
    for answer in (bare, wrong):
        assert answer.status_code == 401
        assert answer.json()["error"]["code"] == "InvalidAuthenticationToken"
        assert answer.headers["WWW-Authenticate"].startswith("Bearer")


async def test_a_revoked_token_is_answered_with_a_challenge(
    sandbox: Sandbox, graph: httpx.AsyncClient
) -> None:
    sandbox.tenant.login.revoke_tokens()
    answer = await graph.get(f"{USER}/messages")
    challenge = answer.headers["WWW-Authenticate"]
    claims = base64.b64decode(challenge.partition('claims="')[2].rstrip('"'))
    assert answer.status_code == 401
    assert json.loads(claims)["access_token"]["nbf"]["value"] == "1788768000"


async def test_a_missing_role_answers_403(sandbox: Sandbox, graph: httpx.AsyncClient) -> None:
    sandbox.tenant.login.app(sandbox.names.client_id).roles = {"Mail.Read"}
    assert (await graph.get(f"{USER}/messages")).status_code == 200
    answer = await graph.post(f"{USER}/messages", json={"subject": "No"})
    assert answer.status_code == 403
    assert answer.json()["error"]["code"] == "ErrorAccessDenied"


async def test_another_mailbox_is_out_of_scope(sandbox: Sandbox, graph: httpx.AsyncClient) -> None:
    sandbox.tenant.mail.open_mailbox("other@croydon.gov.uk")
    answer = await graph.get("/users/other@croydon.gov.uk/messages")
    assert answer.status_code == 403


async def test_a_site_role_decides_what_may_be_done(
    sandbox: Sandbox, graph: httpx.AsyncClient, site: str
) -> None:
    app = sandbox.tenant.login.app(sandbox.names.client_id)
    app.sites = {"/sites/CSCP": "read"}
    assert (await graph.get(f"{site}/lists")).status_code == 200
    refused = await graph.post(f"{site}/lists", json={"displayName": "No"})
    assert refused.status_code == 403
    assert refused.json()["error"]["code"] == "accessDenied"
    app.sites = {}
    assert (await graph.get(f"{site}/lists")).status_code == 403


async def test_what_credential_libraries_ask_for_first_is_answered(sandbox: Sandbox) -> None:
    transport = httpx.ASGITransport(sandbox.app)
    async with httpx.AsyncClient(transport=transport, base_url="http://sandbox") as client:
        tenant = sandbox.names.tenant_id
        found = await client.get(f"/{tenant}/v2.0/.well-known/openid-configuration")
        discovery = await client.get("/common/discovery/instance")
    assert found.json()["token_endpoint"] == f"http://sandbox/{tenant}/oauth2/v2.0/token"
    assert discovery.json()["metadata"][0]["aliases"] == ["sandbox"]


async def test_a_fault_named_for_the_token_endpoint_strikes_there(
    sandbox: Sandbox, form: dict[str, str]
) -> None:
    sandbox.plan_fault(Fault(status=500))
    assert (await ask(sandbox, form)).status_code == 200
    sandbox.plan_fault(Fault("POST", "/token$", status=503))
    assert [(await ask(sandbox, form)).status_code for _ in range(2)] == [503, 200]


async def test_every_token_is_another(sandbox: Sandbox) -> None:
    assert await access_token(sandbox) != await access_token(sandbox)
