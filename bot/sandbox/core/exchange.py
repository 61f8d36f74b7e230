"""One request with its answer, as observers (tests, the page) get to see it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from bot.sandbox.core.calls import Answer


@dataclass(frozen=True, slots=True)
class Exchange:
    method: str
    template: str
    path: str
    request_headers: Mapping[str, str]
    request_body: bytes
    answer: Answer


Observer = Callable[[Exchange], None]
