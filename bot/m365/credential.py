"""Who the service is: credentials for a tenant or the sandbox, and where its token may go."""

import base64
import binascii
import re
from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Any, Protocol
from urllib.parse import urlsplit

import httpx
from azure.core.exceptions import AzureError, ClientAuthenticationError

from bot.m365.errors import Transient, UnableToFollowLink, UnableToSignIn

_SCOPE = "https://graph.microsoft.com/.default"
_RENEW_BEFORE = 300.0
_SIGN_IN = "sign in"


class Token(Protocol):
    """A token for Graph; azure-identity's `AccessToken` is one."""

    @property
    def token(self) -> str: ...


class Credential(Protocol):
    """What azure-identity's asynchronous credentials offer."""

    async def get_token(
        self, *scopes: str, claims: str | None = None, enable_cae: bool = False, **kwargs: Any
    ) -> Token: ...

    async def close(self) -> None: ...


def client_secret(*, tenant_id: str, client_id: str, secret: str) -> Credential:
    credential: Credential = _azure_identity().ClientSecretCredential(tenant_id, client_id, secret)
    return credential


def certificate(
    *, tenant_id: str, client_id: str, path: Path, password: str | None = None
) -> Credential:
    """Sign in with a PEM or PKCS12 certificate. Raises `UnableToSignIn` if it cannot be read."""
    make = _azure_identity().CertificateCredential
    try:
        credential: Credential = make(tenant_id, client_id, str(path), password=password)
    except (OSError, ValueError) as error:
        raise UnableToSignIn("read the service's certificate", code=type(error).__name__) from error
    return credential


def managed_identity(*, client_id: str | None = None) -> Credential:
    """Sign in as the machine itself; `client_id` picks one of several user-assigned identities."""
    credential: Credential = _azure_identity().ManagedIdentityCredential(client_id=client_id)
    return credential


def _azure_identity() -> Any:
    """Imported only when it signs in to a tenant: it costs as much as all the rest of this room."""
    return import_module("azure.identity.aio")


@dataclass(frozen=True, slots=True)
class _SandboxToken:
    token: str


class SandboxCredential:
    """Signs in to the sandbox's token endpoint, over plain http as azure-identity will not."""

    def __init__(
        self,
        *,
        token_url: str,
        client_id: str,
        secret: str,
        monotonic: Callable[[], float],
        transport: httpx.AsyncBaseTransport | None = None,
    ) -> None:
        self._token_url = token_url
        self._form = {"grant_type": "client_credentials", "client_id": client_id}
        self._form |= {"client_secret": secret, "scope": _SCOPE}
        self._monotonic = monotonic
        self._http = httpx.AsyncClient(transport=transport, trust_env=False)
        self._token: Token | None = None
        self._renew_at = 0.0

    async def get_token(
        self, *scopes: str, claims: str | None = None, enable_cae: bool = False, **kwargs: Any
    ) -> Token:
        del scopes, enable_cae, kwargs
        if self._token is None or claims or self._monotonic() >= self._renew_at:
            self._token = await self._fetch({"claims": claims} if claims else {})
        return self._token

    async def close(self) -> None:
        await self._http.aclose()

    async def _fetch(self, claims: dict[str, str]) -> Token:
        try:
            response = await self._http.post(self._token_url, data=self._form | claims)
        except httpx.RequestError as error:
            raise Transient(_SIGN_IN, code=type(error).__name__) from error
        if not response.is_success:
            raise UnableToSignIn(_SIGN_IN, status=response.status_code, code=_aadsts(response.text))
        answer = response.json()
        self._renew_at = self._monotonic() + answer["expires_in"] - _RENEW_BEFORE
        return _SandboxToken(answer["access_token"])


class BearerToken:
    """Puts the token on each request to Graph, anew each time, and never on one to anywhere else.

    Stands where the SDK expects its authentication provider; the SDK hands over the claims of a
    continuous access evaluation challenge, once.
    """

    def __init__(self, *, credential: Credential, base_url: str) -> None:
        self._credential = credential
        self._home = origin(base_url)

    async def authenticate_request(
        self, request: Any, additional_authentication_context: dict[str, Any] | None = None
    ) -> None:
        request.headers.remove("Authorization")
        if origin(request.url) != self._home:
            raise UnableToFollowLink("send the token")
        claims = (additional_authentication_context or {}).get("claims")
        request.headers.add("Authorization", f"Bearer {await self._get(_claims(claims))}")

    async def _get(self, claims: str | None) -> str:
        asked: dict[str, Any] = {"claims": claims} if claims else {}
        try:
            token = await self._credential.get_token(_SCOPE, enable_cae=True, **asked)
        except ClientAuthenticationError as error:
            raise UnableToSignIn(_SIGN_IN, code=_aadsts(str(error))) from None
        except AzureError as error:
            raise Transient(_SIGN_IN, code=type(error).__name__) from None
        return str(token.token)


def origin(url: str) -> tuple[str, str | None, int | None]:
    """Scheme, host and port: what makes two addresses the same server; of no address, nothing."""
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:  # a kept link that was damaged
        return "", None, None
    return parts.scheme, parts.hostname, port or {"https": 443, "http": 80}.get(parts.scheme)


def _claims(encoded: str | None) -> str | None:
    if not encoded:
        return None
    try:
        return base64.b64decode(encoded + "=" * (-len(encoded) % 4)).decode()
    except (binascii.Error, UnicodeDecodeError) as error:
        raise UnableToSignIn(_SIGN_IN, code="unreadableClaims") from error


def _aadsts(text: str) -> str:
    found = re.search(r"AADSTS\d+", text)
    return found[0] if found else ""
