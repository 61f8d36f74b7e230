"""The fictional people whose parts can be played on the page, and forms ready to be sent."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody invented: `part` is a post or an agency."""

    name: str
    part: str
    address: str


@dataclass(frozen=True, slots=True)
class Sample:
    """A form ready to be sent. `fill` writes it for a day; its number makes each one another."""

    name: str
    title: str
    told: str
    sender: Person
    subject: str
    file_name: str
    fill: Callable[[date, int], bytes]


SENDERS = (
    Person("Jo Invented", "Mockbridge Primary School", "dsl-fictional@sampleby-school.example"),
    Person("Drew Madeup", "Anyshire Police", "protection.hub-fictional@anyshire.police.example"),
    Person("Nell Notreal", "Anyshire Health Trust", "named.nurse-fictional@nhs-mail.example"),
)
TEAM = (
    Person("Morgan Samplewright", "Business Manager", ""),
    Person("Jo Placeholder", "Project Officer", ""),
)


@dataclass(frozen=True, slots=True)
class Cast:
    """`senders` write to the mailbox, the `team` edits the registers, `others` only have names."""

    senders: tuple[Person, ...] = SENDERS
    team: tuple[Person, ...] = TEAM
    others: tuple[Person, ...] = ()
    samples: tuple[Sample, ...] = ()

    def called(self, address: str) -> str:
        """The name that goes with an address, or the address itself."""
        wanted = address.lower()
        everybody = (*self.team, *self.senders, *self.others)
        return next((p.name for p in everybody if p.address.lower() == wanted), address)

    def sample(self, name: str) -> Sample | None:
        return next((sample for sample in self.samples if sample.name == name), None)
