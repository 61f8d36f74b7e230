"""Cursors: how far a list of changes was read. They hold nothing else and are safe to delete."""

from pathlib import Path


class Cursors:
    """Keeps opaque links in files of one folder."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def load(self, name: str) -> str | None:
        """Give the link kept under a name; None where there is none or it is damaged."""
        file = self._folder / name
        try:
            link = file.read_text(encoding="ascii").strip()
        except (FileNotFoundError, UnicodeDecodeError):
            return None
        return link or None

    def save(self, name: str, link: str) -> None:
        """Keep a link whole or not at all, whatever breaks while it is written."""
        self._folder.mkdir(parents=True, exist_ok=True)
        half = self._folder / f"{name}.new"
        half.write_text(link, encoding="ascii")
        half.replace(self._folder / name)
