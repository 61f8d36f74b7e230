"""The members of the review group: `[[members]]`."""

from typing import Self

from pydantic import model_validator

from bot.partnership.part import Part


class Member(Part):
    """A member of the review group; `statutory` names the partner that the member counts for.

    `deputy` is an address, `deputy_is_senior` whether the deputy is of similar seniority, as far as
    that is known; `agency` the agency for which the member answers requests. The Members
    list begins with these rows; from then on the list counts.
    """

    role: str
    organisation: str
    name: str = ""
    email: str = ""
    deputy: str = ""
    deputy_is_senior: bool | None = None
    statutory: str = ""
    agency: str = ""

    @model_validator(mode="after")
    def _deputy_has_an_address(self) -> Self:
        if self.deputy and "@" not in self.deputy:
            raise ValueError(f"deputy of the {self.role}: give an e-mail address")
        return self
