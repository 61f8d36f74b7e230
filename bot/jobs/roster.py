"""The roster: members and agencies as the team keeps them."""

from collections.abc import AsyncIterator, Callable, Sequence
from datetime import datetime, timedelta
from typing import TypeVar

from bot.jobs.kept import Kept
from bot.jobs.outbox import MARKER
from bot.jobs.register import Register
from bot.m365 import UnableToUseMicrosoft365
from bot.mail import Agency, Correspondents, Stage
from bot.partnership import Partnership
from bot.process.agency import KnownAgency
from bot.process.columns import Row
from bot.process.member import MemberPost
from bot.process.names import Names

FRESH = timedelta(minutes=1)
EVERY_POST = "fields/Role gt ''"
EVERY_AGENCY = "fields/Name gt ''"
R = TypeVar("R", bound=Row)


class Roster:
    """Gives the partnership with the members and agencies of this moment.

    Their lists are read once a minute. One that cannot be read, or is empty, leaves what was known
    last, at first what is configured; the log and the digest say so. `posts` and `agencies` are the
    rows as last read; none where they could not be. `missing` are posts that this process has seen
    and does not see any more.
    """

    def __init__(
        self, register: Register, partnership: Partnership, clock: Callable[[], datetime]
    ) -> None:
        self._register = register
        self._last = self._configured = partnership
        self._clock = clock
        self._read_on: datetime | None = None
        self._seen: Sequence[Kept[MemberPost]] = ()
        self.posts: Sequence[Kept[MemberPost]] = ()
        self.agencies: Sequence[Kept[KnownAgency]] = ()
        self.missing: dict[str, Kept[MemberPost]] = {}

    async def partnership(self) -> Partnership:
        """Give the partnership; the configured members and agencies stand while lists are empty."""
        now = self._clock()
        if self._read_on and now < self._read_on + FRESH:
            return self._last
        posts = await self._rows(MemberPost, EVERY_POST)
        known = await self._rows(KnownAgency, EVERY_AGENCY)
        if posts:
            there = {kept.id for kept in posts}
            seen = self.missing | {kept.id: kept for kept in self._seen}
            self.missing = {key: kept for key, kept in seen.items() if key not in there}
            self._seen = posts
        self.posts, self.agencies = posts or (), known or ()
        changes: dict[str, object] = {}
        if posts is not None:
            members = tuple(kept.row.member for kept in posts)
            changes["members"] = members or self._configured.members
        if known is not None:
            agencies = tuple(kept.row.agency for kept in known)
            changes["agencies"] = agencies or self._configured.agencies
        self._last, self._read_on = self._last.model_copy(update=changes), now
        return self._last

    def forget(self) -> None:
        """Have the lists read anew when next asked for: they have just been changed."""
        self._read_on = None

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
    policy = partnership.escalations
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
        copies_from=Stage(policy.first_copied, policy.said(policy.first_copied)),
    )
