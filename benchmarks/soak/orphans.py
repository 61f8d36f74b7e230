"""The processes that read documents: each ends by itself once the service behind it is gone."""

import asyncio
import time
from collections.abc import Collection
from contextlib import suppress
from pathlib import Path

TICK, SOON = 0.01, 10.0  # seconds


def children_of(pid: int | None) -> set[int]:
    """Give the processes that a process started and that still run."""
    with suppress(FileNotFoundError, ProcessLookupError):
        return set(map(int, Path(f"/proc/{pid}/task/{pid}/children").read_text().split()))
    return set()


async def orphans(readers: Collection[int]) -> int:
    """Count what still reads; a reader ends by itself once its parent is gone, soon."""
    until = time.monotonic() + SOON
    while any(map(_reads, readers)) and time.monotonic() < until:  # noqa: ASYNC110 - processes tell nobody
        await asyncio.sleep(TICK)
    return sum(map(_reads, readers))


def _reads(pid: int) -> bool:
    with suppress(FileNotFoundError, ProcessLookupError):
        return b"bot.forms.worker" in Path(f"/proc/{pid}/cmdline").read_bytes()
    return False
