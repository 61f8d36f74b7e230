"""Who is told: posts of the business team, and the leads of the agencies in a disagreement."""

from collections.abc import Iterable
from dataclasses import dataclass

from bot.partnership import Agency, Partnership, Team
from bot.process.addresses import addresses_in
from bot.process.case import Case
from bot.process.clocks import AGENCY_LEADS
from bot.process.entry import Entry
from bot.process.escalation import Escalation, agencies_challenged
from bot.process.known_agencies import raising, writing_from


@dataclass(frozen=True, slots=True)
class Recipient:
    """An address and the post for which it is written to."""

    address: str
    post: str
    in_the_team: bool


def recipients(
    tell: Iterable[str], entry: Entry, partnership: Partnership
) -> tuple[Recipient, ...]:
    """Give each address once, in the order of the posts; a vacant post goes to the fallback."""
    found: dict[str, Recipient] = {}
    for post in tell:
        for recipient in _for_post(post, entry, partnership):
            found.setdefault(recipient.address.casefold(), recipient)
    return tuple(found.values())


def _for_post(post: str, entry: Entry, partnership: Partnership) -> Iterable[Recipient]:
    """Name who holds a post, leads an agency of the entry, or stands in a column of it."""
    if post in Team.posts():
        yield Recipient(partnership.team.address(post), post.replace("_", " "), in_the_team=True)
    elif post == AGENCY_LEADS:
        for agency in agencies_in(entry, partnership):
            yield Recipient(agency.lead, f"lead of {agency.name}", in_the_team=False)
    else:
        for address in addresses_in(getattr(entry, post)):
            yield Recipient(address, post.replace("_", " "), in_the_team=False)


def agencies_in(entry: Entry, partnership: Partnership) -> tuple[Agency, ...]:
    """Give the known agencies of an entry that have a lead to write to: raising, then challenged.

    A name that fits no agency, or more than one, names nobody: the business team is told anyway.
    """
    agencies = partnership.agencies
    if not isinstance(entry, Case):
        found: tuple[Agency | None, ...] = (writing_from(entry.contact, agencies),)
    else:
        others = agencies_challenged(entry, agencies) if isinstance(entry, Escalation) else ()
        found = (raising(entry, agencies), *others)
    return tuple(agency for agency in found if agency and agency.lead)
