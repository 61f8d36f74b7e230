"""The business team's daily digest: what is new, what needs a decision, what is due or overdue.

It names references and dates only: everything else stands in the list, where permissions decide
who can open it.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Self

from bot.process.action import Action
from bot.process.clocks import Milestone
from bot.process.days import london_day
from bot.process.entry import Entry
from bot.process.handover import HANDED_OVER
from bot.process.history import REGISTER, since
from bot.process.names import AS_DECLARED, Names
from bot.process.needs_attention import NeedsAttention
from bot.process.notice import HELD, TOO_MANY, Notice
from bot.process.working_days import WorkingDays

DUE_SOON = 5  # working days
LONGEST = 30  # lines of a section; a flood of mail would make hundreds
TODAY, OVERDUE = "Look at these today", "Overdue"
PRESSING = (TODAY, OVERDUE)


@dataclass(frozen=True, slots=True)
class Line:
    """One entry in the digest: its reference, what is to be done, and where to find it."""

    reference: str
    what: str
    link: str = ""


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the digest under its heading; `more` lines are left to the lists."""

    heading: str
    lines: tuple[Line, ...]
    more: int = 0

    @property
    def count(self) -> int:
        """How many things the section is about."""
        return len(self.lines) + self.more

    @property
    def in_short(self) -> Self:
        """Give the section no longer than anybody reads; what is pressing is never left out."""
        if self.heading in PRESSING or len(self.lines) <= LONGEST:
            return self
        return type(self)(self.heading, self.lines[:LONGEST], len(self.lines) - LONGEST)


@dataclass(frozen=True, slots=True)
class Day:
    """What was observed for the digest of a day; `links` are the rows' addresses by reference.

    `posts` are the lines about posts that changed hands; `names` are what the partnership calls
    its lists, `manager` its Business Manager.
    """

    today: date
    since: date
    entries: Sequence[Entry]
    held: Sequence[Notice]
    milestones: Sequence[Milestone]
    links: dict[str, str]
    posts: Sequence[Line] = ()
    names: Names = AS_DECLARED
    manager: str = "Business Manager"

    def line(self, entry: Entry, what: str) -> Line:
        """Write a line about an entry."""
        return Line(entry.reference, what, self.links.get(entry.reference, ""))


def sections(day: Day, days: WorkingDays) -> list[Section]:
    """Give the digest's sections, the pressing ones first; empty ones are left out."""
    soon = days.shift(day.today, DUE_SOON)
    overdue = [m for m in day.milestones if m.due < day.today]
    due = [m for m in day.milestones if day.today <= m.due <= soon]
    parts = [
        Section(TODAY, tuple(_same_day(day))),
        Section(OVERDUE, _each_once(_due_lines(day, overdue))),
        Section("Due soon", _each_once(_due_lines(day, due))),
        Section("Needs a decision", tuple(_undecided(day))),
        Section("Needs a person", tuple(_waiting(day))),
        Section("Handed over", (*day.posts, *_handed_over(day))),
        Section("Open actions without an owner or a day", tuple(_unreminded(day))),
        Section("Open actions of what is closed", tuple(_left_over(day))),
        Section("New", tuple(_new(day))),
    ]
    return [part.in_short for part in parts if part.lines]


def _each_once(lines: Iterable[Line]) -> tuple[Line, ...]:
    """Leave out what is said already: clocks that tell several people of one due day."""
    return tuple(dict.fromkeys(lines))


def _same_day(day: Day) -> Iterable[Line]:
    for entry in day.entries:
        if entry.same_day == "Yes" and not entry.acted_on:
            yield day.line(entry, "may not wait: read it today")


def _due_lines(day: Day, milestones: Iterable[Milestone]) -> Iterable[Line]:
    for milestone in sorted(milestones, key=lambda m: (m.due, m.entry.reference)):
        due = f"{milestone.due:%a} {milestone.due.day} {milestone.due:%B}"
        yield day.line(milestone.entry, f"{milestone.clock.label}, due {due}")


def _undecided(day: Day) -> Iterable[Line]:
    for entry in day.entries:
        if entry.state in entry.UNDECIDED:
            whose = entry.UNDECIDED[entry.state].format(manager=day.manager)
            yield day.line(entry, f"waits for {whose} decision")


def _waiting(day: Day) -> Iterable[Line]:
    for entry in day.entries:
        if isinstance(entry, NeedsAttention):
            yield day.line(entry, "could not be dealt with by itself")
        elif entry.to_check:
            yield day.line(entry, f"see '{entry.label('to_check')}' in its row")
    for notice in day.held:
        if notice.why != TOO_MANY:
            what = f"its {notice.kind.value.lower()} is {HELD.lower()} for release"
            yield Line(notice.about, what)
    yield from _floods(notice for notice in day.held if notice.why == TOO_MANY)


def _floods(held: Iterable[Notice]) -> Iterable[Line]:
    """Tell of a sender whose mails did not end in one line, not in one for each."""
    senders: defaultdict[str, list[str]] = defaultdict(list)
    for notice in held:
        senders[notice.recipient].append(notice.about)
    for entries in senders.values():
        what = f"and {len(entries) - 1} more from one sender in a day: answers are held for release"
        yield Line(entries[0], what)


def _handed_over(day: Day) -> Iterable[Line]:
    for entry in day.entries:
        done = since(entry.history, day.since, who=REGISTER)
        if any(what.startswith(HANDED_OVER) for what in done):
            yield day.line(entry, "was handed over with a post")


def _unreminded(day: Day) -> Iterable[Line]:
    for entry in day.entries:
        if isinstance(entry, Action) and entry.lacks:
            yield day.line(entry, f"nobody is reminded: fill in {entry.lacks}")


def _left_over(day: Day) -> Iterable[Line]:
    """Keep in view what a review, closed by now, still has to see done."""
    still_open = {entry.reference for entry in day.entries}
    for entry in day.entries:
        for source in entry.sources if isinstance(entry, Action) else ():
            if source not in still_open:
                yield day.line(entry, f"{source} is closed, the action is not")


def _new(day: Day) -> Iterable[Line]:
    for entry in day.entries:
        if entry.received_on and london_day(entry.received_on) >= day.since:
            yield day.line(entry, f"new in {day.names.list_of(type(entry))}")
