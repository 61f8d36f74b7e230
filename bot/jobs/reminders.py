"""Reminders: who should hear of what today, before, on and after the day that it is due.

Once each, in working hours only, and only the latest where several were missed.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from bot.jobs.perform import Perform
from bot.jobs.register import Kept
from bot.jobs.workplace import Workplace
from bot.partnership import Partnership
from bot.process.case_of_concern import CaseOfConcern
from bot.process.clocks import Rung, milestones, rung_for_today
from bot.process.columns import LONDON
from bot.process.effects import Effect, QueueNotice
from bot.process.entry import Case
from bot.process.escalation import Escalation
from bot.process.keys import digest
from bot.process.notice import Notice, NoticeKind
from bot.process.people import Recipient, recipients
from bot.process.working_days import WorkingHours
from bot.writing import Writer


@dataclass(frozen=True, slots=True)
class OpenCases:
    """The entries whose clocks may run, as the registers hold them at this moment."""

    concerns: Sequence[Kept[CaseOfConcern]]
    escalations: Sequence[Kept[Escalation]]

    def rungs(
        self, partnership: Partnership, hours: WorkingHours, today: date
    ) -> list[tuple[Rung, str]]:
        """Give the reminders whose day has come, each with the link to its entry."""
        clocks = partnership.clocks
        pairs = [
            *((kept.row, kept.link, clocks.case_of_concern) for kept in self.concerns),
            *((kept.row, kept.link, clocks.escalation) for kept in self.escalations),
        ]
        return [
            (rung, link)
            for row, link, configured in pairs
            for milestone in milestones(row, configured, hours)
            if (rung := rung_for_today(milestone, today, hours.days))
        ]


async def observe(workplace: Workplace) -> OpenCases:
    """Read the open entries of the registers that clocks run for."""
    register = workplace.register
    return OpenCases(
        await register.open_rows(CaseOfConcern), await register.open_rows(Escalation)
    )


async def remind(workplace: Workplace, perform: Perform) -> None:
    """Queue today's reminders, if it is a time at which people may be written to."""
    now = workplace.clock()
    if not workplace.hours.are_now(now):
        return
    cases = await observe(workplace)
    today = now.astimezone(LONDON).date()
    rungs = cases.rungs(workplace.partnership, workplace.hours, today)
    await perform(decide(rungs, workplace.partnership, workplace.writer, today))


def decide(
    rungs: Iterable[tuple[Rung, str]], partnership: Partnership, writer: Writer, today: date
) -> list[Effect]:
    """Give a notice for each reminder and each of its recipients."""
    return [
        QueueNotice(_notice(rung, link, recipient, writer, today))
        for rung, link in rungs
        for recipient in recipients(rung.milestone.clock.tell, rung.milestone.entry, partnership)
    ]


def _notice(rung: Rung, link: str, recipient: Recipient, writer: Writer, today: date) -> Notice:
    milestone = rung.milestone
    written = writer.reminder(rung, today=today, link=link if recipient.in_the_team else "")
    due = milestone.due.isoformat()
    entry: Case = milestone.entry
    return Notice(
        key=digest(
            "reminder", entry.reference, milestone.clock.name, due, str(rung.offset), recipient.address
        ),
        kind=NoticeKind.REMINDER,
        entry=entry.reference,
        recipient=recipient.address,
        subject=written.subject,
        body=written.body,
        why=f"{milestone.clock.label}, due {due}, told as {recipient.post}",
    )
