"""Hand-overs: whose open work goes to whom when a post of the Members changes hands.

A post is handed on when its address changes or it falls vacant: to the new holder, else to the
deputy, else to the team's fallback. Whoever stood in gives it back when the post is filled again,
and a deputy who leaves is replaced wherever the old address stands.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Self

from pydantic.alias_generators import to_pascal

from bot.partnership import Agency, Partnership
from bot.process.addresses import addresses_in
from bot.process.agency import KnownAgency
from bot.process.agency_request import AgencyRequest
from bot.process.columns import ColumnKind
from bot.process.days import in_words
from bot.process.entry import Entry
from bot.process.guests import known_addresses
from bot.process.history import REGISTER
from bot.process.keys import same_words
from bot.process.member import MemberPost
from bot.process.quoracy import chair_of

HANDED_OVER = "handed over: "  # and the role of the post, in an entry's history
NEVER_HANDED_ON = frozenset({"contact", "form_sent_to", "returned_by"})  # what was, stays
STANDING_BY = {"chair": "Chair", "deputy": "deputy"}  # columns of whom the late is told to
NAMES = frozenset({"lead", "owner", "lead_reviewer"})  # columns in which people write names


@dataclass(frozen=True, slots=True)
class HandOver:
    """What one person no longer does for a post, and who does it now; addresses.

    `gone`: the leaver is nobody to the partnership any more, so that all of it is handed on. Of
    somebody who stays in another post only what belongs to this one is.
    """

    post: MemberPost
    leaver: str
    successor: str
    gone: bool
    as_deputy: bool = False

    @property
    def mark(self) -> str:
        """What the history of an entry says of it."""
        return f"{HANDED_OVER}{' '.join(self.post.role.split())}"

    @property
    def name(self) -> str:
        """What people call whoever has the post now: by name, or by the post while it is vacant."""
        return (self.post.holder and self.post.name) or self.post.role

    def takes(self, entry: Entry) -> bool:
        """Tell whether an entry goes along: all do from somebody gone, else those of the post."""
        requests = isinstance(entry, AgencyRequest) and same_words(entry.agency)
        marked = any(
            line.endswith(f"{REGISTER}: {self.mark}") for line in entry.history.split("\n")
        )
        return self.gone or marked or (bool(requests) and requests == same_words(self.post.agency))

    def column_goes(self, name: str) -> bool:
        """Tell whether a column is handed on: a deputy stays one while standing in."""
        return self.gone or (name == "deputy") == self.as_deputy

    def lead_goes(self, agency: Agency) -> bool:
        """Tell whether the leaver was chased as an agency's lead, and is no more."""
        same = self.leaver.casefold() == agency.lead.casefold()
        return same and not self.as_deputy and (self.gone or agency.name == self.post.agency)


@dataclass(frozen=True, slots=True)
class Handed:
    """An entry that went along, and as what: `role` is empty for whoever has it to do."""

    reference: str
    role: str

    @classmethod
    def of(cls, entry: Entry, changed: Iterable[str]) -> Self:
        """Say it from the columns that changed: deputy and Chair hear of what is late."""
        roles = [STANDING_BY.get(name, "") for name in changed]
        return cls(entry.reference, roles[0] if all(roles) else "")


def hand_overs(post: MemberPost, partnership: Partnership) -> tuple[HandOver, ...]:
    """Give what changed hands in a post since the service last looked."""
    still_here, successor = known_addresses(partnership), post.successor(partnership.team)
    deputy = post.deputy_address.strip() or successor

    def gone(address: str) -> bool:
        return address.casefold() not in still_here

    found = (
        HandOver(post, post.held_by, successor, gone(post.held_by)),
        HandOver(post, post.deputy_seen, deputy, gone(post.deputy_seen), as_deputy=True),
        HandOver(post, post.stood_in, successor, gone=False),
    )
    return tuple(
        each
        for each in found
        if each.leaver and each.leaver.casefold() != each.successor.casefold()
    )


