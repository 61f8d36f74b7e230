"""A process that dies: before or after its n-th request, or at its n-th write to the disk."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest

from bot.sandbox import Sandbox
from tests.jobs.stage import Latency, clock_of


class Death(BaseException):
    """The process is gone: nothing that it was about to do is done."""


class Peril(httpx.AsyncBaseTransport):
    """The way to the sandbox, and the count of all that a process does to the world.

    Point 2n is before the n-th deed, point 2n + 1 after it; `at` None lets the process live.
    """

    def __init__(self, sandbox: Sandbox, *, at: int | None = None) -> None:
        self.sandbox = sandbox
        self._inner = Latency(sandbox, clock_of(sandbox))
        self._at = at
        self.points = 0
        self.dead = False

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        self.step()
        response = await self._inner.handle_async_request(request)
        self.step()
        return response

    def step(self) -> None:
        """Pass one point, or die there. Raises Death."""
        self.dead = self.dead or self.points == self._at
        self.points += 1
        if self.dead:
            raise Death

    @contextmanager
    def watching_the_disk(self, patch: pytest.MonkeyPatch) -> Iterator[None]:
        """Count the writes of cursors as well: the half-written file and its taking place."""
        write, take_place = Path.write_text, Path.replace

        def write_text(path: Path, text: str, encoding: str) -> int:
            self.step()
            written = write(path, text, encoding=encoding)
            self.step()
            return written

        def replace(path: Path, target: Path) -> Path:
            self.step()
            found = take_place(path, target)
            self.step()
            return found

        with patch.context() as patched:
            patched.setattr(Path, "write_text", write_text)
            patched.setattr(Path, "replace", replace)
            yield
