"""News of changes, from the services that make them to whoever subscribed."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

Kind = Literal["created", "updated", "deleted"]


@dataclass(frozen=True, slots=True)
class Change:
    """`collection` is messages, events or items; `container` a folder, a calendar or a list."""

    kind: Kind
    collection: str
    owner: str
    container: str
    item_id: str
    immutable_id: str
    etag: str


class Changes:
    def __init__(self) -> None:
        self.listeners: list[Callable[[Change], None]] = []

    def publish(self, change: Change) -> None:
        for listener in self.listeners:
            listener(change)
