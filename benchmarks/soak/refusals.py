"""What the service was told not to ask yet, and whether it asked all the same.

The tenant cannot tell a request that was under way when it refused another one, nor that a process
was killed before it heard. This is seen from the other end of the wire: only who has heard counts.
"""

import time
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import httpx

from bot.sandbox import ManualClock

THROTTLED = 429
LAST_WORDS = 0.1  # seconds: what was heard so shortly before a kill may not have been written down


class Refusals:
    """The refusals that one life after another heard; one folder keeps them for all lives.

    `dying`: when the life before this one was killed, in `time.monotonic()`, which all share.
    """

    def __init__(self, folder: Path, clock: ManualClock, *, dying: float) -> None:
        self._heard, self._early = folder / "refusals", folder / "early"
        self._clock = clock
        self._until: dict[str, datetime] = {}
        for at, until, asked in _whole_lines(self._heard):
            if float(at) < dying - LAST_WORDS:
                self._until[asked] = datetime.fromisoformat(until)

    def hear(self, request: httpx.Request, response: httpx.Response) -> None:
        """Remember an answer, if it asks for a pause."""
        if response.status_code != THROTTLED:
            return
        pause = timedelta(seconds=float(response.headers["Retry-After"]))
        until = self._clock.now() + pause
        self._until[_asked(request)] = until
        with self._heard.open("a") as kept:
            kept.write(f"\n{time.monotonic()} {until.isoformat()} {_asked(request)}")

    def check(self, request: httpx.Request) -> None:
        """Note a request that comes again before its time."""
        until = self._until.pop(_asked(request), None)
        if until and self._clock.now() < until:
            with self._early.open("a") as kept:
                kept.write(f"{until - self._clock.now()} early: {_asked(request)}\n")


def _whole_lines(path: Path) -> Iterator[tuple[str, str, str]]:
    """Read what was written down; a kill may have come in the middle of a line."""
    for line in path.read_text().splitlines() if path.exists() else ():
        at, until, asked = (*line.split(" ", 2), "", "", "")[:3]
        if asked:
            yield at, until, asked


def early(folder: Path) -> list[str]:
    """Give what came too early in all lives."""
    path = folder / "early"
    return path.read_text().splitlines() if path.exists() else []


def _asked(request: httpx.Request) -> str:
    return f"{request.method} {request.url.path}"
