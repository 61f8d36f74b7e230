"""Upload sessions by the tokens in their addresses, until they are over."""

from datetime import datetime
from typing import Generic, Protocol, TypeVar

from bot.sandbox.core.clock import Clock
from bot.sandbox.core.errors import GraphError
from bot.sandbox.core.ids import Ids


class Expiring(Protocol):
    expires: datetime


S = TypeVar("S", bound=Expiring)


class Sessions(Generic[S]):
    def __init__(self, clock: Clock, ids: Ids) -> None:
        self._clock = clock
        self._ids = ids
        self._sessions: dict[str, S] = {}

    def gone(self) -> GraphError:
        """The answer to a token whose session is over, cancelled or never was."""
        raise NotImplementedError

    def keep(self, session: S) -> tuple[str, S]:
        token = self._ids.token()
        self._sessions[token] = session
        return token, session

    def session(self, token: str) -> S:
        """Raises GraphError 404 when it is over, cancelled or never was."""
        found = self._sessions.get(token)
        if found is None or found.expires <= self._clock.now():
            raise self.gone()
        return found

    def close(self, token: str) -> None:
        self._sessions.pop(token, None)
