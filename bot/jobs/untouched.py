"""Which mails were judged to be for people and left in the Inbox: not asked for after a restart.

Digests of opaque ids, safe to delete: what is forgotten is looked at once more.
"""

from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

from bot.process.keys import digest

NAMED = 20  # characters of a digest: enough for a mailbox of millions


class Untouched:
    """Remembers mails in a file. Another `rules` forgets them: what is judged anew may end anew.

    What cannot be written is remembered by this process alone.
    """

    def __init__(self, file: Path, *, rules: str) -> None:
        self._file = file
        self._rules = digest("rules", rules)
        self._is_ours = False  # whether the file was written under these rules
        self._known = self._read()

    def __contains__(self, message_id: str) -> bool:
        """Tell whether a mail was left where it is."""
        return _name(message_id) in self._known

    def add(self, message_id: str) -> None:
        """Remember a mail."""
        name = _name(message_id)
        if name in self._known:
            return
        self._known.add(name)
        with suppress(OSError):
            self._append(name)

    def keep_only(self, message_ids: Iterable[str]) -> None:
        """Forget all but these: what has left the Inbox need not be remembered."""
        there = self._known & {_name(message_id) for message_id in message_ids}
        if there != self._known:
            self._known = there
            with suppress(OSError):
                self._write()

    def _read(self) -> set[str]:
        try:
            rules, *names = self._file.read_text(encoding="ascii").splitlines()
        except (OSError, ValueError):  # not there, empty or damaged
            return set()
        self._is_ours = rules == self._rules
        return set(names) if self._is_ours else set()

    def _append(self, name: str) -> None:
        if not (self._is_ours and self._file.exists()):
            self._write()
            return
        with self._file.open("a", encoding="ascii") as file:
            file.write(f"{name}\n")

    def _write(self) -> None:
        self._file.parent.mkdir(parents=True, exist_ok=True)
        half = self._file.with_suffix(".new")
        lines = (self._rules, *sorted(self._known))
        half.write_text("".join(f"{line}\n" for line in lines), encoding="ascii")
        half.replace(self._file)
        self._is_ours = True


def _name(message_id: str) -> str:
    return digest("mail left", message_id)[:NAMED]
