"""Moves: what a decision that a person records in a list does to its entry.

Every kind of entry has one table of moves, by state and decision. A decision that the table does
not hold, or that lacks something, is explained to the person who made it; the edit itself stays.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from bot.partnership import Partnership
from bot.process.days import london_day
from bot.process.working_days import WorkingDays

if TYPE_CHECKING:
    from bot.process.effects import Effect
    from bot.process.entry import Entry


@dataclass(frozen=True, slots=True)
class Situation:
    """What a decision is judged by, beside the entry: the moment, the partnership, and who decided.

    `editor` is the address or name of the person, as SharePoint gives it; `linked` are the entries
    that the entry's links name, for a move that `looks_at_links`.
    """

    now: datetime
    partnership: Partnership
    days: WorkingDays
    editor: str
    linked: tuple["Entry", ...] = ()

    @property
    def today(self) -> date:
        """The day in London."""
        return london_day(self.now)


@dataclass(frozen=True, slots=True)
class Done:
    """A decision that can be carried out: the entry's new fields, and what else follows.

    `said` is what the entry's history tells of it beside the decision itself.
    """

    changes: Mapping[str, Any] = field(default_factory=dict)
    effects: tuple["Effect", ...] = ()
    said: str = ""


@dataclass(frozen=True, slots=True)
class Refused:
    """A decision that cannot be carried out, and why, in words for the person who made it."""

    why: str


Consequence = Callable[[Any, Situation], Done | Refused]


@dataclass(frozen=True, slots=True)
class Move:
    """Where a decision leads.

    `needs` are columns that must be filled first; `stamps` are date columns that get today's date
    where they are empty; each of `then` says what else follows, or refuses. With `looks_at_links`
    the linked entries are read before it is judged.
    """

    to: str
    needs: tuple[str, ...] = ()
    stamps: tuple[str, ...] = ()
    then: tuple[Consequence, ...] = ()
    looks_at_links: bool = False


Moves = Mapping[tuple[str, str], Move]


def moves(*rows: tuple[tuple[str, ...] | str, str, Move]) -> Moves:
    """Write a table of moves: from one state or several, by a decision, to where it leads."""
    return {
        (state, decision): move
        for states, decision, move in rows
        for state in ((states,) if isinstance(states, str) else states)
    }


def is_new(entry: "Entry") -> bool:
    """Tell whether a decision stands in the entry that has not been acted upon."""
    return bool(entry.decision) and entry.decision != entry.acted_on


def carry_out(entry: "Entry", situation: Situation) -> Done | Refused:
    """Say what follows from the decision that stands in an entry."""
    move = entry.MOVES.get((entry.state, entry.decision))
    if move is None:
        return Refused(_not_from_here(entry))
    lacking = [name for name in move.needs if not getattr(entry, name)]
    if lacking:
        labels = ", ".join(entry.label(name) for name in lacking)
        return Refused(f"first fill in: {labels}")
    stamps = {name: situation.today for name in move.stamps if not getattr(entry, name)}
    changes: dict[str, Any] = {"state": move.to, **_acted(entry, move), **stamps}
    effects: list[Effect] = []
    said: list[str] = []
    for consequence in move.then:
        outcome = consequence(entry, situation)
        if isinstance(outcome, Refused):
            return outcome
        changes |= outcome.changes
        effects += outcome.effects
        said += [outcome.said] if outcome.said else []
    return Done(changes, tuple(effects), "; ".join(said))


def possible(entry: "Entry") -> list[str]:
    """Give the decisions that an entry's state allows, as people choose them."""
    return [entry.said("decision", made) for (state, made) in entry.MOVES if state == entry.state]


def passed_over(entry: "Entry") -> str | None:
    """Say what did not happen because a person set the state and recorded no decision.

    None where nothing is lost by it: a decision leads there as well and does no more.
    """
    ways = {
        decision: move
        for (state, decision), move in entry.MOVES.items()
        if (state, move.to) == (entry.state_seen, entry.state)
    }
    if any(not (move.needs or move.stamps or move.then) for move in ways.values()):
        return None
    if ways:
        told = " or ".join(entry.said("decision", decision) for decision in ways)
        return f"what belongs to the decision ({told}) was not done"
    before, state = (entry.in_mails("State", one) for one in (entry.state_seen, entry.state))
    return f"no decision leads from '{before}' to '{state}'"


def _acted(entry: "Entry", move: Move) -> dict[str, str]:
    """Note what was acted on; a decision that leaves the entry in its state may be made again."""
    if move.to == entry.state:
        return {"decision": "", "acted_on": ""}
    return {"acted_on": entry.decision}


def _not_from_here(entry: "Entry") -> str:
    decisions, state = possible(entry), entry.in_mails("State", entry.state)
    if not decisions:
        edited = f"edit its {entry.label('state')} to open it again"
        return f"an entry that is '{state}' is at its end: {edited}"
    return f"from '{state}' the decisions possible are: {', '.join(decisions)}"
