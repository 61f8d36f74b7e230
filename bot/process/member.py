"""Members of the review group, as the team keeps them, and what becomes of a leaver's work.

A post is handed on when its address changes or it falls vacant: whatever is open under the old
address goes to the new holder, else to the deputy, else to the team's fallback.
"""

from collections.abc import Iterable
from typing import Annotated, Any, ClassVar, Self

from bot.partnership import Member, Team
from bot.process.columns import Column, ColumnKind, Row
from bot.process.entry import YES_NO, Entry
from bot.process.keys import digest

NEVER_HANDED_ON = frozenset({"contact"})  # who sent a form stays who sent it


class MemberPost(Row):
    """A row of the Members list. `held_by` is the address that the service last saw there."""

    KIND: ClassVar[str] = "member"
    LIST: ClassVar[str] = "Members"

    key: Annotated[str, Column("Key", indexed=True, unique=True)] = ""
    role: Annotated[str, Column("Role", indexed=True)] = ""
    organisation: Annotated[str, Column("Organisation")] = ""
    name: Annotated[str, Column("Name")] = ""
    address: Annotated[str, Column("E-mail address")] = ""
    deputy_address: Annotated[str, Column("Deputy's e-mail address")] = ""
    statutory: Annotated[str, Column("Counts for the statutory partner")] = ""
    agency: Annotated[str, Column("Answers for the agency")] = ""
    vacant: Annotated[str, Column("Vacant", ColumnKind.CHOICE, choices=YES_NO)] = "No"
    held_by: Annotated[str, Column("Address last seen")] = ""

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
            statutory=member.statutory,
            agency=member.agency,
            vacant="No" if member.email else "Yes",
            held_by=member.email,
        )

    @property
    def has_a_leaver(self) -> bool:
        """Tell whether somebody whom the service knew no longer holds the post."""
        return bool(self.held_by) and self.held_by.casefold() != self.holder.casefold()

    def successor(self, team: Team) -> str:
        """Give who takes over what the last holder left open."""
        return self.holder or self.deputy_address.strip() or team.fallback


def handed_on(entry: Entry, *, leaver: str, successor: str) -> dict[str, Any]:
    """Give the changes that put a successor's address in a leaver's place, in every column."""
    changes: dict[str, Any] = {}
    for name in type(entry).model_fields.keys() - NEVER_HANDED_ON:
        addresses = str(getattr(entry, name) or "").split()
        if addresses and all("@" in address for address in addresses):
            after = _replaced(addresses, leaver, successor)
            if after != addresses:
                changes[name] = "\n".join(after)
    return changes


def _replaced(addresses: Iterable[str], leaver: str, successor: str) -> list[str]:
    gone = leaver.casefold()
    return [successor if address.casefold() == gone else address for address in addresses]
