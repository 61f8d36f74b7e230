"""Settings: the environment, read and checked once at start; a wrong one is a single clear line.

With none at all the service talks to a sandbox on this machine.
"""

import os
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import Self

from pydantic import Field, SecretStr, ValidationError, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from bot.partnership import UnableToReadConfiguration

ROOT = Path(__file__).parent.parent
PREFIX = "CSCP_"
SANDBOX_PORT = 8365
SANDBOX_SMTP_PORT = 8325
SANDBOX_HOST = "127.0.0.1"


class SignIn(StrEnum):
    """How the service proves to Microsoft 365 who it is."""

    SANDBOX = "sandbox"
    CLIENT_SECRET = "client_secret"  # noqa: S105 - the name of a way, not a secret
    CERTIFICATE = "certificate"
    MANAGED_IDENTITY = "managed_identity"


NEEDED: dict[SignIn, tuple[str, ...]] = {
    SignIn.SANDBOX: (),
    SignIn.CLIENT_SECRET: ("tenant_id", "client_id", "client_secret"),
    SignIn.CERTIFICATE: ("tenant_id", "client_id", "certificate"),
    SignIn.MANAGED_IDENTITY: (),
}


class Settings(BaseSettings):
    """Every setting of the service; in the environment each name starts with CSCP_."""

    model_config = SettingsConfigDict(env_prefix=PREFIX, frozen=True, extra="forbid")

    config: Path = Field(
        default=ROOT / "config" / "croydon", description="the partnership's folder"
    )
    labels: Path = Field(
        default=ROOT / "config" / "labels.toml", description="wordings of form labels"
    )
    mail_words: Path = Field(default=ROOT / "config" / "mail.toml", description="wordings of mails")
    themes: Path = Field(
        default=ROOT / "config" / "themes.toml", description="themes of the reports"
    )
    templates: Path = Field(default=ROOT / "templates", description="what mails say")
    state: Path = Field(
        default=ROOT / "state", description="cursors and pauses only: safe to delete"
    )

    sign_in: SignIn = Field(default=SignIn.SANDBOX, description="how the service signs in")
    tenant_id: str = Field(default="", description="Entra tenant, a GUID")
    client_id: str = Field(default="", description="application (client) id, a GUID")
    client_secret: SecretStr = Field(default=SecretStr(""), description="with client_secret")
    certificate: Path | None = Field(default=None, description="PEM file, with certificate")
    certificate_password: SecretStr = Field(
        default=SecretStr(""), description="of that file, if it has one"
    )

    graph_url: str = Field(
        default="", description="Microsoft Graph; empty: by the way of signing in"
    )
    site_host: str = Field(default="croydon.sharepoint.com", description="SharePoint's host name")
    site_path: str = Field(default="/sites/CSCP", description="the site that holds the registers")

    poll_seconds: int = Field(default=60, ge=10, description="how often new mail is looked for")
    reconcile_minutes: int = Field(
        default=60, ge=1, description="how often the Inbox is listed in full"
    )
    reconcile_days: int = Field(default=14, ge=1, description="how far back that listing looks")
    readers: int = Field(default=2, ge=1, le=8, description="processes that read documents")
    health_host: str = Field(default="127.0.0.1", description="where the health endpoint listens")
    health_port: int = Field(default=8366, ge=0, le=65535, description="0 switches it off")
    alarm_webhook: str = Field(
        default="", description="where to post when the service is in trouble, as {text: …}"
    )
    signing_in_ends: date | None = Field(
        default=None, description="the day the secret expires; a certificate says it itself"
    )
    log_level: str = Field(
        default="INFO", pattern="^(DEBUG|INFO|WARNING|ERROR)$", description="log level"
    )

    @property
    def graph(self) -> str:
        """Where Microsoft Graph answers."""
        if self.graph_url:
            return self.graph_url
        sandbox = f"http://{SANDBOX_HOST}:{SANDBOX_PORT}/v1.0"
        return sandbox if self.sign_in is SignIn.SANDBOX else "https://graph.microsoft.com/v1.0"

    @model_validator(mode="after")
    def _complete(self) -> Self:
        absent = [name for name in NEEDED[self.sign_in] if not _said(getattr(self, name))]
        if absent:
            names = ", ".join(f"{PREFIX}{name.upper()}" for name in absent)
            raise ValueError(f"signing in with {self.sign_in.value} also needs {names}")
        return self


def _said(value: object) -> bool:
    return bool(value.get_secret_value() if isinstance(value, SecretStr) else value)


def load_settings() -> Settings:
    """Read the settings.

    Raises UnableToReadConfiguration with one line that names the variable and what is wrong.
    """
    known = {f"{PREFIX}{name.upper()}" for name in Settings.model_fields}
    strange = sorted(name for name in os.environ if name.startswith(PREFIX) and name not in known)
    if strange:
        raise UnableToReadConfiguration(f"{strange[0]} is no setting: see docs/settings.md")
    try:
        return Settings()
    except ValidationError as error:
        fault = error.errors(include_input=False)[0]
        name = "_".join(str(part) for part in fault["loc"]).upper()
        where = f"{PREFIX}{name}: " if name else ""
        raise UnableToReadConfiguration(
            f"{where}{fault['msg'].removeprefix('Value error, ')}"
        ) from None
