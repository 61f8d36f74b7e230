"""The limits under which a stranger's document is read."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Limits:
    """`seconds` for one document; `memory` in bytes above what an idle child process uses."""

    seconds: float = 5.0
    memory: int = 300_000_000
