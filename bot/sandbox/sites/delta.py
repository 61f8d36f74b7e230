"""List item delta: rounds and pages by token, with the `deleted` facet."""

from dataclasses import dataclass, replace
from typing import NamedTuple

from bot.sandbox.core.ids import Ids
from bot.sandbox.sites.errors import invalid_request
from bot.sandbox.sites.lists import SharePointList


@dataclass(frozen=True, slots=True)
class Round:
    """What a token stands for; `expand` is the option as the first request gave it."""

    target: SharePointList
    expand: str
    resume_at: int
    pending: tuple[int, ...] = ()
    finished: bool = False


class Page(NamedTuple):
    row_ids: tuple[int, ...]
    token: str
    is_last: bool


class Deltas:
    def __init__(self, ids: Ids) -> None:
        self._ids = ids
        self._rounds: dict[str, Round] = {}
        self.forgotten: set[str] = set()

    def start(self, target: SharePointList, expand: str, *, latest: bool) -> Round:
        now = Round(target, expand, len(target.history))
        return now if latest else replace(now, pending=tuple(target.rows))

    def resume(self, token: str) -> Round:
        """Raises GraphError 400 for a token never given out."""
        found = self._rounds.get(token)
        if found is None:
            raise invalid_request("The delta token is not valid.")
        if not found.finished:
            return found
        changed = dict.fromkeys(reversed(found.target.history[found.resume_at :]))
        pending = tuple(reversed(changed))
        resume_at = len(found.target.history)
        return replace(found, pending=pending, resume_at=resume_at, finished=False)

    def page(self, current: Round, size: int) -> Page:
        rows, rest = current.pending[:size], current.pending[size:]
        following = replace(current, pending=rest, finished=not rest)
        token = self._ids.token()
        self._rounds[token] = following
        return Page(rows, token, is_last=not rest)

    def forget_tokens(self) -> None:
        self.forgotten.update(self._rounds)
        self._rounds.clear()
