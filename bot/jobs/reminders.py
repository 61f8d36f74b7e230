"""Reminders: who should hear of what today, before, on and after the day that it is due.

Once each, in working hours only, and only the latest where several were missed.
"""

from collections.abc import Iterable, Mapping
from datetime import date

from bot.jobs.open_entries import OpenEntries
from bot.jobs.workplace import Workplace
from bot.process.clocks import Rung, rung_for_today
from bot.process.days import london_day
from bot.process.effects import Effect, Perform, QueueNotice
from bot.process.keys import digest
from bot.process.notice import Notice, NoticeKind, why_reminded
from bot.process.recipients import Recipient, recipients
from bot.writing import Written


async def remind(workplace: Workplace, perform: Perform) -> None:
    """Queue today's reminders, if it is a time at which people may be written to."""
    now = workplace.clock()
    if not workplace.hours.are_now(now):
        return
    still_open = await OpenEntries.observe(workplace.register)
    today = london_day(now)
    running = still_open.milestones(workplace.partnership.clocks, workplace.hours)
    reached = (rung_for_today(milestone, today, workplace.hours.days) for milestone in running)
    await perform(decide(filter(None, reached), workplace, today=today, links=still_open.links))


def decide(
    rungs: Iterable[Rung], workplace: Workplace, *, today: date, links: Mapping[str, str]
) -> list[Effect]:
    """Give a notice for each reminder and each of its recipients; only the team gets links."""
    effects: list[Effect] = []
    for rung in rungs:
        entry, clock = rung.milestone.entry, rung.milestone.clock
        for recipient in recipients(clock.tell, entry, workplace.partnership):
            link = links.get(entry.reference, "") if recipient.in_the_team else ""
            written = workplace.writer.reminder(rung, today=today, link=link)
            effects.append(QueueNotice(_notice(rung, recipient, written)))
    return effects


def _notice(rung: Rung, recipient: Recipient, written: Written) -> Notice:
    milestone = rung.milestone
    reference, clock = milestone.entry.reference, milestone.clock
    due, offset = milestone.due.isoformat(), str(rung.offset)
    return Notice(
        key=digest("reminder", reference, clock.name, due, offset, recipient.address),
        kind=NoticeKind.REMINDER,
        entry=reference,
        recipient=recipient.address,
        subject=written.subject,
        body=written.body,
        why=why_reminded(clock.label, milestone.due, recipient.post),
    )
