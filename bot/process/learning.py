"""What members report of the learning that they shared, and of what has changed by it.

Every member is asked before the period's end, as an action of their own, so that reminders, lists
of what is overdue and hand-overs are those of every action. An answer by mail counts as the report.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Self

from bot.partnership import Member, Partnership
from bot.process.action import STARTED, Action
from bot.process.clocks import months_after
from bot.process.days import in_words, london_day
from bot.process.entry import Entry
from bot.process.history import REGISTER, told
from bot.process.keys import digest
from bot.process.working_days import WorkingDays

SOURCE = "Members' reports on learning"


@dataclass(frozen=True, slots=True)
class Round:
    """One round of reports: the months they are about, and the day by which they are due."""

    first: date
    last: date
    due: date

    @classmethod
    def of(cls, day: date, *, months: int, days: WorkingDays) -> Self:
        """Give the round of a day: so many calendar months, due on their last working day."""
        begun = (day.month - 1) // months * months + 1
        first = date(day.year, begun, 1)
        after = months_after(first, months)
        return cls(first, after - timedelta(days=1), days.shift(after, -1))

    def key(self, member: Member) -> str:
        """Give the key of what one member is asked; it stays when the post changes hands."""
        return digest("learning", self.last.isoformat(), member.role, member.organisation)


def to_ask(partnership: Partnership, now: datetime, days: WorkingDays) -> tuple[Action, ...]:
    """Give what is to be asked of the members now; nothing before its day or after the last."""
    rules, today = partnership.reports, london_day(now)
    if not rules.learning_every_months:
        return ()
    asked = Round.of(today, months=rules.learning_every_months, days=days)
    if not days.shift(asked.due, -rules.learning_asked_before) <= today <= asked.due:
        return ()
    held = ((member, member.email or member.deputy) for member in partnership.members)
    return tuple(_asking(member, address, asked, now) for member, address in held if address)


def _asking(member: Member, address: str, asked: Round, now: datetime) -> Action:
    months = f"{asked.first.day} {asked.first:%B} to {in_words(asked.last)}"
    return Action(
        subject_key=asked.key(member),
        received_on=now,
        what=f"Report on the sharing and impact of learning, {months}",
        owner=member.name or member.role,
        owner_address=address,
        agency=member.agency or member.organisation,
        due=asked.due,
        source=SOURCE,
        history=told("", at=now, who=REGISTER, what="the member was asked"),
    )


def reported(action: Action, *, at: datetime, sender: str, key: str) -> Mapping[str, Any]:
    """Give what a member's answer changes: nobody is reminded, and a person reads it and decides.

    What a person has written stays. `key` tells one mail from another.
    """
    day = london_day(at)
    came = f"Reported by mail on {in_words(day)}: see the folder."
    look = "a member's report on learning came: read it, note its impact, and choose Done"
    return {
        "state": STARTED,
        "evidence": action.evidence or came,
        "done_on": action.done_on or day,
        "to_check": action.to_check
        if look in action.to_check
        else f"{action.to_check}\n{look}".strip(),
        "form_keys": f"{action.form_keys} {key}".strip(),
        "history": told(action.history, at=at, who=sender, what="sent the report"),
    }


def who_reported(
    entries: Iterable[Entry], partnership: Partnership, *, first: date, last: date
) -> tuple[tuple[str, str], ...]:
    """Say of every report due in a period who sent it and who did not, by organisation."""
    due = [e for e in entries if isinstance(e, Action) and e.source == SOURCE and e.due]
    months = partnership.reports.learning_every_months
    organisations = {
        Round.of(action.due, months=months, days=WorkingDays()).key(member): member.organisation
        for action in due
        for member in partnership.members
        if months and action.due
    }
    return tuple(
        (action.reference, f"{organisations.get(action.subject_key, 'a member')}: {_how(action)}")
        for action in sorted(due, key=lambda action: action.reference)
        if action.due and first <= action.due <= last
    )


def _how(action: Action) -> str:
    day = action.done_on
    return f"reported on {in_words(day)}" if day else "has not reported"
