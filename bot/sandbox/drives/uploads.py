"""Upload sessions for files: fragments of 320 KiB in order, and conflicts only at the end."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from bot.sandbox.core.clock import Clock
from bot.sandbox.core.fragments import Fragments
from bot.sandbox.core.ids import Ids
from bot.sandbox.drives.errors import session_gone
from bot.sandbox.drives.model import Drive
from bot.sandbox.sites.rows import Author

if TYPE_CHECKING:
    from bot.sandbox.drives.state import Put

UNIT = 320 * 1024
LARGEST_FRAGMENT = 60 * 1024 * 1024
_LIFETIME = timedelta(hours=24)


def _fragments() -> Fragments:
    return Fragments(UNIT, LARGEST_FRAGMENT)


@dataclass(slots=True)
class Session:
    drive: Drive
    put: "Put"
    by: Author
    expires: datetime
    fragments: Fragments = field(default_factory=_fragments)


class Uploads:
    def __init__(self, clock: Clock, ids: Ids) -> None:
        self._clock = clock
        self._ids = ids
        self._sessions: dict[str, Session] = {}

    def open(self, drive: Drive, put: "Put", by: Author) -> tuple[str, Session]:
        token = self._ids.token()
        self._sessions[token] = Session(drive, put, by, self._clock.now() + _LIFETIME)
        return token, self._sessions[token]

    def session(self, token: str) -> Session:
        """Raises GraphError 404 when it is over, cancelled or never was."""
        found = self._sessions.get(token)
        if found is None or found.expires <= self._clock.now():
            raise session_gone()
        return found

    def close(self, token: str) -> None:
        self._sessions.pop(token, None)
