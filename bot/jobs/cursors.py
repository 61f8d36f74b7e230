"""Cursors: how far a list of changes was read, and until when to wait. Safe to delete."""

from pathlib import Path


class Cursors:
    """Keeps opaque links and moments in files of one folder, and nothing else."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def load(self, name: str) -> str | None:
        """Give what is kept under a name; None where there is none or it is damaged."""
        file = self._folder / name
        try:
            text = file.read_text(encoding="ascii").strip()
        except (FileNotFoundError, UnicodeDecodeError):
            return None
        return text or None

    def save(self, name: str, text: str) -> None:
        """Keep a text whole or not at all, whatever breaks while it is written."""
        self._folder.mkdir(parents=True, exist_ok=True)
        half = self._folder / f"{name}.new"
        half.write_text(text, encoding="ascii")
        half.replace(self._folder / name)
