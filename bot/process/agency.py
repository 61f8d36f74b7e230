"""Agencies as the team keeps them: whose mail is known, whom reviews ask, whom to chase."""

import re
from typing import Annotated, ClassVar, Self

from bot.partnership import Agency
from bot.process.columns import Column, ColumnKind, Day, Row
from bot.process.entry import YES_NO
from bot.process.keys import digest


class KnownAgency(Row):
    """A row of the Agencies list.

    `lead_seen` is the lead whom the service last saw there, `changed_on` the day on which the lead
    last changed.
    """

    KIND: ClassVar[str] = "agency"
    LIST: ClassVar[str] = "Agencies"

    key: Annotated[str, Column("Key", indexed=True, unique=True)] = ""
    name: Annotated[str, Column("Agency", indexed=True)] = ""
    type: Annotated[str, Column("Type")] = ""
    domains: Annotated[str, Column("Mail domains", ColumnKind.NOTE)] = ""
    lead: Annotated[str, Column("Lead's e-mail address")] = ""
    lead_seen: Annotated[str, Column("Lead last seen")] = ""
    changed_on: Annotated[Day, Column("Lead last changed on", ColumnKind.DATE)] = None
    also_called: Annotated[str, Column("Also called", ColumnKind.NOTE)] = ""
    statutory: Annotated[str, Column("Statutory", ColumnKind.CHOICE, choices=YES_NO)] = "No"
    asked: Annotated[str, Column("Reviews ask it", ColumnKind.CHOICE, choices=YES_NO)] = "Yes"

    @property
    def title(self) -> str:
        """An agency's link in the list shows its name."""
        return self.name

    @property
    def agency(self) -> Agency:
        """The agency as the rules know one."""
        domains = (part.lstrip("@").casefold() for part in re.split(r"[\s,;]+", self.domains))
        return Agency(
            name=self.name,
            type=self.type,
            domains=tuple(filter(None, domains)),
            statutory=self.statutory == "Yes",
            lead=self.lead.strip(),
            also_called=tuple(filter(None, map(str.strip, self.also_called.splitlines()))),
            asked=self.asked != "No",
        )

    @classmethod
    def of(cls, agency: Agency) -> Self:
        """Write a configured agency as its first row."""
        return cls(
            key=digest("agency", agency.name),
            name=agency.name,
            type=agency.type,
            domains="\n".join(agency.domains),
            lead=agency.lead,
            lead_seen=agency.lead,
            also_called="\n".join(agency.also_called),
            statutory="Yes" if agency.statutory else "No",
            asked="Yes" if agency.asked else "No",
        )
