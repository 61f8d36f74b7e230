"""What others wish to do once something happened here. The page knows nothing of who they are."""

import asyncio
from collections.abc import Awaitable, Callable, Iterable, Sequence

Hook = Callable[[], Awaitable[Iterable[str]]]
"""Runs after the clock moved or a mail arrived; gives troubles to be shown, usually none."""


class Turns:
    """Runs hooks one after another, never two rounds at once."""

    def __init__(self) -> None:
        self._turn = asyncio.Lock()

    async def run(self, hooks: Sequence[Hook]) -> list[str]:
        """Give what the hooks tell."""
        async with self._turn:
            return [told for hook in hooks for told in await hook()]
