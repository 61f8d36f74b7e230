"""Who writes to the mailbox: values from the configuration, passed in."""

from dataclasses import dataclass, field

from bot.mail.references import USUAL


@dataclass(frozen=True, slots=True)
class Agency:
    """An agency that takes part, and the mail domains that are its own."""

    name: str
    domains: frozenset[str]
    type: str = ""


@dataclass(frozen=True, slots=True)
class Stage:
    """A stage of the escalation policy: its place, counted from 1, and what people call it."""

    place: int = 3
    name: str = "Stage 3"


@dataclass(frozen=True, slots=True, kw_only=True)
class Correspondents:
    """The mailbox, its tenant, and those whom it may answer. All domains in lower case.

    `authserv_ids`: the names under which the tenant stamps Authentication-Results; Exchange Online
    stamps none at all, and a result without a name is taken for the tenant's own.
    `marker`: the header that the service sets on all that it sends.
    `prefixes`: how the partnership's own references begin. `copies_from`: the stage from which on
    escalations are sent here.
    """

    mailbox: str
    own_domains: frozenset[str]
    free_mail_domains: frozenset[str] = frozenset()
    agencies: tuple[Agency, ...] = ()
    authserv_ids: frozenset[str] = frozenset()
    marker: str = "X-CSCP-Bot"
    prefixes: tuple[str, ...] = USUAL
    copies_from: Stage = field(default_factory=Stage)

    def agency_of(self, domain: str) -> Agency | None:
        """The agency that a domain, or a domain above it, belongs to."""
        return next((a for a in self.agencies if within(domain, a.domains)), None)

    def is_own(self, domain: str) -> bool:
        return within(domain, self.own_domains)

    def is_free_mail(self, domain: str) -> bool:
        return within(domain, self.free_mail_domains)

    def is_mailbox(self, address: str) -> bool:
        return address.lower() == self.mailbox.lower()


def within(domain: str, domains: frozenset[str]) -> bool:
    """Whether a domain is one of these or stands below one of them."""
    labels = domain.lower().split(".")
    return any(".".join(labels[start:]) in domains for start in range(len(labels)))