def deleted(post: MemberPost, others: Iterable[MemberPost]) -> MemberPost:
    """Give a post whose row a person deleted as whoever has it now: its twin's holder, or nobody.

    Its twin answers for the same agency, or bears the same name in the same organisation.
    """

    def is_twin(other: MemberPost) -> bool:
        same_name = (other.role, other.organisation) == (post.role, post.organisation)
        return bool(other.holder) and (same_name or other.agency == post.agency != "")

    twin = next(filter(is_twin, others), None)
    names = ("name", "address", "deputy_address")
    return post.model_copy(update={name: getattr(twin, name, "") for name in names})


def new_lead(agency: KnownAgency, partnership: Partnership) -> tuple[HandOver, ...]:
    """Give what changed hands where the team wrote another lead into the Agencies list.

    The new lead is told. What is open moves only from somebody gone: a lead may be a member too.
    """
    leaver, lead = agency.lead_seen, agency.lead.strip()
    if not leaver or leaver.casefold() == lead.casefold():
        return ()
    others = {a.lead.casefold() for a in partnership.agencies if a.name != agency.name}
    gone = leaver.casefold() not in known_addresses(partnership) | others
    post = MemberPost(
        role=f"lead of {agency.name}", address=lead, changed_on=agency.changed_on, agency=""
    )
    return (HandOver(post, leaver, post.successor(partnership.team), gone),)


def handed_on(entry: Entry, hand_over: HandOver) -> dict[str, str]:
    """Give the changes that put a successor in a leaver's place, in every column that goes."""
    if not hand_over.takes(entry):
        return {}
    changes: dict[str, str] = {}
    for name in sorted(filter(hand_over.column_goes, type(entry).model_fields)):
        before = str(getattr(entry, name) or "")
        after = _replaced(before, hand_over, is_prose=_is_prose(entry, name))
        if name in NAMES and _is_their_name(before, hand_over):
            after = hand_over.name
        if after != before and name not in NEVER_HANDED_ON:
            changes[name] = after
    return changes


def _is_prose(entry: Entry, name: str) -> bool:
    """Tell whether a column is for whole sentences: addresses in them are nobody to write to."""
    return entry.columns()[to_pascal(name)].kind is ColumnKind.NOTE


def _replaced(before: str, hand_over: HandOver, *, is_prose: bool) -> str:
    addresses, gone = addresses_in(before), hand_over.leaver.casefold()
    if is_prose and not all("@" in word for word in before.split()):
        return before
    after = [hand_over.successor if a.casefold() == gone else a for a in addresses]
    return before if after == list(addresses) else "; ".join(dict.fromkeys(after))


def _is_their_name(before: str, hand_over: HandOver) -> bool:
    known = same_words(hand_over.post.name_seen)
    return bool(known) and not hand_over.as_deputy and same_words(before) == known


def chairing(address: str, partnership: Partnership, *, today: date) -> tuple[str, ...]:
    """Say which meetings of the schedule somebody chairs, or stands by to chair, from a day on."""
    coming = sorted((m for m in partnership.meetings if m.on >= today), key=lambda m: m.on)
    turns = (
        (f"{what} of the {partnership.words.review_group} on {in_words(m.on)}", partner)
        for m in coming
        for what, partner in (("Chair", m.chair), ("deputy chair", m.deputy))
    )
    return tuple(
        said
        for said, partner in turns
        if partner and chair_of(partner, partnership).casefold() == address.casefold()
    )


def duties(post: MemberPost, partnership: Partnership, *, today: date) -> tuple[str, ...]:
    """Say what comes with a post by itself: agencies led, meetings chaired."""
    address = post.successor(partnership.team)
    leads = _leads(address, partnership.agencies)
    return (*leads, *chairing(address, partnership, today=today))


def in_new_hands(post: MemberPost, partnership: Partnership, *, today: date) -> str:
    """Say for the digest how a post stands that has changed hands."""
    standing = "has a new holder or deputy"
    if not post.holder:
        stands_in = "its deputy" if post.deputy_address.strip() else "the team's fallback"
        standing = f"is vacant: {stands_in} stands in"
    return "; ".join((standing, *duties(post, partnership, today=today)))


def _leads(address: str, agencies: Iterable[Agency]) -> Iterable[str]:
    return (f"lead of {a.name}" for a in agencies if a.lead.casefold() == address.casefold())
