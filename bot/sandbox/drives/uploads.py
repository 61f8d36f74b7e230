"""Upload sessions for files: fragments of 320 KiB in order, and conflicts only at the end."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from bot.sandbox.core.errors import GraphError
from bot.sandbox.core.fragments import Fragments
from bot.sandbox.core.sessions import Sessions
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


class Uploads(Sessions[Session]):
    def gone(self) -> GraphError:
        return session_gone()

    def open(self, drive: Drive, put: "Put", by: Author) -> tuple[str, Session]:
        return self.keep(Session(drive, put, by, self._clock.now() + _LIFETIME))
