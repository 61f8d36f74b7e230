"""How much of everything a soak brings, and how long a life lasts."""

import asyncio
import random
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

Asked = Callable[[int], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class Seconds:
    """A life lasts so long, counted from its first request; real seconds."""

    least: float
    most: float

    async def last(self, _asked: Asked, chance: random.Random) -> None:
        """Wait for the end of a life."""
        await asyncio.sleep(chance.uniform(self.least, self.most))


@dataclass(frozen=True, slots=True)
class Requests:
    """A life lasts so many requests: it gets as far on a slow machine as on a fast one."""

    least: int
    most: int

    async def last(self, asked: Asked, chance: random.Random) -> None:
        """Wait for the end of a life."""
        await asked(chance.randint(self.least, self.most))


@dataclass(frozen=True, slots=True)
class Plan:
    """How much of everything: `chance` of each fault, and how long a life lasts."""

    forms: int
    mails: int
    chance: float = 0.05
    lasting: Seconds | Requests = Seconds(1.0, 3.0)
