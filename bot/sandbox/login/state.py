"""Registered apps and the tokens they hold.

Tokens end when they are revoked, not by the clock: a sandbox clock that jumps by weeks would
otherwise outrun the credential caches of real clients, which go by the machine's clock.
"""

import base64
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from bot.sandbox.core.clock import Clock
from bot.sandbox.core.ids import Ids
from bot.sandbox.login.errors import unknown_app, wrong_assertion, wrong_secret

LIFETIME_SECONDS = 3599
MAIL_ROLES = frozenset({"Mail.ReadWrite", "Mail.Send", "Calendars.ReadWrite"})


@dataclass(slots=True)
class App:
    """`mailboxes` None means all; `sites` maps a path to read, write, owner or fullcontrol."""

    client_id: str
    secret: str
    name: str = "CSCP bot"
    roles: set[str] = field(default_factory=lambda: {*MAIL_ROLES, "MailboxSettings.ReadWrite"})
    mailboxes: set[str] | None = None
    sites: dict[str, str] = field(default_factory=dict)


def _segment(content: Mapping[str, object]) -> str:
    return base64.urlsafe_b64encode(json.dumps(content).encode()).decode().rstrip("=")


class Login:
    def __init__(self, *, clock: Clock, ids: Ids, tenant_id: str, domain: str) -> None:
        self._clock = clock
        self._ids = ids
        self.tenant_names = {tenant_id.lower(), domain.lower(), "organizations", "common"}
        self.tenant_id = tenant_id
        self.apps: dict[str, App] = {}
        self._tokens: dict[str, str] = {}

    def register(self, app: App) -> None:
        self.apps[app.client_id.lower()] = app

    def app(self, client_id: str) -> App:
        """Raises LoginError."""
        found = self.apps.get(client_id.lower())
        if found is None:
            raise unknown_app(client_id)
        return found

    def token_by_secret(self, client_id: str, secret: str) -> str:
        """Raises LoginError."""
        app = self.app(client_id)
        if secret != app.secret:
            raise wrong_secret(app.client_id)
        return self._token(app)

    def token_by_assertion(self, client_id: str, assertion: str) -> str:
        """The assertion must be a JWT about this client; its signature is not checked."""
        app = self.app(client_id)
        if _claims(assertion).get("sub") != app.client_id:
            raise wrong_assertion()
        return self._token(app)

    def app_by_token(self, token: str) -> App | None:
        client_id = self._tokens.get(token)
        return self.apps.get(client_id.lower()) if client_id else None

    def revoke_tokens(self) -> None:
        self._tokens.clear()

    def _token(self, app: App) -> str:
        now = int(self._clock.now().timestamp())
        times = {"iat": now, "nbf": now, "exp": now + LIFETIME_SECONDS}
        claims = {"aud": "https://graph.microsoft.com", "appid": app.client_id, **times}
        head = {"typ": "JWT", "alg": "none"}
        token = (
            f"{_segment(head)}.{_segment({**claims, 'tid': self.tenant_id})}.{self._ids.token()}"
        )
        self._tokens[token] = app.client_id
        return token


def _claims(assertion: str) -> dict[str, object]:
    parts = assertion.split(".")
    try:
        payload = parts[1] + "=" * (-len(parts[1]) % 4)
        found = json.loads(base64.urlsafe_b64decode(payload))
    except (IndexError, ValueError):
        raise wrong_assertion() from None
    if not isinstance(found, dict):
        raise wrong_assertion()
    return found


def satisfied(held: Iterable[str], needed: str) -> bool:
    """Whether a role held covers the one needed: ReadWrite covers Read covers ReadBasic."""
    area, _, level = needed.partition(".")
    ladder = ("ReadBasic", "Read", "ReadWrite")
    if level not in ladder:
        return needed in held
    enough = ladder[ladder.index(level) :]
    return any(role.removesuffix(".All") == f"{area}.{step}" for role in held for step in enough)
