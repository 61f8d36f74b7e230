"""Quoracy: whether a meeting may decide, told beforehand from the replies in the calendar.

Every statutory partner of the quorum must attend, by a member or by a proxy of similar seniority:
the deputy, or a colleague to whom the Chair has agreed. Whoever is neither member nor deputy needs
the Chair's agreement first.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain

from bot.partnership import Member, Partnership
from bot.process.guests import known_addresses

ATTENDS, BY_PROXY = "attends", "attends by proxy"
BY_SOMEBODY = "attends by a proxy of unknown seniority"
BY_A_JUNIOR = "only a proxy of lesser seniority attends"
DECLINED, UNSURE = "declined, no proxy named", "not certain"
SILENT, NOBODY = "no answer yet", "nobody holds the post"
PROXIES = (BY_PROXY, BY_SOMEBODY, BY_A_JUNIOR)  # the one who counts for most first
PRESENT = (ATTENDS, BY_PROXY, BY_SOMEBODY)


@dataclass(frozen=True, slots=True)
class Proxy:
    """Somebody in a member's place of whom the Chair is asked; `address` goes into no mail.

    `is_deputy`: of a member, as the Members list has it; else no member at all.
    """

    partner: str
    address: str
    standing: str
    is_deputy: bool


@dataclass(frozen=True, slots=True)
class Quoracy:
    """How each partner of the quorum stands, and how many attendees need the Chair's agreement.

    `proxies` are those whose seniority is not known, or known to be lesser.
    """

    partners: tuple[tuple[str, str], ...]
    strangers: int
    proxies: tuple[Proxy, ...]

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


@dataclass(frozen=True, slots=True)
class _Replies:
    """The replies by address in small letters; who is known, and whom the Chair has agreed to."""

    answers: Mapping[str, str]
    known: frozenset[str]
    agreed: frozenset[str]

    def of(self, address: str) -> str:
        return self.answers.get(address.casefold(), "")

    def strangers(self) -> list[str]:
        return sorted(self.answers.keys() - self.known - self.agreed)


def quoracy(
    partnership: Partnership,
    answers: Mapping[str, str],
    *,
    welcome: Iterable[str] = (),
    agreed: Iterable[str] = (),
) -> Quoracy:
    """Judge the replies, by address: accepted, declined, tentativelyAccepted or none of these.

    `welcome` are addresses of those who are no members and may attend all the same, `agreed` those
    to whom the Chair has agreed: they may stand in for a member of their own house.
    """
    members = known_addresses(partnership)
    replies = _Replies(
        answers={address.casefold(): answer for address, answer in answers.items()},
        known=frozenset(members | {address.casefold() for address in welcome}),
        agreed=frozenset(address.casefold() for address in agreed) - members,
    )
    posts = {
        name: [member for member in partnership.members if member.statutory == name]
        for name in partnership.meeting.quorum
    }
    standings = tuple((name, _standing(held, replies)) for name, held in posts.items())
    asked = (_asked_about(name, how, posts[name], replies) for name, how in standings)
    return Quoracy(standings, len(replies.strangers()), tuple(chain.from_iterable(asked)))


def _standing(posts: Sequence[Member], replies: _Replies) -> str:
    own = [replies.of(post.email) for post in posts if post.email]
    deputies = [replies.of(post.deputy) for post in posts if post.deputy]
    standing_in = [post for post in posts if replies.of(post.deputy) == "accepted"]
    if "accepted" in own:
        return ATTENDS
    if standing_in:
        return min((_by_deputy(post) for post in standing_in), key=PROXIES.index)
    absent = set(own) <= {"declined"}
    if absent and any(replies.of(a) == "accepted" for a in _of_the_house(posts, replies.agreed)):
        return BY_PROXY
    if not own and not any(deputies):
        return NOBODY
    if "tentativelyAccepted" in (*own, *deputies):
        return UNSURE
    return DECLINED if own and absent else SILENT


def _by_deputy(post: Member) -> str:
    """Tell how a deputy counts, by what the team has recorded of the deputy's seniority."""
    known = {True: BY_PROXY, False: BY_A_JUNIOR, None: BY_SOMEBODY}
    return known[post.deputy_is_senior]


def _asked_about(
    partner: str, standing: str, posts: Sequence[Member], replies: _Replies
) -> Iterator[Proxy]:
    """Give who stands in for a partner without being known to be of similar seniority."""
    if standing in (BY_SOMEBODY, BY_A_JUNIOR):
        for post in posts:
            if replies.of(post.deputy) == "accepted":
                yield Proxy(partner, post.deputy.casefold(), standing, is_deputy=True)
    if standing in (DECLINED, NOBODY):
        for address in _of_the_house(posts, replies.strangers()):
            if replies.of(address) != "declined":
                yield Proxy(partner, address, standing, is_deputy=False)


def _of_the_house(posts: Iterable[Member], addresses: Iterable[str]) -> list[str]:
    """Give those addresses that are of a member's own domain."""
    houses = {_house(a) for member in posts for a in (member.email, member.deputy) if a}
    return [address for address in addresses if _house(address) in houses]


def _house(address: str) -> str:
    return address.casefold().rpartition("@")[2]


def chair_of(partner: str, partnership: Partnership) -> str:
    """Give the address of the member who chairs for a partner; the fallback if nobody does."""
    posts = [m for m in partnership.members if partner in (m.statutory, m.organisation)]
    held = [post.email or post.deputy for post in posts]
    return next(filter(None, held), partnership.team.fallback)
