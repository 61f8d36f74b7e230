"""Signing in: until when it works is known weeks ahead."""

from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    NoEncryption,
    PrivateFormat,
    pkcs12,
)
from pydantic import SecretStr

from bot.settings import Settings, SignIn
from bot.signing_in import ends_on

KEY = ec.generate_private_key(ec.SECP256R1())


def certificate() -> x509.Certificate:
    """Make a certificate that is good for the year 2027."""
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "bot.example")])
    made = x509.CertificateBuilder(name, name, KEY.public_key(), x509.random_serial_number())
    made = made.not_valid_before(datetime(2027, 1, 1, tzinfo=UTC))
    return made.not_valid_after(datetime(2027, 12, 31, tzinfo=UTC)).sign(KEY, hashes.SHA256())


def in_pem() -> bytes:
    key = KEY.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    return key + certificate().public_bytes(Encoding.PEM)


def in_pkcs12() -> bytes:
    secret = BestAvailableEncryption(b"open")
    return pkcs12.serialize_key_and_certificates(b"bot", KEY, certificate(), None, secret)


@pytest.mark.parametrize(("content", "password"), [(in_pem(), ""), (in_pkcs12(), "open")])
def test_a_certificate_says_itself_when_it_ends(
    tmp_path: Path, content: bytes, password: str
) -> None:
    (file := tmp_path / "bot.cert").write_bytes(content)
    settings = Settings(
        sign_in=SignIn.CERTIFICATE,
        tenant_id="t",
        client_id="c",
        certificate=file,
        certificate_password=SecretStr(password),
        signing_in_ends=date(2026, 12, 31),  # that of the one before
    )
    assert ends_on(settings) == date(2027, 12, 31)


def test_when_a_secret_ends_is_known_by_the_setting_alone() -> None:
    settings = Settings(signing_in_ends=date(2026, 12, 31))
    assert ends_on(settings) == date(2026, 12, 31)
