"""What happened since the last look, as the Notices, the Meetings and the library show it."""

from collections import defaultdict
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Generic, TypeVar

from bot.jobs.cursors import Cursors
from bot.jobs.editions import editions
from bot.jobs.kept import Kept
from bot.jobs.rounds import pages
from bot.jobs.workplace import Workplace
from bot.m365 import LibraryPaper, UnableToUseMicrosoft365
from bot.mail import references
from bot.process.columns import Row
from bot.process.happenings import Happening, Stood, paper_filed
from bot.process.meeting import Meeting
from bot.process.meeting_history import of_meeting
from bot.process.notice import Notice
from bot.process.notice_history import of_notice, people_came_between

T = TypeVar("T")
R = TypeVar("R", bound=Row)


@dataclass(frozen=True, slots=True)
class Happened:
    """What happened to which entry, by its reference.

    `read_up_to` are the links to keep once that is written, by cursor; `troubles` say what could
    not be read.
    """

    to: Mapping[str, Sequence[Happening]]
    read_up_to: Mapping[str, str]
    troubles: Sequence[UnableToUseMicrosoft365]


@dataclass(frozen=True, slots=True)
class Page(Generic[T]):
    """One page of what changed in a place; exactly one of the links is set."""

    changed: Sequence[T]
    next_link: str | None
    delta_link: str | None


@dataclass(frozen=True, slots=True)
class Place(Generic[T]):
    """Where things happen: how its changes are read, and what each of them tells.

    `cursor` is under what name it is kept how far they were read.
    """

    cursor: str
    read: Callable[[str | None], Awaitable[Page[T]]]
    tell: Callable[[T], Awaitable[list[Happening]]]

    async def seen(self, cursors: Cursors) -> tuple[list[Happening], str]:
        """Read what happened since the cursor; gives the link to keep once that is written."""
        happened: list[Happening] = []
        link = ""
        async for page in pages(self.read, cursors.load(self.cursor), of=self.cursor):
            for changed in page.changed:
                happened += await self.tell(changed)
            link = page.delta_link or ""
        return happened, link


async def happened_since(workplace: Workplace, cursors: Cursors) -> Happened:
    """Read what happened since the cursors, in every place that can be read."""
    places, to = Places(workplace), defaultdict[str, list[Happening]](list)
    read_up_to: dict[str, str] = {}
    troubles: list[UnableToUseMicrosoft365] = []
    for place in (places.library, places.meetings, places.notices):
        try:
            seen, read_up_to[place.cursor] = await place.seen(cursors)
        except UnableToUseMicrosoft365 as trouble:
            troubles.append(trouble)
        else:
            for one in seen:
                to[one.entry].append(one)
    return Happened(to, read_up_to, troubles)


class Places:
    """The places where more happens to an entry than its own row tells."""

    def __init__(self, workplace: Workplace) -> None:
        self._work = workplace

    @property
    def notices(self) -> Place[Kept[Notice]]:
        """What was sent about an entry, or held."""
        return Place("history-notices", partial(self._rows, Notice), self._of_notice)

    @property
    def meetings(self) -> Place[Kept[Meeting]]:
        """When a review meets."""
        return Place("history-meetings", partial(self._rows, Meeting), self._of_meeting)

    @property
    def library(self) -> Place[LibraryPaper]:
        """What was filed with an entry, by the service or by people."""
        return Place("history-library", self._papers, self._of_paper)

    async def _rows(self, kind: type[R], link: str | None) -> Page[Kept[R]]:
        page = await self._work.register.changes(kind, link)
        return Page(page.rows, page.next_link, page.delta_link)

    async def _papers(self, link: str | None) -> Page[LibraryPaper]:
        page = await self._work.m365.library.changes(link)
        return Page(page.items, page.next_link, page.delta_link)

    async def _of_notice(self, kept: Kept[Notice]) -> list[Happening]:
        notice = kept.row
        if not self._is_entry(notice.entry):
            return []
        if people_came_between(notice, kept.edited_by):
            stood = await editions(self._work, kept)
        else:
            at = notice.sent_on or notice.queued_on or self._work.clock()
            stood = [Stood(at, kept.edited_by, notice)]
        named = references.in_texts((notice.attachment,), self._work.register.names.prefixes)
        review = next((other for other in named if other != notice.entry), "")
        return of_notice(stood, review=review)

    async def _of_meeting(self, kept: Kept[Meeting]) -> list[Happening]:
        if not self._is_entry(kept.row.entry):
            return []
        return of_meeting(await editions(self._work, kept))

    async def _of_paper(self, paper: LibraryPaper) -> list[Happening]:
        happening = paper_filed(paper.path, item_id=paper.id, at=paper.filed_on, who=paper.filed_by)
        return [happening] if happening.whom and self._is_entry(happening.entry) else []

    def _is_entry(self, reference: str) -> bool:
        return self._work.register.names.kind_of(reference) is not None
