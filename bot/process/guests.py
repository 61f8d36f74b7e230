"""Who attends a meeting: its own people, others once the Chair agrees, and what people changed.

Members, their deputies and the business team may be asked to any meeting. Whoever is none of these
needs the Chair's agreement first.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from bot.partnership import Partnership, Team


@dataclass(frozen=True, slots=True)
class Guests:
    """Who is to be invited, and who waits for the Chair's agreement; addresses."""

    invited: tuple[str, ...]
    waiting: tuple[str, ...]


def guests(
    own: Iterable[str], *, others: Iterable[str], agreed: Iterable[str], partnership: Partnership
) -> Guests:
    """Say who of the `others` that a person asks for joins a meeting's `own` people."""
    own, others, agreed = each_once(own), each_once(others), each_once(agreed)
    welcome = {a.casefold() for a in (*own, *agreed)} | known_addresses(partnership)
    waiting = tuple(a for a in others if a.casefold() not in welcome)
    admitted = [a for a in others if a.casefold() in welcome]
    return Guests(each_once((*own, *admitted, *agreed)), waiting)


def known_addresses(partnership: Partnership) -> set[str]:
    """Give the addresses of members, deputies, team and mailbox, folded for comparison."""
    team = (getattr(partnership.team, post).email for post in Team.posts())
    members = (a for m in partnership.members for a in (m.email, m.deputy))
    own = (partnership.mailbox, partnership.team.fallback)
    return {address.casefold() for address in (*members, *team, *own) if address}


def each_once(addresses: Iterable[str]) -> tuple[str, ...]:
    """Give each address once, however it is spelt; what is no address is left out."""
    return tuple({address.casefold(): address for address in addresses if "@" in address}.values())


def attending(
    there: Sequence[str], *, wanted: Sequence[str], invited: Sequence[str]
) -> tuple[str, ...]:
    """Give who is to stand in the event: `there` now, `wanted` now, `invited` by the service.

    A person's edit of the event wins: whom a person added stays, whom a person took out is not
    invited again; only those go whom the service invited and no longer wants.
    """
    now, known, asked = (
        {address.casefold() for address in group} for group in (there, invited, wanted)
    )
    staying = [a for a in there if a.casefold() in asked or a.casefold() not in known]
    new = [a for a in wanted if a.casefold() not in now | known]
    return (*staying, *new)
