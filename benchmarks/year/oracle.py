"""The oracle: every reminder that a year must bring, by whom and in which round of the service.

Written from the description of the process, with a table of milestones of its own. It knows what
people did and when, never what the service made of it.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from benchmarks.year.days import LONDON, count, in_hours, is_working, months_later, next_working

MANAGER = "business.manager-fictional@croydon.gov.uk"
OFFICER = "project.officer-fictional@croydon.gov.uk"
LEARNING = "learning.officer-fictional@croydon.gov.uk"
Name = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Fact:
    """What became true of an entry at a moment: opened, closed, or a field of its own."""

    at: datetime
    entry: Name
    field: str
    value: Any


@dataclass(frozen=True, slots=True)
class Reminder:
    """A reminder that somebody must get in one round of the service."""

    entry: Name
    label: str
    due: date
    recipient: str
    at: datetime
    offset: int


@dataclass(frozen=True, slots=True)
class Milestone:
    """A row of the table: `tell` are addresses, or fields of the entry that hold some."""

    kind: str
    label: str
    since: str
    met: tuple[str, ...]
    tell: tuple[str, ...]
    at: tuple[int, ...]
    days: int = 0
    months: int = 0
    calendar_days: int = 0
    only: tuple[str, str] = ("", "")

    def due(self, start: date) -> date:
        """Give the day on which it is due."""
        if self.months:
            return months_later(start, self.months)
        return count(start + timedelta(days=self.calendar_days), self.days)

    def runs(self, known: dict[str, Any]) -> bool:
        """Tell whether the entry is on its way towards it."""
        name, value = self.only
        applies = not name or known.get(name) == value
        return applies and bool(known.get(self.since)) and not any(map(known.get, self.met))


COC, ESC, SIN = "Cases of Concern", "Escalations", "Serious Incidents"
RR, REQ, SPR, ACT = "Rapid Reviews", "Agency Requests", "Practice Reviews", "Actions"
ENDED = ("published", "not_published")
BOTH = (MANAGER, OFFICER)
RETURN = "return of the information request"
PUBLICATION = "publication, or a recorded reason why not"
NOTICE = "notice to the national Panel and Government"
MOVED_ON = ("resolved", "stage_4", "stage_5")
LEADS = ("leads", MANAGER)
TABLE = (
    Milestone(
        COC, "Business Manager review", "received", ("decided",), (MANAGER,), (-1, 0, 1, 5), days=5
    ),
    Milestone(
        COC, "papers for the meeting", "meeting", ("discussed",), (OFFICER,), (-5, -1, 0), days=-5
    ),
    Milestone(
        COC,
        "findings to the Review Group and the Learning Group",
        "findings_due",
        ("shared",),
        (LEARNING, MANAGER),
        (-10, -1, 0, 1, 5),
    ),
    Milestone(ESC, "response at Stage 3", "stage_3", MOVED_ON, LEADS, (0, 1, 5), days=5),
    Milestone(
        ESC,
        "urgent response at Stage 3",
        "stage_3",
        MOVED_ON,
        LEADS,
        (-1, 0, 1),
        calendar_days=1,
        only=("urgent", "Yes"),
    ),
    Milestone(
        ESC,
        "resolution of the whole escalation",
        "raised",
        ("resolved",),
        (MANAGER,),
        (-1, 0, 1),
        calendar_days=28,
    ),
    Milestone(
        SIN,
        "notification to the national Panel",
        "aware",
        ("notified",),
        (MANAGER,),
        (-4, -2, -1, 0, 1),
        days=5,
    ),
    Milestone(
        SIN,
        "liaison with the adults' board",
        "notified",
        ("adults_board",),
        (MANAGER,),
        (-1, 0, 1, 5),
        days=5,
        only=("age", "leaver"),
    ),
    Milestone(
        SIN,
        "the Panel's references in the register",
        "notified",
        ("references",),
        (OFFICER,),
        (0, 5),
        days=5,
    ),
    Milestone(
        RR,
        "information requests to the agencies",
        "start",
        ("requested", "decided"),
        BOTH,
        (0, 1),
        days=1,
    ),
    Milestone(
        RR,
        "check of progress: who else to ask",
        "start",
        ("checked", "held", "decided"),
        (OFFICER,),
        (0, 1),
        days=6,
    ),
    Milestone(
        RR,
        "all returns of the agencies",
        "returns_due",
        ("all_returned", "decided"),
        (OFFICER,),
        (-1, 0, 1),
    ),
    Milestone(
        RR, "review meeting", "start", ("held", "decided"), (MANAGER,), (-5, -1, 0, 1), days=12
    ),
    Milestone(
        RR, "the three partners' sign-off", "start", ("decided",), (MANAGER,), (-2, 0), days=14
    ),
    Milestone(
        RR, "the Rapid Review as a whole", "start", ("sent",), BOTH, (-5, -1, 0, 1, 2, 3), days=15
    ),
    Milestone(RR, "the Panel's answer", "sent", ("answered",), (MANAGER,), (0, 5, 10), days=10),
    Milestone(REQ, RETURN, "due", ("returned",), ("member", "author"), (-3, -1, 0, 1, 5)),
    Milestone(REQ, RETURN, "due", ("returned",), ("deputy",), (2,)),
    Milestone(REQ, RETURN, "due", ("returned",), ("chair", MANAGER), (3,)),
    Milestone(SPR, "look at the progress", "progress", ENDED, (OFFICER,), (0, 5), days=20),
    Milestone(SPR, "IMRs from the agencies", "returns_due", ("panel",), (OFFICER,), (-5, 0, 1)),
    Milestone(
        SPR,
        PUBLICATION,
        "decided",
        (*ENDED, "delay_agreed"),
        BOTH,
        (-40, -20, -10, -5, 0, 1, 5),
        months=6,
    ),
    Milestone(SPR, "publication after the delay", "delayed_until", ENDED, BOTH, (-20, -5, 0, 1, 5)),
    Milestone(SPR, NOTICE, "publish_on", ("notice", *ENDED), BOTH, (-5, -1, 0, 1), days=-7),
    Milestone(
        SPR,
        "confirmation that your press office knows",
        "publish_on",
        ("confirmed", *ENDED),
        ("press_waiting", OFFICER),
        (-5, -1, 0),
        days=-3,
    ),
    Milestone(
        SPR,
        "action plan after publication",
        "published",
        ("action_plan",),
        (OFFICER,),
        (-5, 0, 5),
        days=20,
    ),
    Milestone(ACT, "the action", "due", ("done",), ("owner",), (-5, 0, 1, 5)),
)
STATUTORY = (
    "notification to the national Panel",
    "the Rapid Review as a whole",
    PUBLICATION,
    NOTICE,
)
OF_KIND = {kind: [m for m in TABLE if m.kind == kind] for kind in {m.kind for m in TABLE}}


@dataclass(slots=True)
class Oracle:
    """Goes through the rounds of the service, knowing what had happened by each."""

    known: dict[Name, dict[str, Any]] = field(default_factory=lambda: defaultdict(dict))
    told: set[tuple[Any, ...]] = field(default_factory=set)

    def reminders(self, facts: Sequence[Fact], rounds: Sequence[datetime]) -> Iterator[Reminder]:
        """Give what is to be sent in each round, given when the service was at work at all."""
        to_come = sorted(facts, key=lambda fact: fact.at)
        for moment in rounds:
            while to_come and to_come[0].at <= moment:
                fact = to_come.pop(0)
                self.known[fact.entry][fact.field] = fact.value
            if in_hours(moment):
                yield from self._of_round(moment)

    def _of_round(self, moment: datetime) -> Iterator[Reminder]:
        today = moment.astimezone(LONDON).date()
        for entry, known in self.known.items():
            if not known.get("opened") or known.get("closed"):
                continue
            for row, milestone in enumerate(OF_KIND[entry[0]]):
                if milestone.runs(known):
                    due = milestone.due(known[milestone.since])
                    yield from self._rung((entry, row), milestone, due, today, moment)

    def _rung(
        self,
        place: tuple[Name, int],
        milestone: Milestone,
        due: date,
        today: date,
        moment: datetime,
    ) -> Iterator[Reminder]:
        """Only the latest reminder that has come round counts, and each only once."""
        reached = [offset for offset in milestone.at if day_of(due, offset) <= today]
        if not reached:
            return
        for recipient in _addresses(milestone.tell, self.known[place[0]]):
            key = (*place, due, max(reached), recipient)
            if key not in self.told:
                self.told.add(key)
                yield Reminder(place[0], milestone.label, due, recipient, moment, max(reached))


def day_of(due: date, offset: int) -> date:
    """Give a reminder's day: early enough before the due day, never early on it or after."""
    if offset < 0 or is_working(due):
        return count(due, offset)
    return count(next_working(due), offset)


def _addresses(tell: Iterable[str], known: dict[str, Any]) -> tuple[str, ...]:
    named = (post if "@" in post else known.get(post, "") for post in tell)
    return tuple(dict.fromkeys(address for text in named for address in text.split()))
