"""Quoracy: whether a meeting may decide, told beforehand from the replies in the calendar.

Every statutory partner of the quorum must attend, by a member or by the deputy in the member's
place. Somebody who is neither needs the Chair's agreement first.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from bot.partnership import Member, Partnership
from bot.process.guests import known_addresses

ATTENDS, BY_PROXY = "attends", "attends by proxy"
DECLINED, UNSURE = "declined, no proxy named", "not certain"
SILENT, NOBODY = "no answer yet", "nobody holds the post"
PRESENT = (ATTENDS, BY_PROXY)


@dataclass(frozen=True, slots=True)
class Quoracy:
    """How each partner of the quorum stands, and how many attendees need the Chair's agreement."""

    partners: tuple[tuple[str, str], ...]
    strangers: int

    @property
    def is_quorate(self) -> bool:
        """Tell whether every partner attends, as far as the replies go."""
        return all(standing in PRESENT for _, standing in self.partners)

    @property
    def told(self) -> str:
        """Say it in one line, naming partners and nobody."""
        standings = "; ".join(f"{partner}: {standing}" for partner, standing in self.partners)
        verdict = "quorate" if self.is_quorate else "not quorate yet"
        others = f"; {self.strangers} not members: the Chair must agree" if self.strangers else ""
        return f"{verdict} ({standings}){others}"


def quoracy(
    partnership: Partnership, replies: Mapping[str, str], *, welcome: Iterable[str] = ()
) -> Quoracy:
    """Judge the replies, by address: accepted, declined, tentativelyAccepted or none of these.

    `welcome` are addresses of those who are no members and may attend all the same.
    """
    answers = {address.casefold(): answer for address, answer in replies.items()}
    members = partnership.members
    known = known_addresses(partnership) | {address.casefold() for address in welcome}
    return Quoracy(
        tuple((name, _standing(name, members, answers)) for name in partnership.meeting.quorum),
        strangers=len(answers.keys() - known),
    )


def _standing(partner: str, members: Iterable[Member], answers: Mapping[str, str]) -> str:
    posts = [member for member in members if member.statutory == partner]
    own = [answers.get(post.email.casefold(), "") for post in posts if post.email]
    proxies = [answers.get(post.deputy.casefold(), "") for post in posts if post.deputy]
    if "accepted" in own:
        return ATTENDS
    if "accepted" in proxies:
        return BY_PROXY
    if not own and not any(proxies):
        return NOBODY
    if "tentativelyAccepted" in (*own, *proxies):
        return UNSURE
    return DECLINED if own and set(own) == {"declined"} else SILENT


def chair_of(partner: str, partnership: Partnership) -> str:
    """Give the address of the member who chairs for a partner; the fallback if nobody does."""
    posts = [m for m in partnership.members if partner in (m.statutory, m.organisation)]
    held = [post.email or post.deputy for post in posts]
    return next(filter(None, held), partnership.team.fallback)
