"""The daily digest for the business team: one mail to each, on working days, at its hour."""

from datetime import date, datetime

from bot.jobs import reminders
from bot.jobs.perform import Perform
from bot.jobs.workplace import Workplace
from bot.m365 import quoted
from bot.partnership import Partnership
from bot.process.clocks import milestones
from bot.process.columns import LONDON
from bot.process.digest import Day, sections
from bot.process.effects import Effect, QueueNotice
from bot.process.entry import Case
from bot.process.keys import digest
from bot.process.needs_attention import NeedsAttention
from bot.process.notice import HELD, Notice, NoticeKind
from bot.writing import Writer, Written


async def tell_the_team(workplace: Workplace, perform: Perform) -> None:
    """Queue today's digest once its hour has come, in working hours."""
    now = workplace.clock()
    if not is_time(now, workplace):
        return
    day = await observe(workplace, now.astimezone(LONDON).date())
    written = write(day, workplace)
    await perform(decide(written, day.today, workplace.partnership))


def is_time(now: datetime, workplace: Workplace) -> bool:
    """Tell whether today's digest may go out now."""
    hour = now.astimezone(LONDON).time()
    return workplace.hours.are_now(now) and hour >= workplace.partnership.hours.digest_at


async def observe(workplace: Workplace, today: date) -> Day:
    """Read what the digest is made of."""
    open_cases = await reminders.observe(workplace)
    attention = await workplace.register.open_rows(NeedsAttention)
    held = await workplace.register.rows(Notice, f"fields/State eq {quoted(HELD)}")
    kept = (*open_cases.concerns, *open_cases.escalations, *attention)
    cases: list[Case] = [found.row for found in open_cases.concerns]
    cases += [found.row for found in open_cases.escalations]
    clocks = workplace.partnership.clocks
    running = [
        milestone
        for found, configured in (
            *((found.row, clocks.case_of_concern) for found in open_cases.concerns),
            *((found.row, clocks.escalation) for found in open_cases.escalations),
        )
        for milestone in milestones(found, configured, workplace.hours)
    ]
    return Day(
        today=today,
        since=workplace.hours.days.shift(today, -1),
        cases=cases,
        attention=[found.row for found in attention],
        held=[found.row for found in held],
        milestones=running,
        links={found.row.reference: found.link for found in kept},
    )


def write(day: Day, workplace: Workplace) -> Written:
    """Write the digest of a day."""
    vacancies = workplace.partnership.team.vacancies
    notes = [f"the post of {post.replace('_', ' ')} is vacant" for post in vacancies]
    notes += [f"vacant in the group: {m.role}" for m in workplace.partnership.members if not m.email]
    parts = sections(day, workplace.hours.days)
    return workplace.writer.digest(parts, today=day.today, notes=notes)


def decide(written: Written, today: date, partnership: Partnership) -> list[Effect]:
    """Give one notice for each who gets the digest; one mail each, never several recipients."""
    addresses = dict.fromkeys(partnership.team.address(post) for post in partnership.team.digest_to)
    return [
        QueueNotice(
            Notice(
                key=digest("digest", today.isoformat(), address),
                kind=NoticeKind.DIGEST,
                recipient=address,
                subject=written.subject,
                body=written.body,
                why="daily digest",
            )
        )
        for address in addresses
    ]
