"""The roster: members and agencies as the team keeps them, and what leavers hand over."""

from collections.abc import AsyncIterator, Callable, Sequence
from datetime import datetime, timedelta
from typing import TypeVar

from bot.jobs.kept import Kept
from bot.jobs.open_cases import OpenCases
from bot.jobs.outbox import MARKER
from bot.jobs.register import Register
from bot.jobs.workplace import Workplace
from bot.m365 import UnableToUseMicrosoft365
from bot.mail import Agency, Correspondents
from bot.partnership import Partnership
from bot.process.agency import KnownAgency
from bot.process.columns import Row
from bot.process.effects import ChangeEntry, Effect, Perform, Tell
from bot.process.entry import Entry
from bot.process.history import told
from bot.process.keys import digest
from bot.process.member import MemberPost, handed_on
from bot.process.registers import Names

FRESH = timedelta(minutes=1)
EVERY_POST = "fields/Role gt ''"
EVERY_AGENCY = "fields/Name gt ''"
R = TypeVar("R", bound=Row)


class Roster:
    """Gives the partnership with the members and agencies of this moment.

    Their lists are read once a minute. One that cannot be read, or is empty, leaves what was known
    last, at first what is configured; the log and the digest say so.
    """

    def __init__(
        self, register: Register, partnership: Partnership, clock: Callable[[], datetime]
    ) -> None:
        self._register = register
        self._last = self._configured = partnership
        self._clock = clock
        self._read_on: datetime | None = None

    async def partnership(self) -> Partnership:
        """Give the partnership; the configured members and agencies stand while lists are empty."""
        now = self._clock()
        if self._read_on and now < self._read_on + FRESH:
            return self._last
        posts = await self._rows(MemberPost, EVERY_POST)
        known = await self._rows(KnownAgency, EVERY_AGENCY)
        changes: dict[str, object] = {}
        if posts is not None:
            members = tuple(kept.row.member for kept in posts)
            changes["members"] = members or self._configured.members
        if known is not None:
            agencies = tuple(kept.row.agency for kept in known)
            changes["agencies"] = agencies or self._configured.agencies
        self._last, self._read_on = self._last.model_copy(update=changes), now
        return self._last

    async def known(self) -> Partnership:
        """Give the partnership as last read: mail that comes in asks nothing more of the lists."""
        return self._last if self._read_on else await self.partnership()

    async def _rows(self, row: type[R], where: str) -> Sequence[Kept[R]] | None:
        try:
            return await self._register.rows(row, where)
        except UnableToUseMicrosoft365 as error:
            self._register.note(row, f"cannot be read, the rows last known are used: {error}")
            return None


async def seed(register: Register, partnership: Partnership) -> AsyncIterator[str]:
    """Fill the Members and Agencies from the configuration where empty, telling each row."""
    if not await register.rows(MemberPost, EVERY_POST):
        for member in partnership.members:
            await register.add(MemberPost.of(member), key="Key")
            yield f"added to {register.names.list_of(MemberPost)}: {member.role}"
    if not await register.rows(KnownAgency, EVERY_AGENCY):
        for agency in partnership.agencies:
            await register.add(KnownAgency.of(agency), key="Key")
            yield f"added to {register.names.list_of(KnownAgency)}: {agency.name}"


def correspondents(partnership: Partnership) -> Correspondents:
    """Give those who write to the mailbox, as the mail room knows them."""
    agencies = (
        Agency(agency.name, frozenset(agency.domains), agency.type)
        for agency in partnership.agencies
    )
    return Correspondents(
        mailbox=partnership.mailbox,
        own_domains=frozenset(partnership.own_domains),
        free_mail_domains=frozenset(partnership.free_mail_domains),
        agencies=tuple(agencies),
        prefixes=Names.of(partnership).prefixes,
        marker=MARKER,
    )


async def hand_over(workplace: Workplace, perform: Perform) -> None:
    """Hand on what leavers have open, and remember who holds each post now."""
    posts = await workplace.register.rows(MemberPost, EVERY_POST)
    leavers = [kept for kept in posts if kept.row.has_a_leaver]
    if leavers:
        cases = await OpenCases.observe(workplace.register)
        agencies = await workplace.register.rows(KnownAgency, EVERY_AGENCY)
        for post in leavers:
            leads = _leads(post.row, agencies, post.row.successor(workplace.partnership.team))
            await perform([*leads, *_handing_over(workplace, post, cases)])
    for post in posts:
        if post.row.holder and not post.row.held_by:
            await perform([_remembering(post)])


def _handing_over(workplace: Workplace, post: Kept[MemberPost], cases: OpenCases) -> list[Effect]:
    leaver, successor = post.row.held_by, post.row.successor(workplace.partnership.team)
    effects: list[Effect] = []
    references: list[str] = []
    for kept in cases.kept:
        changes = handed_on(kept.row, leaver=leaver, successor=successor)
        if changes:
            references.append(kept.row.reference)
            effects.append(_change(workplace, kept, changes, post.row.role))
    letter = [_letter(successor, post.row, references)] if references else []
    return [*letter, *effects, _remembering(post)]


def _leads(
    post: MemberPost, agencies: Sequence[Kept[KnownAgency]], successor: str
) -> list[ChangeEntry]:
    """Put the successor where the leaver is chased as the lead of an agency."""
    changes = {"lead": successor}
    return [
        ChangeEntry(KnownAgency, kept.id, kept.etag, f"the lead of {kept.row.key[:12]}", changes)
        for kept in agencies
        if kept.row.lead.strip().casefold() == post.held_by.casefold()
    ]


def _change(
    workplace: Workplace, kept: Kept[Entry], changes: dict[str, str], role: str
) -> ChangeEntry:
    entry = kept.row
    history = told(
        entry.history, at=workplace.clock(), who="the register", what=f"handed over: {role}"
    )
    named = {**changes, "history": history}
    return ChangeEntry(type(entry), kept.id, kept.etag, entry.reference, named)


def _letter(successor: str, post: MemberPost, references: list[str]) -> Tell:
    return Tell(
        template="handover.md",
        recipient=successor,
        reference=references[0],
        key=digest("handover", post.held_by, successor, *references),
        facts={"role": post.role, "references": references},
    )


def _remembering(post: Kept[MemberPost]) -> ChangeEntry:
    holder = {"held_by": post.row.holder}
    return ChangeEntry(MemberPost, post.id, post.etag, f"the post {post.row.role}", holder)
