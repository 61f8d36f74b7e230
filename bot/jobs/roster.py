"""The roster: members as the team keeps them, and the handing over of a leaver's work."""

from collections.abc import AsyncIterator, Callable
from datetime import datetime, timedelta

from bot.jobs.open_cases import OpenCases
from bot.jobs.register import Kept, Register
from bot.jobs.workplace import Workplace
from bot.partnership import Partnership
from bot.process.effects import ChangeEntry, Effect, Perform, Tell
from bot.process.entry import Entry
from bot.process.history import told
from bot.process.keys import digest
from bot.process.member import MemberPost, handed_on

FRESH = timedelta(minutes=1)
EVERY_POST = "fields/Role gt ''"


class Roster:
    """Gives the partnership with the members of this moment; the list is read once a minute."""

    def __init__(
        self, register: Register, partnership: Partnership, clock: Callable[[], datetime]
    ) -> None:
        self._register = register
        self._configured = partnership
        self._clock = clock
        self._known: tuple[datetime, Partnership] | None = None

    async def partnership(self) -> Partnership:
        """Give the partnership; the configured members stand while the list is empty."""
        now = self._clock()
        if self._known and now < self._known[0] + FRESH:
            return self._known[1]
        posts = await self._register.rows(MemberPost, EVERY_POST)
        members = tuple(kept.row.member for kept in posts) or self._configured.members
        partnership = self._configured.model_copy(update={"members": members})
        self._known = (now, partnership)
        return partnership


async def seed(register: Register, partnership: Partnership) -> AsyncIterator[str]:
    """Fill an empty Members list from the configuration, telling each post."""
    if await register.rows(MemberPost, EVERY_POST):
        return
    for member in partnership.members:
        await register.add(MemberPost.of(member), key="Key")
        yield f"added to Members: {member.role}"


async def hand_over(workplace: Workplace, perform: Perform) -> None:
    """Hand on what leavers have open, and remember who holds each post now."""
    posts = await workplace.register.rows(MemberPost, EVERY_POST)
    leavers = [kept for kept in posts if kept.row.has_a_leaver]
    if leavers:
        cases = await OpenCases.observe(workplace.register)
        for post in leavers:
            await perform(_handing_over(workplace, post, cases))
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
