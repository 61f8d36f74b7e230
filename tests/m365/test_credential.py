import base64
from collections.abc import Callable
from pathlib import Path
from typing import Any

import httpx
import pytest
from azure.core.exceptions import ClientAuthenticationError, ServiceRequestError
from kiota_abstractions.request_information import RequestInformation

from bot.m365 import (
    SandboxCredential,
    Timer,
    Transient,
    UnableToFollowLink,
    UnableToSignIn,
    certificate,
    client_secret,
    managed_identity,
)
from bot.m365.credential import BearerToken, Credential, Token


class Issued:
    """A credential that hands out one token and remembers what it was asked."""

    token = "the-token"

    def __init__(self, trouble: Exception | None = None) -> None:
        self.asked: list[dict[str, Any]] = []
        self.trouble = trouble

    async def get_token(self, *scopes: str, **asked: Any) -> Token:
        self.asked.append({"scopes": scopes, **asked})
        if self.trouble:
            raise self.trouble
        return self

    async def close(self) -> None:
        """Nothing to close."""


def request_to(url: str) -> RequestInformation:
    request = RequestInformation()
    request.url = url
    return request


def bearer(credential: Credential, base_url: str = "https://graph.example/v1.0") -> BearerToken:
    return BearerToken(credential=credential, base_url=base_url)


async def test_a_request_to_graph_carries_the_token() -> None:
    request = request_to("https://graph.example/v1.0/sites/root")
    await bearer(Issued()).authenticate_request(request)
    assert request.request_headers == {"authorization": "Bearer the-token"}


@pytest.mark.parametrize(
    "url",
    [
        "https://graph.elsewhere.example/v1.0/me",
        "http://graph.example/v1.0/me",
        "https://graph.example:8443/v1.0/me",
        "https://graph.example@elsewhere.example/v1.0/me",
    ],
)
async def test_no_other_server_gets_the_token(url: str) -> None:
    request, credential = request_to(url), Issued()
    with pytest.raises(UnableToFollowLink):
        await bearer(credential).authenticate_request(request)
    assert credential.asked == []
    assert not request.request_headers


async def test_an_old_token_does_not_stay_on_a_repeated_request() -> None:
    request, credential = request_to("https://graph.example/v1.0/me"), Issued()
    await bearer(credential).authenticate_request(request)
    await bearer(credential).authenticate_request(request)
    assert request.request_headers == {"authorization": "Bearer the-token"}
    assert len(credential.asked) == 2


async def test_a_claims_challenge_reaches_the_credential_decoded() -> None:
    credential, claims = Issued(), '{"access_token":{"nbf":{"essential":true}}}'
    encoded = base64.b64encode(claims.encode()).decode().rstrip("=")
    request = request_to("https://graph.example/v1.0/me")
    await bearer(credential).authenticate_request(request, {"claims": encoded})
    assert credential.asked[0]["claims"] == claims
    assert credential.asked[0]["enable_cae"] is True


async def test_a_refused_sign_in_tells_entras_code_and_nothing_else() -> None:
    trouble = ClientAuthenticationError("AADSTS7000215: Invalid secret 'hunter2' for app Acme.")
    with pytest.raises(UnableToSignIn) as raised:
        await bearer(Issued(trouble)).authenticate_request(request_to("https://graph.example/v1.0"))
    assert "AADSTS7000215" in str(raised.value)
    assert "hunter2" not in str(raised.value)


async def test_an_unreachable_sign_in_service_is_transient() -> None:
    trouble = ServiceRequestError("no route to login.example")
    with pytest.raises(Transient):
        await bearer(Issued(trouble)).authenticate_request(request_to("https://graph.example/v1.0"))


@pytest.fixture
def sandbox_credential(timer: Timer) -> Callable[..., SandboxCredential]:
    def make(answer: Callable[[httpx.Request], httpx.Response]) -> SandboxCredential:
        return SandboxCredential(
            token_url="http://login.example/token",
            client_id="bot",
            secret="open",
            monotonic=timer.monotonic,
            transport=httpx.MockTransport(answer),
        )

    return make


async def test_a_sandbox_token_is_kept_until_five_minutes_before_its_end(
    sandbox_credential: Callable[..., SandboxCredential], timer: Timer
) -> None:
    given = iter(range(10))
    answers = {"expires_in": 3600}
    credential = sandbox_credential(
        lambda _: httpx.Response(200, json=answers | {"access_token": str(next(given))})
    )
    first = (await credential.get_token()).token
    await timer.sleep(3299)
    assert (await credential.get_token()).token == first
    await timer.sleep(1)
    assert (await credential.get_token()).token != first
    await credential.close()


async def test_a_sandbox_that_does_not_know_the_app_is_one_clear_line(
    sandbox_credential: Callable[..., SandboxCredential],
) -> None:
    answer = {"error": "invalid_client", "error_description": "AADSTS7000215: Invalid secret."}
    credential = sandbox_credential(lambda _: httpx.Response(401, json=answer))
    with pytest.raises(UnableToSignIn, match=r"Unable to sign in: .*401 AADSTS7000215"):
        await credential.get_token()
    await credential.close()


async def test_a_certificate_that_cannot_be_read_is_one_clear_line(tmp_path: Path) -> None:
    path = tmp_path / "bot.pem"
    path.write_text("no certificate")
    with pytest.raises(UnableToSignIn, match="read the service's certificate"):
        certificate(tenant_id="t", client_id="c", path=path)


async def test_tenant_credentials_are_made_without_asking_anybody() -> None:
    for credential in (
        client_secret(tenant_id="tenant", client_id="bot", secret="open"),
        managed_identity(),
    ):
        await credential.close()
