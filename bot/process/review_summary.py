"""Review Summaries: what the registers know of each review, for the Executive Group.

Days, decisions and progress come from the review's own columns, what came of it from its actions.
A person adds the learning; no child is named here, but a person's own words are: they are checked.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from bot.process.action import DONE, WITHDRAWN, Action
from bot.process.days import in_words
from bot.process.entry import Entry


@dataclass(frozen=True, slots=True)
class Summary:
    """One review, as the registers have it: labels, and what stands under each."""

    reference: str
    state: str
    lines: tuple[tuple[str, str], ...]


def summaries(entries: Sequence[Entry]) -> tuple[Summary, ...]:
    """Sum up the reviews among some entries, by reference."""
    reviews = sorted((e for e in entries if e.SUMMARY), key=lambda e: e.reference)
    actions = [entry for entry in entries if isinstance(entry, Action)]
    return tuple(
        Summary(each.reference, each.state_said, (*_told(each), *_came_of(each, actions)))
        for each in reviews
    )


def _told(review: Entry) -> Iterable[tuple[str, str]]:
    if review.links:
        yield review.label("links"), review.links
    for name in review.SUMMARY:
        value: date | str | None = getattr(review, name)
        if value:
            yield review.label(name), in_words(value) if isinstance(value, date) else _first(value)


def _came_of(review: Entry, actions: Iterable[Action]) -> Iterable[tuple[str, str]]:
    own = [a for a in actions if a.source == review.reference and a.state != WITHDRAWN]
    if own:
        done = sum(action.state == DONE for action in own)
        yield "Actions", f"{done} of {len(own)} done"


def _first(text: str) -> str:
    """Give the first line: of the progress, how many have answered, and not which."""
    return text.strip().splitlines()[0]


def learning_shared(entries: Iterable[Entry], first: date, last: date) -> tuple[Action, ...]:
    """Give the actions finished between two days, with their evidence and their impact."""
    done = (e for e in entries if isinstance(e, Action) and e.done_on and e.state == DONE)
    return tuple(
        sorted(
            (action for action in done if action.done_on and first <= action.done_on <= last),
            key=lambda action: action.reference,
        )
    )
