"""Documents read as the service reads them, in child processes, each once in a process of tests.

LibreOffice takes seconds to start, and files of tests share documents.
"""

from typing import ClassVar

from bot.forms import Reader, Reading


class ReadOnce(Reader):
    """Reads in child processes, and remembers what it read longer than itself."""

    known: ClassVar[dict[bytes, Reading]] = {}

    async def read(self, data: bytes) -> Reading:
        if data not in self.known:
            self.known[data] = await super().read(data)
        return self.known[data]
