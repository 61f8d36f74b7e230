"""Which changes belong to a subscription."""

from dataclasses import dataclass

from bot.sandbox.core.changes import Change


@dataclass(frozen=True, slots=True)
class Watched:
    """`container` None watches every folder; `most_minutes` is how long it may be watched."""

    collection: str
    owner: str
    container: str | None
    most_minutes: int

    def concerns(self, change: Change) -> bool:
        return (
            self.collection == change.collection
            and self.owner == change.owner
            and self.container in (None, change.container)
        )
