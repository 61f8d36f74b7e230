"""How the service signs in to Microsoft 365, by its settings."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from urllib.parse import urlsplit

import httpx
from cryptography import x509
from cryptography.hazmat.primitives.serialization import pkcs12

from bot import m365
from bot.settings import Settings, SignIn

SANDBOX_TENANT = "croydon.gov.uk"
SANDBOX_CLIENT = "b07b07b0-0000-4000-8000-00000000c5c9"
SANDBOX_SECRET = "sandbox-secret"  # noqa: S105 - opens an imitation, guards nothing


def credential(
    settings: Settings,
    *,
    monotonic: Callable[[], float],
    transport: httpx.AsyncBaseTransport | None,
) -> m365.Credential:
    """Give what signs in; `monotonic` and `transport` are the sandbox's only."""
    match settings.sign_in:
        case SignIn.CLIENT_SECRET:
            return m365.client_secret(
                tenant_id=settings.tenant_id,
                client_id=settings.client_id,
                secret=settings.client_secret.get_secret_value(),
            )
        case SignIn.CERTIFICATE if settings.certificate:
            return m365.certificate(
                tenant_id=settings.tenant_id,
                client_id=settings.client_id,
                path=settings.certificate,
                password=settings.certificate_password.get_secret_value() or None,
            )
        case SignIn.MANAGED_IDENTITY:
            return m365.managed_identity(client_id=settings.client_id or None)
        case _:
            return _sandbox_credential(settings, monotonic, transport)


def ends_on(settings: Settings) -> date | None:
    """Give the day on which what signs in runs out, as far as it is known.

    A certificate says so itself; of a secret only Entra knows, and whoever has set the day.
    """
    if settings.sign_in is SignIn.CERTIFICATE and settings.certificate:
        password = settings.certificate_password.get_secret_value()
        return _end_of(settings.certificate, password.encode() or None)
    return settings.signing_in_ends


def _end_of(certificate: Path, password: bytes | None) -> date | None:
    data = certificate.read_bytes()
    if b"-----BEGIN" in data:
        return x509.load_pem_x509_certificates(data)[0].not_valid_after_utc.date()
    _key, found, _others = pkcs12.load_key_and_certificates(data, password)
    return found.not_valid_after_utc.date() if found else None


def _sandbox_credential(
    settings: Settings, monotonic: Callable[[], float], transport: httpx.AsyncBaseTransport | None
) -> m365.Credential:
    graph = urlsplit(settings.graph)
    return m365.SandboxCredential(
        token_url=f"{graph.scheme}://{graph.netloc}/{SANDBOX_TENANT}/oauth2/v2.0/token",
        client_id=SANDBOX_CLIENT,
        secret=SANDBOX_SECRET,
        monotonic=monotonic,
        transport=transport,
    )
