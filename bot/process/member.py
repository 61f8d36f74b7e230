"""Members of the review group, as the team keeps them; what a leaver has open is handed over."""

from typing import Annotated, Any, ClassVar, Self

from bot.partnership import Member, Team
from bot.process.columns import Column, ColumnKind, Day, Row
from bot.process.entry import YES_NO
from bot.process.keys import digest

SENIORITY = {"Yes": True, "No": False}
_SENIOR = {True: "Yes", False: "No", None: ""}


class MemberPost(Row):
    """A row of the Members list.

    `held_by`, `name_seen` and `deputy_seen` are what the service last saw there, `stood_in` is who
    does the work while the post is vacant, `changed_on` the day on which any of it last changed
    hands.
    """

    KIND: ClassVar[str] = "member"
    LIST: ClassVar[str] = "Members"

    key: Annotated[str, Column("Key", indexed=True, unique=True)] = ""
    role: Annotated[str, Column("Role", indexed=True)] = ""
    organisation: Annotated[str, Column("Organisation")] = ""
    name: Annotated[str, Column("Name")] = ""
    address: Annotated[str, Column("E-mail address")] = ""
    deputy_address: Annotated[str, Column("Deputy's e-mail address")] = ""
    deputy_is_senior: Annotated[
        str, Column("Deputy of similar seniority", ColumnKind.CHOICE, choices=YES_NO)
    ] = ""
    statutory: Annotated[str, Column("Counts for the statutory partner")] = ""
    agency: Annotated[str, Column("Answers for the agency")] = ""
    vacant: Annotated[str, Column("Vacant", ColumnKind.CHOICE, choices=YES_NO)] = "No"
    held_by: Annotated[str, Column("Address last seen")] = ""
    name_seen: Annotated[str, Column("Name last seen")] = ""
    deputy_seen: Annotated[str, Column("Deputy last seen")] = ""
    stood_in: Annotated[str, Column("Stands in while vacant")] = ""
    changed_on: Annotated[Day, Column("Last changed hands on", ColumnKind.DATE)] = None

    @property
    def title(self) -> str:
        """A member's link in the list shows the role."""
        return self.role

    @property
    def holder(self) -> str:
        """The address of whoever holds the post; empty while it is vacant."""
        return "" if self.vacant == "Yes" else self.address.strip()

    @property
    def member(self) -> Member:
        """The member as the rules know one."""
        return Member(
            role=self.role,
            organisation=self.organisation,
            name=self.name if self.holder else "",
            email=self.holder,
            deputy=self.deputy_address.strip(),
            deputy_is_senior=SENIORITY.get(self.deputy_is_senior),
            statutory=self.statutory,
            agency=self.agency,
        )

    @classmethod
    def of(cls, member: Member) -> Self:
        """Write a configured member as the first row of its post."""
        return cls(
            key=digest("member", member.role, member.organisation),
            role=member.role,
            organisation=member.organisation,
            name=member.name,
            address=member.email,
            deputy_address=member.deputy,
            deputy_is_senior=_SENIOR[member.deputy_is_senior],
            statutory=member.statutory,
            agency=member.agency,
            vacant="No" if member.email else "Yes",
            held_by=member.email,
            name_seen=member.name,
            deputy_seen=member.deputy,
        )

    def successor(self, team: Team) -> str:
        """Give who does the work of the post: its holder, the deputy, or the team's fallback."""
        return self.holder or self.deputy_address.strip() or team.fallback

    def to_remember(self, team: Team) -> dict[str, Any]:
        """Give what the service has not seen before, as it will know the post from now on."""
        now = {
            "held_by": self.holder,
            "name_seen": self.name.strip(),
            "deputy_seen": self.deputy_address.strip(),
            "stood_in": "" if self.holder else self.successor(team),
        }
        return {name: value for name, value in now.items() if getattr(self, name) != value}
