"""Holds what was sent against what the oracle says, reminder by reminder."""

import re
from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from benchmarks.year.days import LONDON, in_hours
from benchmarks.year.oracle import MANAGER, OFFICER, STATUTORY, TABLE, Oracle
from benchmarks.year.playing import Played

SUBJECT = re.compile(r"CSCP reminder: (\S+), (.+), (?:was )?due \w+ (\d+ \w+ \d{4})")
NOT_ASKED_FOR = ("Reminder", "Digest")
BY_ITSELF = ("quoracy", "papers", "standing", "report", "minutes")
FAULTS = (
    "missing",
    "twice",
    "too early",
    "too late",
    "not due",
    "after closing",
    "out of hours",
    "digests missing or too many",
)
About = tuple[str, str, date, str]  # reference, label, due day, recipient


@dataclass(slots=True)
class Verdict:
    """How many reminders were due and sent, and every fault with what it was found in."""

    due: int = 0
    sent: int = 0
    faults: dict[str, list[str]] = field(default_factory=lambda: {name: [] for name in FAULTS})
    by_rung: Counter[tuple[str, int]] = field(default_factory=Counter)

    @property
    def is_clean(self) -> bool:
        """Tell whether every count is zero, and there was something to count."""
        return bool(self.due) and not any(self.faults.values())

    @property
    def unproven(self) -> list[str]:
        """Name the reminders of statutory milestones that the year gave no occasion for."""
        rungs = (
            (row.label, offset) for row in TABLE if row.label in STATUTORY for offset in row.at
        )
        return [
            f"{label} at {offset}" for label, offset in rungs if not self.by_rung[label, offset]
        ]


def judge(played: Played) -> Verdict:
    """Compare a year with the oracle."""
    verdict, oracle = Verdict(), Oracle()
    wanted: defaultdict[About, list[datetime]] = defaultdict(list)
    ends = {fact.entry: fact.at for fact in played.facts if fact.field == "closed" and fact.value}
    closed: dict[str, datetime] = {}
    for reminder in oracle.reminders(played.facts, played.rounds):
        reference = played.tenant.reference(*reminder.entry)
        wanted[reference, reminder.label, reminder.due, reminder.recipient].append(reminder.at)
        verdict.by_rung[reminder.label, reminder.offset] += 1
        if reminder.entry in ends:
            closed[reference] = ends[reminder.entry]
    sent = _sent(played)
    verdict.due, verdict.sent = (sum(map(len, one.values())) for one in (wanted, sent))
    for about in sorted(wanted.keys() | sent.keys()):
        _compare(verdict, about, wanted.get(about, []), sent.get(about, []), closed.get(about[0]))
    _hours(verdict, played)
    _digests(verdict, played)
    return verdict


def _sent(played: Played) -> dict[About, list[datetime]]:
    """Give what really left the mailbox, by the round in which it did."""
    found: defaultdict[About, list[datetime]] = defaultdict(list)
    for mail in played.tenant.sandbox.sent:
        told = SUBJECT.fullmatch(str(mail.message.properties["subject"]))
        if told:
            due = datetime.strptime(told[3], "%d %B %Y").date()  # noqa: DTZ007 - a day has no zone
            moment = played.rounds[bisect_right(played.rounds, mail.at) - 1]
            for recipient in mail.recipients:
                found[told[1], told[2], due, recipient].append(moment)
    return found


def _compare(
    verdict: Verdict,
    about: About,
    wanted: Sequence[datetime],
    sent: Sequence[datetime],
    closed: datetime | None,
) -> None:
    """Sort what does not agree into the faults."""
    lacking = sorted((Counter(wanted) - Counter(sent)).elements())
    extra = sorted((Counter(sent) - Counter(wanted)).elements())
    for late, missed in zip(list(extra), list(lacking), strict=False):
        name = "too late" if late > missed else "too early"
        verdict.faults[name].append(f"{about}: sent {late}, due {missed}")
        extra.remove(late)
        lacking.remove(missed)
    verdict.faults["missing"] += [f"{about}: due {moment}" for moment in lacking]
    for moment in extra:
        over = closed is not None and moment >= closed
        name = "after closing" if over else "twice" if wanted else "not due"
        verdict.faults[name].append(f"{about}: sent {moment}")


def _hours(verdict: Verdict, played: Played) -> None:
    """Nothing that nobody asked for leaves at night, at the weekend or on a bank holiday."""
    for row in played.tenant.sandbox.sharepoint_list("Notices").rows.values():
        told, kind = row.fields, row.fields["Kind"]
        if kind in NOT_ASKED_FOR or told.get("Why") in BY_ITSELF:
            at = datetime.fromisoformat(told["SentOn"])
            if not in_hours(at):
                verdict.faults["out of hours"].append(f"{kind} {told['Subject']}: {at}")


def _digests(verdict: Verdict, played: Played) -> None:
    """One digest a working day for each of its two readers, while the service was there."""
    days = {moment.astimezone(LONDON).date() for moment in played.rounds if in_hours(moment)}
    wanted = Counter((day, reader) for day in days for reader in (MANAGER, OFFICER))
    sent = Counter(
        (mail.at.astimezone(LONDON).date(), recipient)
        for mail in played.tenant.sandbox.sent
        for recipient in mail.recipients
        if str(mail.message.properties["subject"]).startswith("CSCP register: ")
    )
    wrong = (wanted - sent) + (sent - wanted)
    verdict.faults["digests missing or too many"] += [str(one) for one in wrong.elements()]
