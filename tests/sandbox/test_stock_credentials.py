"""azure-identity, which nobody here wrote, signs in to the sandbox over TLS unchanged."""

import ipaddress
import ssl
from asyncio import to_thread
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import httpx
import pytest
from azure.core.exceptions import ClientAuthenticationError
from azure.identity import CertificateCredential, ClientSecretCredential
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.x509.oid import NameOID

from bot.sandbox import Address, Certificate, Sandbox, serving
from tests.sandbox.graph_client import USER, mail

SCOPE = "https://graph.microsoft.com/.default"


@pytest.fixture(scope="module")
def tls(tmp_path_factory: pytest.TempPathFactory) -> Certificate:
    """A certificate for 127.0.0.1 that vouches for itself."""
    folder = tmp_path_factory.mktemp("tls")
    key = rsa.generate_private_key(65537, 2048)
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "sandbox")])
    now = datetime.now(UTC)
    local = x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))])
    made = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(local, critical=False)
        .sign(key, hashes.SHA256())
    )
    return _written(folder, made, key)


def _written(folder: Path, made: x509.Certificate, key: rsa.RSAPrivateKey) -> Certificate:
    pem = serialization.Encoding.PEM
    secret = key.private_bytes(pem, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    (folder / "cert.pem").write_bytes(made.public_bytes(pem))
    (folder / "key.pem").write_bytes(secret)
    (folder / "both.pem").write_bytes(secret + made.public_bytes(pem))
    return Certificate(folder / "cert.pem", folder / "key.pem")


@pytest.fixture
async def address(sandbox: Sandbox, tls: Certificate) -> AsyncIterator[Address]:
    async with serving(sandbox, tls=tls) as found:
        yield found


async def subject_read(address: Address, tls: Certificate, token: str) -> str:
    headers = {"Authorization": f"Bearer {token}"}
    trust = ssl.create_default_context(cafile=tls.certificate)
    async with httpx.AsyncClient(
        base_url=address.graph_url, headers=headers, verify=trust
    ) as client:
        answer = await client.get(f"{USER}/messages")
    return str(answer.json()["value"][0]["subject"])


async def test_a_client_secret_credential_gets_a_token_that_reads_mail(
    sandbox: Sandbox, address: Address, tls: Certificate
) -> None:
    sandbox.deliver(mail("Over TLS"))
    names = sandbox.names
    with ClientSecretCredential(
        names.tenant_id,
        names.client_id,
        names.secret,
        authority=address.login_url,
        disable_instance_discovery=True,
        connection_verify=str(tls.certificate),
    ) as credential:
        token = (await to_thread(credential.get_token, SCOPE)).token
    assert await subject_read(address, tls, token) == "Over TLS"


async def test_a_certificate_credential_gets_a_token_that_reads_mail(
    sandbox: Sandbox, address: Address, tls: Certificate
) -> None:
    sandbox.deliver(mail("By certificate"))
    with CertificateCredential(
        sandbox.names.tenant_id,
        sandbox.names.client_id,
        str(tls.certificate.with_name("both.pem")),
        authority=address.login_url,
        disable_instance_discovery=True,
        connection_verify=str(tls.certificate),
    ) as credential:
        token = (await to_thread(credential.get_token, SCOPE)).token
    assert await subject_read(address, tls, token) == "By certificate"


async def test_a_wrong_secret_is_told_in_entras_words(
    sandbox: Sandbox, address: Address, tls: Certificate
) -> None:
    with (
        ClientSecretCredential(
            sandbox.names.tenant_id,
            sandbox.names.client_id,
            "wrong",
            authority=address.login_url,
            disable_instance_discovery=True,
            connection_verify=str(tls.certificate),
        ) as credential,
        pytest.raises(ClientAuthenticationError, match="AADSTS7000215"),
    ):
        await to_thread(credential.get_token, SCOPE)
