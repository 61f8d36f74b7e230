"""Cursors: how far a list of changes was read, and until when to wait. Safe to delete."""

from contextlib import suppress
from pathlib import Path


class Cursors:
    """Keeps opaque links and moments in files of one folder, and nothing else.

    What cannot be written is kept in memory until it can: no work waits for a disk.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._unwritten: dict[str, str] = {}
        self._why = ""

    @property
    def trouble(self) -> str:
        """Say why something could not be written; empty while all is."""
        return self._why if self._unwritten else ""

    def load(self, name: str) -> str | None:
        """Give what is kept under a name; None where there is none or it is damaged."""
        if name in self._unwritten:
            return self._unwritten[name] or None
        try:
            text = (self._folder / name).read_text(encoding="ascii").strip()
        except (OSError, UnicodeDecodeError):
            return None
        return text or None

    def save(self, name: str, text: str) -> None:
        """Keep a text whole or not at all, whatever breaks while it is written."""
        self._unwritten[name] = text
        try:
            for waiting in tuple(self._unwritten):
                self._write(waiting, self._unwritten[waiting])
                del self._unwritten[waiting]
        except OSError as error:
            self._why = type(error).__name__

    def _write(self, name: str, text: str) -> None:
        self._folder.mkdir(parents=True, exist_ok=True)
        half = self._folder / f"{name}.new"
        half.write_text(text, encoding="ascii")
        with suppress(FileNotFoundError):  # another process has put its own in place of it
            half.replace(self._folder / name)
