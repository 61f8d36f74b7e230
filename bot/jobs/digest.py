"""The daily digest for the business team: one mail to each, on working days, at its hour."""

from collections.abc import Iterable
from datetime import date

from bot.jobs.open_entries import OpenEntries
from bot.jobs.roster import Roster
from bot.jobs.workplace import Workplace
from bot.partnership import Partnership
from bot.process.days import LONDON
from bot.process.digest import Day, Line, sections
from bot.process.effects import Effect, Perform, QueueNotice
from bot.process.handover import in_new_hands
from bot.process.keys import digest
from bot.process.notice import HELD, Notice, NoticeKind
from bot.process.rotation import out_of_turn
from bot.writing import Written


async def tell_the_team(workplace: Workplace, perform: Perform, *, roster: Roster) -> None:
    """Queue today's digest once its hour has come, in working hours."""
    now = workplace.clock().astimezone(LONDON)
    if not workplace.hours.are_now(now) or now.time() < workplace.partnership.hours.digest_at:
        return
    addresses = readers(workplace.partnership)
    if workplace.outbox.knows(_key(now.date(), address) for address in addresses):
        return
    day = await observe(workplace, now.date(), roster)
    parts = sections(day, workplace.hours.days)
    notes = _notes(workplace, day.today)
    written = workplace.writer.digest(parts, today=day.today, notes=notes)
    await perform(decide(written, addresses, today=day.today))


async def observe(workplace: Workplace, today: date, roster: Roster) -> Day:
    """Read what the digest is made of; the roster has been read already."""
    since = workplace.hours.days.shift(today, -1)
    still_open = await OpenEntries.observe(workplace.register)
    held = await workplace.register.rows(Notice, workplace.register.where(Notice, "state", (HELD,)))
    return Day(
        today=today,
        since=since,
        entries=still_open.rows,
        held=[kept.row for kept in held],
        milestones=still_open.milestones(workplace.partnership.clocks, workplace.hours),
        links=still_open.links,
        posts=_new_hands(workplace, roster, since=since, today=today),
        names=workplace.register.names,
        manager=workplace.partnership.team.title("business_manager"),
    )


def _new_hands(workplace: Workplace, roster: Roster, *, since: date, today: date) -> list[Line]:
    """Say which posts of the Members, and which leads of agencies, have changed."""
    posts = [
        Line(kept.row.role, in_new_hands(kept.row, workplace.partnership, today=today), kept.link)
        for kept in roster.posts
        if kept.row.changed_on and kept.row.changed_on >= since
    ]
    leads = [
        Line(kept.row.name, "has another lead", kept.link)
        for kept in roster.agencies
        if kept.row.changed_on and kept.row.changed_on >= since
    ]
    return [*posts, *leads]


def _notes(workplace: Workplace, today: date) -> tuple[str, ...]:
    """Say for the foot of the digest what is wrong with lists, posts and the Meeting Schedule."""
    partnership = workplace.partnership
    turns = out_of_turn(partnership.meetings, partnership.meeting.quorum, today=today)
    return (*workplace.register.unreadable, *vacancies(partnership), *turns)


def readers(partnership: Partnership) -> tuple[str, ...]:
    """Give the addresses that get the digest, each once."""
    team = partnership.team
    return tuple(dict.fromkeys(team.address(post) for post in team.digest_to))


def vacancies(partnership: Partnership) -> list[str]:
    """Say which posts nobody holds, for the foot of the digest; statutory partners come first."""
    team = partnership.team
    posts = (team.title(post).lower() for post in team.vacancies)
    vacant = [member for member in partnership.members if not member.email]
    partners = [
        f"{member.statutory}, a statutory partner, has nobody in its post: {member.role}"
        for member in vacant
        if member.statutory
    ]
    others = (member.role for member in vacant if not member.statutory)
    return [*partners, *(f"nobody holds the post: {post}" for post in (*posts, *others))]


def decide(written: Written, addresses: Iterable[str], *, today: date) -> list[Effect]:
    """Give one notice for each reader; one mail each, never several recipients."""
    return [
        QueueNotice(
            Notice(
                key=_key(today, address),
                kind=NoticeKind.DIGEST,
                recipient=address,
                subject=written.subject,
                body=written.body,
                why="daily digest",
            )
        )
        for address in addresses
    ]


def _key(today: date, address: str) -> str:
    return digest("digest", today.isoformat(), address)
