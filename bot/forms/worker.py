"""The child process that reads documents one after another: `python -m bot.forms.worker`.

It lives as long as its standard input is open, so no parent that ends leaves it behind; an alarm
ends it even inside a parser that never returns.
"""

import json
import math
import os
import resource
import signal
import sys
from pathlib import Path
from typing import BinaryIO

from bot.forms.form import read
from bot.forms.frames import LENGTH, frame, pack_reading
from bot.forms.wordings.labels import Labels


def serve(source: BinaryIO, sink: BinaryIO) -> None:
    """Answer each document that arrives on `source` with a reading on `sink`, until it closes."""
    start = json.loads(_next(source) or b"{}")
    labels = Labels.from_tables(start["labels"])
    _limit_memory(start["memory"])
    _answer(sink, b"ready")
    while (data := _next(source)) is not None:
        signal.alarm(math.ceil(start["seconds"]) + 1)
        answer = pack_reading(read(data, labels=labels))
        signal.alarm(0)
        _answer(sink, answer)


def _answer(sink: BinaryIO, payload: bytes) -> None:
    sink.write(frame(payload))
    sink.flush()


def _next(source: BinaryIO) -> bytes | None:
    head = source.read(LENGTH.size)
    return source.read(LENGTH.unpack(head)[0]) if len(head) == LENGTH.size else None


def _limit_memory(above: int) -> None:
    """Let this process grow by `above` bytes and no more; leave no core file of a child's data."""
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0])
    ceiling = pages * os.sysconf("SC_PAGE_SIZE") + above
    resource.setrlimit(resource.RLIMIT_AS, (ceiling, ceiling))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


if __name__ == "__main__":
    serve(sys.stdin.buffer, sys.stdout.buffer)
