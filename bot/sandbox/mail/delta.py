"""Message delta: rounds, pages and tokens, with the ways in which the real one bites."""

from dataclasses import dataclass, replace
from typing import NamedTuple

from bot.sandbox.core.changes import Kind
from bot.sandbox.core.errors import GraphError
from bot.sandbox.core.ids import Ids
from bot.sandbox.mail.errors import sync_state_not_found
from bot.sandbox.mail.model import Folder, Mailbox, Message
from bot.sandbox.mail.search import received_since


class Line(NamedTuple):
    """A message, or the news that it went; `id` is the mutable id that it had then."""

    message: Message
    id: str
    removed: bool
    came: bool = True

    @property
    def kind(self) -> Kind:
        if self.removed:
            return "deleted"
        return "created" if self.came else "updated"


@dataclass(slots=True)
class Switches:
    """Behaviours that the service shows now and then, here on demand.

    `boomerang_loss`: with immutable ids, an item that left and came back within a round is
    reported as removed and not again. `last_round`: tokens of later rounds answer 410.
    """

    empty_first_page: bool = False
    repeats: bool = False
    boomerang_loss: bool = False
    last_round: int | None = None


@dataclass(frozen=True, slots=True)
class Asked:
    """What the first request fixed for all the pages and rounds that follow."""

    select: tuple[str, ...] = ()
    condition: str | None = None
    top: int | None = None
    kind: str | None = None


@dataclass(frozen=True, slots=True)
class Round:
    """One state of the conversation, which a token stands for; asking twice gives the same."""

    mailbox: Mailbox
    folder: Folder
    asked: Asked
    number: int
    resume_at: int
    pending: tuple[Line, ...] = ()
    finished: bool = False


class Page(NamedTuple):
    lines: tuple[Line, ...]
    next_token: str | None
    delta_token: str | None


class Deltas:
    def __init__(self, ids: Ids) -> None:
        self._ids = ids
        self._rounds: dict[str, Round] = {}
        self._forgotten: set[str] = set()
        self.switches = Switches()

    def start(self, mailbox: Mailbox, folder: Folder, asked: Asked) -> Round:
        """Everything in the folder, newest first."""
        lines = [Line(m, m.id, removed=False) for m in reversed(folder.messages.values())]
        begun = Round(mailbox, folder, asked, 1, len(folder.history))
        return replace(begun, pending=self._filtered(lines, asked))

    def resume(self, token: str, *, immutable: bool) -> Round:
        """Raises GraphError: 410 for a token that died, 400 for one never given out."""
        if token in self._forgotten:
            raise sync_state_not_found()
        if token not in self._rounds:
            raise GraphError(400, "syncStateInvalid", "Badly formed token.")
        found = self._rounds[token]
        if self.switches.last_round is not None and found.number > self.switches.last_round:
            raise sync_state_not_found()
        return self._next_round(found, immutable=immutable) if found.finished else found

    def page(self, current: Round, size: int) -> Page:
        """At most `size` lines, and exactly one of the two tokens."""
        if self.switches.empty_first_page and current.number == 1 and not current.finished:
            return Page((), self._remember(replace(current, number=2)), None)
        lines, rest = current.pending[:size], current.pending[size:]
        if rest:
            return Page(lines, self._remember(replace(current, pending=rest)), None)
        done = replace(current, pending=(), number=current.number + 1, finished=True)
        return Page(lines, None, self._remember(done))

    def forget_tokens(self) -> None:
        """Every token given out so far answers 410 from now on."""
        self._forgotten.update(self._rounds)
        self._rounds.clear()

    def _remember(self, state: Round) -> str:
        token = self._ids.token()
        self._rounds[token] = state
        return token

    def _next_round(self, last: Round, *, immutable: bool) -> Round:
        lines = self._changes(last, immutable=immutable)
        resume_at = len(last.folder.history)
        pending = self._filtered(lines, last.asked)
        return replace(last, pending=pending, resume_at=resume_at, finished=False)

    def _changes(self, last: Round, *, immutable: bool) -> list[Line]:
        """By identity: with mutable ids a message that came back is new, and the old one went."""
        changes: dict[str, Line] = {}
        for message, mutable_id, left, came in last.folder.history[last.resume_at :]:
            key = message.immutable_id if immutable else mutable_id
            lost = self.switches.boomerang_loss and immutable
            was_lost = lost and key in changes and changes[key].removed
            before = changes.pop(key, None)
            new = came or (before is not None and before.came and not before.removed)
            changes[key] = Line(message, mutable_id, removed=left or was_lost, came=new)
        return list(changes.values())

    def _filtered(self, lines: list[Line], asked: Asked) -> tuple[Line, ...]:
        if asked.condition is not None:
            wanted = received_since(asked.condition)
            lines = [line for line in lines if line.removed or wanted(line.message)]
        if asked.kind is not None:
            lines = [line for line in lines if line.kind == asked.kind]
        if self.switches.repeats:
            lines = [*lines, *lines[:1]]
        return tuple(lines)
