"""A process that kills itself: before or after its n-th request, or its n-th write to the disk."""

import os
import signal
from pathlib import Path
from typing import Any

import httpx


class Peril(httpx.AsyncBaseTransport):
    """The way to the sandbox, and the count of all that a process does to the world.

    Point 2n is before the n-th deed, point 2n + 1 after it; `at` None lets the process live.
    `passed` counts the points where others can see it: its `value` outlives the process.
    """

    def __init__(self, passed: Any, *, at: int | None = None) -> None:
        # Plain HTTP within this machine: to read certificates would take most of a short life.
        self._inner = httpx.AsyncHTTPTransport(verify=False)
        self._passed = passed
        self._at = at

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        self.step()
        response = await self._inner.handle_async_request(request)
        await response.aread()  # the answer is there in full before the point after it
        self.step()
        return response

    async def aclose(self) -> None:
        await self._inner.aclose()

    def step(self) -> None:
        """Pass one point, or die there: no handler runs, nothing is finished or closed."""
        if self._passed.value == self._at:
            os.kill(os.getpid(), signal.SIGKILL)
        self._passed.value += 1

    def watch_the_disk(self) -> None:
        """Count the writes of cursors as well: the half-written file and its taking place.

        For the rest of this process's life, which is nobody else's.
        """
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

        Path.write_text = write_text  # type: ignore[assignment]
        Path.replace = replace  # type: ignore[method-assign,assignment]
