"""An entry as its history sees it, whatever else stands in its row, and what is new to it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, ClassVar, Self

from bot.partnership import Partnership
from bot.process.addresses import addresses_in
from bot.process.effects import ChangeEntry, Effect, FileDocument
from bot.process.entry import Entry
from bot.process.happenings import Happening, written
from bot.process.history import outgrown
from bot.process.posts import post_of

SENDER = "the sender"
KEYS = 4_000  # of what was told, the latest: as many as their column holds


@dataclass(frozen=True, slots=True)
class Recorded:
    """What of an entry's row its history is written with. `told` are keys of what stands in it."""

    COLUMNS: ClassVar[tuple[str, ...]] = ("Reference", "Contact", "History", "HistoryKeys")

    kind: type[Entry]
    item_id: str
    etag: str
    reference: str
    contact: str
    history: str
    told: tuple[str, ...]

    @classmethod
    def of(cls, kind: type[Entry], fields: Mapping[str, Any], *, item_id: str, etag: str) -> Self:
        """Read it from the fields of a row: text as people may have left it."""
        reference, contact, history, told = (str(fields.get(c) or "") for c in cls.COLUMNS)
        return cls(kind, item_id, etag, reference, contact, history, tuple(told.split()))

    def telling(self, happened: Iterable[Happening], partnership: Partnership) -> list[Effect]:
        """Give what writes into the history what it has not told; nothing if it has told all.

        What has outgrown the column is filed first.
        """
        new = {one.key: one for one in happened if one.key not in self.told}
        if not new:
            return []
        history = written(self.history, new.values(), lambda whom: self._called(whom, partnership))
        filed: list[Effect] = []
        while cut := outgrown(history):
            filed.append(FileDocument(f"{self.reference}/{cut.file_name}", cut.content))
            history = cut.history
        changes = {"history": history, "history_keys": " ".join((*self.told, *new)[-KEYS:])}
        return [*filed, self._change(changes)]

    def _change(self, changes: Mapping[str, Any]) -> ChangeEntry:
        return ChangeEntry(self.kind, self.item_id, self.etag, self.reference, changes)

    def _called(self, whom: str, partnership: Partnership) -> str:
        """Name whoever is written to by post or part: the register's reader knows them so."""
        if whom.casefold() in map(str.casefold, addresses_in(self.contact)):
            return SENDER
        return post_of(whom, partnership)
