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
        """Read one document; whatever is wrong with it, the answer is a reading that says so."""
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
        try:
            child = child or await self._start()
            reading = await asyncio.wait_for(child.read(data), self._limits.seconds)
        except TimeoutError:
            reading = unreadable(
                f"Reading it took longer than the {self._limits.seconds:g} seconds allowed."
            )
            await self._end(child)
            child = None
        except (asyncio.IncompleteReadError, ConnectionError):
            reading = unreadable("Reading it broke the reading process.")
            await self._end(child)
            child = None
        except asyncio.CancelledError:
            await self._end(child)
            child = None
            raise
        finally:
            self._idle.put_nowait(child)
        return reading

    async def _start(self) -> "_Child":
        process = await asyncio.create_subprocess_exec(
            sys.executable,
            "-m",
            "bot.forms.worker",
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.DEVNULL,
        )
        child = _Child(process)
        self._children.add(child)
        start = {
            "labels": self._labels.tables,
            "memory": self._limits.memory,
            "seconds": self._limits.seconds,
        }
        await child.send(json.dumps(start).encode())
        return child

    async def _end(self, child: "_Child | None") -> None:
        if child is not None:
            self._children.discard(child)
            await child.end()


class _Child:
    """One reading process and its pipes."""

    def __init__(self, process: asyncio.subprocess.Process) -> None:
        self._process = process

    async def send(self, payload: bytes) -> None:
        if self._process.stdin is None:
            raise BrokenPipeError
        self._process.stdin.write(frame(payload))
        await self._process.stdin.drain()

    async def read(self, data: bytes) -> Reading:
        await self.send(data)
        if self._process.stdout is None:
            raise BrokenPipeError
        head = await self._process.stdout.readexactly(LENGTH.size)
        return unpack_reading(await self._process.stdout.readexactly(LENGTH.unpack(head)[0]))

    async def end(self) -> None:
        if self._process.returncode is None:
            self._process.kill()
        await self._process.communicate()
