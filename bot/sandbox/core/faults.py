"""Faults on demand: what goes wrong, where, how often, and before or after the effect."""

import random
import re
from dataclasses import dataclass
from typing import Literal

Kind = Literal["status", "reset", "hang"]
When = Literal["before", "after"]


@dataclass(slots=True)
class Fault:
    """`path` is a regular expression searched in the decoded path; `count` None never runs out.

    Without `path` it strikes anywhere in Graph; sign-in and transfers only when named (`/token$`).

    `when` "after" lets the request take effect and then loses its answer. `chance` is drawn from
    the sandbox's seed. `retry_after` is sent as it stands (seconds, fraction or HTTP date).
    """

    method: str = "*"
    path: str = ""
    kind: Kind = "status"
    status: int = 503
    when: When = "before"
    count: int | None = 1
    retry_after: str | None = None
    html: bool = False
    code: str | None = None
    message: str | None = None
    chance: float = 1.0

    def fits(self, method: str, path: str) -> bool:
        return self.method in ("*", method) and re.search(self.path, path) is not None


class Faults:
    def __init__(self, seed: int) -> None:
        self._random = random.Random(seed)
        self.planned: list[Fault] = []

    def plan(self, fault: Fault) -> None:
        self.planned.append(fault)

    def clear(self) -> None:
        self.planned.clear()

    def take(self, method: str, path: str, *, by_name: bool = False) -> Fault | None:
        """The first fault that fits, used up by one; `by_name` leaves out those for any path."""
        for fault in self.planned:
            if by_name and not fault.path:
                continue
            if fault.fits(method, path) and self._random.random() < fault.chance:
                self._use_up(fault)
                return fault
        return None

    def _use_up(self, fault: Fault) -> None:
        if fault.count is None:
            return
        fault.count -= 1
        if fault.count <= 0:
            self.planned.remove(fault)
