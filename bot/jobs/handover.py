"""Handing over: what is open with somebody who leaves a post goes to the next, who is told.

Letters first, then the entries, the Agencies and Members last: a process that dies on the way does
the rest when it runs again, and nobody is written to twice.
"""

import logging
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from bot.jobs.kept import Kept
from bot.jobs.open_entries import OpenEntries
from bot.jobs.register import UnableToFindRow
from bot.jobs.roster import Roster
from bot.jobs.workplace import Workplace
from bot.m365 import PreconditionFailed
from bot.partnership import Partnership
from bot.process.agency import KnownAgency
from bot.process.columns import UnableToReadRow
from bot.process.effects import ChangeEntry, Effect, Perform, Tell
from bot.process.entry import Entry
from bot.process.handover import (
    Handed,
    HandOver,
    deleted,
    duties,
    hand_overs,
    handed_on,
    new_lead,
)
from bot.process.history import REGISTER, told
from bot.process.keys import digest
from bot.process.member import MemberPost

log = logging.getLogger(__name__)
References = Mapping[HandOver, Sequence[Handed]]


async def hand_over(workplace: Workplace, perform: Perform, *, roster: Roster) -> None:
    """Hand on what leavers have open, and remember who holds each post now."""
    gone = [kept for kept in roster.missing.values() if await _is_deleted(workplace, kept)]
    there = [kept.row for kept in roster.posts]
    posts = (*there, *(deleted(kept.row, there) for kept in gone))
    overs = [over for post in posts for over in hand_overs(post, workplace.partnership)]
    for kept in roster.agencies:
        overs += new_lead(kept.row, workplace.partnership)
    remembered = [
        *(effect for kept in roster.agencies for effect in _led(workplace, kept, overs)),
        *(effect for post in roster.posts for effect in _remembered(workplace, post, overs)),
    ]
    if not (remembered or gone):
        return
    try:
        handed = await _handed_over(workplace, overs) if overs else []
        await perform([*handed, *remembered])
    except PreconditionFailed:
        log.info("a row was edited while it was handed over: looked at again")
    else:
        for post in gone:
            del roster.missing[post.id]
    roster.forget()


async def _is_deleted(workplace: Workplace, kept: Kept[MemberPost]) -> bool:
    """Tell whether a row is gone, and not merely without a role or left unreadable."""
    try:
        await workplace.register.again(kept)
    except UnableToFindRow:
        return True
    except UnableToReadRow:
        return False
    return False


async def _handed_over(workplace: Workplace, overs: Sequence[HandOver]) -> list[Effect]:
    still_open = await OpenEntries.observe(workplace.register)
    references: defaultdict[HandOver, list[Handed]] = defaultdict(list)
    entries: list[Effect] = []
    for kept in still_open.kept:
        entries += _entry(workplace, kept, overs, references)
    return [*_letters(workplace, overs, references), *entries]


def _entry(
    workplace: Workplace,
    kept: Kept[Entry],
    overs: Iterable[HandOver],
    references: Mapping[HandOver, list[Handed]],
) -> list[Effect]:
    """Change an entry in one go by all that changed hands, noting which hand-over took it along."""
    row, changes = kept.row, dict[str, Any]()
    for over in overs:
        if moved := handed_on(row, over):
            references[over].append(Handed.of(row, moved))
            history = told(row.history, at=workplace.clock(), who=REGISTER, what=over.mark)
            changes |= {**moved, "history": history}
            row = row.model_copy(update=changes)
    named = (type(row), kept.id, kept.etag, row.reference)
    return [ChangeEntry(*named, changes)] if changes else []


def _led(
    workplace: Workplace, kept: Kept[KnownAgency], overs: Iterable[HandOver]
) -> list[ChangeEntry]:
    """Put the successor where a leaver leads an agency, and remember who leads it."""
    agency = kept.row
    heirs = (over.successor for over in overs if over.lead_goes(agency.agency))
    lead = next(heirs, agency.lead.strip())
    if lead == agency.lead_seen:
        return []
    changed = {"changed_on": workplace.today} if agency.lead_seen else {}
    changes = {"lead": lead, "lead_seen": lead, **changed}
    named = f"the lead of {agency.key[:12]}"
    return [ChangeEntry(KnownAgency, kept.id, kept.etag, named, changes)]


def _letters(
    workplace: Workplace, overs: Iterable[HandOver], references: References
) -> Iterable[Tell]:
    """Tell each successor once what is now theirs; a deputy only where something is open."""
    today = workplace.today
    for over in overs:
        open_now = references.get(over, ())
        with_it = () if over.as_deputy else duties(over.post, _after(workplace, overs), today=today)
        if open_now or with_it:
            yield _letter(over, open_now, with_it)


def _letter(over: HandOver, references: Sequence[Handed], with_it: Sequence[str]) -> Tell:
    post = over.post
    since = str(post.changed_on or "")
    return Tell(
        template="handover.md",
        recipient=over.successor,
        reference=references[0].reference if references else f"the post {post.role}",
        key=digest("handover", post.role, post.organisation, over.leaver, over.successor, since),
        facts={"role": post.role, "references": references, "duties": with_it},
    )


def _after(workplace: Workplace, overs: Iterable[HandOver]) -> Partnership:
    """Give the partnership as it is when the agencies have their new leads."""
    overs = tuple(overs)

    def lead(agency: Any) -> str:
        found = (over.successor for over in overs if over.lead_goes(agency))
        return next(found, agency.lead)

    partnership = workplace.partnership
    agencies = (a.model_copy(update={"lead": lead(a)}) for a in partnership.agencies)
    return partnership.model_copy(update={"agencies": tuple(agencies)})


def _remembered(
    workplace: Workplace, post: Kept[MemberPost], overs: Iterable[HandOver]
) -> list[Effect]:
    changes = post.row.to_remember(workplace.partnership.team)
    own = [over for over in overs if over.post is post.row]
    if own:
        changes["changed_on"] = workplace.today
    if post.row.deputy_is_senior and any(over.as_deputy for over in own):
        changes["deputy_is_senior"] = ""  # it was said of the deputy before
    named = f"the post {post.row.role}"
    return [ChangeEntry(MemberPost, post.id, post.etag, named, changes)] if changes else []
