"""Documents read in child processes, so that the worst of them can only fail by itself.

The children stay, and start only when needed: in the ordinary case a form costs milliseconds. One
that hangs, dies or eats memory is replaced, its document is UNREADABLE, and the others go on.
"""

import asyncio
import json
import sys
from types import TracebackType
from typing import Self

from bot.forms.errors import UnableToReadDocument
from bot.forms.files.office import to_word
from bot.forms.files.package import MAX_FILE
from bot.forms.files.sniffing import needs_office
from bot.forms.frames import LENGTH, frame, unpack_reading
from bot.forms.limits import Limits
from bot.forms.reading import Reading, unreadable
from bot.forms.wordings.labels import Labels

_STARTING = 60.0
_BROKEN = "Reading it broke the reading process, perhaps for want of memory."


class UnableToStartReader(Exception):
    """The reading process does not start; nothing is wrong with any document."""


class Reader:
    """Reads documents under limits, `workers` at a time.

    Use as an async context manager: leaving it ends the child processes.
    """

    def __init__(self, labels: Labels, *, limits: Limits | None = None, workers: int = 1) -> None:
        self._labels = labels
        self._limits = limits or Limits()
        self._idle: asyncio.LifoQueue[_Child | None] = asyncio.LifoQueue()
        for _ in range(workers):
            self._idle.put_nowait(None)
        self._children: set[_Child] = set()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        for child in list(self._children):
            await self._end(child)

    async def read(self, data: bytes) -> Reading:
        """Read one document; whatever is wrong with it, the answer is a reading that says so.

        Raises UnableToStartReader when this machine cannot start the process that reads.
        """
        if len(data) > MAX_FILE:
            return unreadable(f"It is larger than {MAX_FILE // 1_000_000} MB.")
        if needs_office(data):
            try:
                data = await to_word(data)
            except UnableToReadDocument as error:
                return unreadable(str(error))
        return await self._in_child(data)

    async def _in_child(self, data: bytes) -> Reading:
        child = await self._idle.get()
        kept: _Child | None = None
        try:
            if child is None:
                child = await self._start()
            reading = await asyncio.wait_for(child.read(data), self._limits.seconds)
            kept = child
        except TimeoutError:
            reading = unreadable(f"Reading it took longer than {self._limits.seconds:g} seconds.")
        except (asyncio.IncompleteReadError, ConnectionError):
            reading = unreadable(_BROKEN)
        finally:
            self._idle.put_nowait(kept)
            if kept is None and child is not None:
                await self._end(child)
        return reading

    async def _start(self) -> "_Child":
        child = await _Child.start()
        self._children.add(child)
        start = {
            "labels": self._labels.tables,
            "memory": self._limits.memory,
            "seconds": self._limits.seconds,
        }
        try:
            await asyncio.wait_for(child.ask(json.dumps(start).encode()), _STARTING)
        except (TimeoutError, asyncio.IncompleteReadError, ConnectionError) as error:
            await self._end(child)
            raise UnableToStartReader("The process that reads documents does not start.") from error
        return child

    async def _end(self, child: "_Child") -> None:
        self._children.discard(child)
        await child.end()


class _Child:
    """One reading process and its pipes."""

    def __init__(self, process: asyncio.subprocess.Process) -> None:
        self._process = process

    @classmethod
    async def start(cls) -> Self:
        return cls(
            await asyncio.create_subprocess_exec(
                sys.executable,
                "-m",
                "bot.forms.worker",
                stdin=asyncio.subprocess.PIPE,
                stdout=asyncio.subprocess.PIPE,
                stderr=asyncio.subprocess.DEVNULL,
            )
        )

    async def ask(self, payload: bytes) -> bytes:
        """Send one frame and await the one that answers it."""
        sink, source = self._process.stdin, self._process.stdout
        if sink is None or source is None:
            raise BrokenPipeError
        sink.write(frame(payload))
        await sink.drain()
        head = await source.readexactly(LENGTH.size)
        return await source.readexactly(LENGTH.unpack(head)[0])

    async def read(self, data: bytes) -> Reading:
        return unpack_reading(await self.ask(data))

    async def end(self) -> None:
        if self._process.returncode is None:
            self._process.kill()
        await self._process.communicate()
