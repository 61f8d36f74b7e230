"""Delta by rounds and tokens over anything that keeps a history of keys: lists, files, events."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any, NamedTuple, Protocol

from bot.sandbox.core.ids import Ids


class UnknownToken(Exception):
    """A token that was never given out."""


class Feed(Protocol):
    """`history` holds keys in order of change; a key that is not current any more was deleted."""

    @property
    def history(self) -> Sequence[Any]: ...

    def current(self) -> Iterable[Any]: ...


@dataclass(frozen=True, slots=True)
class Round:
    """What a token stands for; `asked` is what the first request said, for all that follow."""

    target: Any
    asked: str
    resume_at: int
    pending: tuple[Any, ...] = ()
    finished: bool = False


class Page(NamedTuple):
    keys: tuple[Any, ...]
    token: str
    is_last: bool


class Feeds:
    def __init__(self, ids: Ids) -> None:
        self._ids = ids
        self._rounds: dict[str, Round] = {}
        self.forgotten: set[str] = set()

    def start(self, target: Feed, asked: str, *, latest: bool = False) -> Round:
        now = Round(target, asked, len(target.history))
        return now if latest else replace(now, pending=tuple(target.current()))

    def resume(self, token: str) -> Round:
        """Raises UnknownToken."""
        found = self._rounds.get(token)
        if found is None:
            raise UnknownToken(token)
        if not found.finished:
            return found
        changed = dict.fromkeys(reversed(found.target.history[found.resume_at :]))
        pending = tuple(reversed(changed))
        resume_at = len(found.target.history)
        return replace(found, pending=pending, resume_at=resume_at, finished=False)

    def page(self, current: Round, size: int) -> Page:
        keys, rest = current.pending[:size], current.pending[size:]
        following = replace(current, pending=rest, finished=not rest)
        token = self._ids.token()
        self._rounds[token] = following
        return Page(keys, token, is_last=not rest)

    def forget_tokens(self) -> None:
        self.forgotten.update(self._rounds)
        self._rounds.clear()
