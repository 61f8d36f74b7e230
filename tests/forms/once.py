"""Documents read as the service reads them, in child processes, each once for a whole test run.

LibreOffice takes seconds to start: files of tests that share documents belong to one `TOGETHER`.
"""

from typing import ClassVar

import pytest

from bot.forms import Reader, Reading

TOGETHER = pytest.mark.xdist_group("the shared documents")


class ReadOnce(Reader):
    """Reads in child processes, and remembers what it read longer than itself."""

    known: ClassVar[dict[bytes, Reading]] = {}

    async def read(self, data: bytes) -> Reading:
        if data not in self.known:
            self.known[data] = await super().read(data)
        return self.known[data]
