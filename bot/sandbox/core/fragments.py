"""A file that arrives in pieces, in order, by Content-Range."""

import re
from dataclasses import dataclass, field

from bot.sandbox.core.errors import GraphError

_RANGE = re.compile(r"bytes (\d+)-(\d+)/(\d+)$")


def wrong_fragment(reason: str) -> GraphError:
    return GraphError(400, "invalidRequest", reason)


def wrong_range(expected: int) -> GraphError:
    message = f"The uploaded fragment is not valid: expected {expected}-"
    return GraphError(416, "invalidRange", message)


@dataclass(slots=True)
class Fragments:
    """`unit`: every piece but the last must be a multiple of it; `largest` in bytes."""

    unit: int
    largest: int
    received: bytearray = field(default_factory=bytearray)
    total: int | None = None

    @property
    def complete(self) -> bool:
        return self.total is not None and len(self.received) == self.total

    def add(self, content_range: str, fragment: bytes) -> None:
        """Raises GraphError: 416 out of order or twice, 400 for a wrong size."""
        found = _RANGE.match(content_range)
        if found is None:
            raise wrong_fragment("Content-Range must read 'bytes first-last/total'.")
        first, last, total = (int(part) for part in found.groups())
        if last - first + 1 != len(fragment) or last >= total:
            raise wrong_fragment("Content-Range does not fit the length of the fragment.")
        if first != len(self.received) or self.total not in (None, total):
            raise wrong_range(len(self.received))
        is_last = last + 1 == total
        if len(fragment) > self.largest or (not is_last and len(fragment) % self.unit):
            raise wrong_fragment(
                f"Fragments are multiples of {self.unit} bytes, of at most {self.largest}."
            )
        self.received += fragment
        self.total = total
