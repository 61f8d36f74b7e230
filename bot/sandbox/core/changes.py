"""News of changes, from the services that make them to whoever subscribed."""

from dataclasses import dataclass
from typing import Literal, Protocol

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


class Listener(Protocol):
    def hear(self, change: Change) -> None: ...


class Changes:
    def __init__(self) -> None:
        self.listeners: list[Listener] = []

    def publish(self, change: Change) -> None:
        for listener in self.listeners:
            listener.hear(change)
