"""Upload sessions for files: fragments of 320 KiB in order, and conflicts only at the end."""

import re
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from bot.sandbox.core.clock import Clock
from bot.sandbox.core.ids import Ids
from bot.sandbox.drives.errors import invalid_range, invalid_request, session_gone
from bot.sandbox.drives.model import Drive
from bot.sandbox.sites.rows import Author

if TYPE_CHECKING:
    from bot.sandbox.drives.state import Put

UNIT = 320 * 1024
LARGEST_FRAGMENT = 60 * 1024 * 1024
_LIFETIME = timedelta(hours=24)
_RANGE = re.compile(r"bytes (\d+)-(\d+)/(\d+)$")


@dataclass(slots=True)
class Session:
    drive: Drive
    put: "Put"
    by: Author
    expires: datetime
    received: bytearray = field(default_factory=bytearray)
    total: int | None = None

    @property
    def complete(self) -> bool:
        return self.total is not None and len(self.received) == self.total


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

    def receive(self, session: Session, content_range: str, fragment: bytes) -> None:
        """Raises GraphError: 416 out of order or twice, 400 for a wrong size."""
        found = _RANGE.match(content_range)
        if found is None:
            raise invalid_request("Content-Range must read 'bytes first-last/total'.")
        first, last, total = (int(part) for part in found.groups())
        if last - first + 1 != len(fragment) or last >= total:
            raise invalid_request("Content-Range does not fit the length of the fragment.")
        if first != len(session.received) or session.total not in (None, total):
            raise invalid_range(f"expected {len(session.received)}-")
        if len(fragment) > LARGEST_FRAGMENT or (last + 1 < total and len(fragment) % UNIT):
            raise invalid_request("Fragments are multiples of 320 KiB and smaller than 60 MiB.")
        session.received += fragment
        session.total = total
