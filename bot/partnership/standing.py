"""What comes round by itself: `[[standing]]`."""

from datetime import date
from typing import Self

from pydantic import Field, model_validator

from bot.partnership.part import Part
from bot.partnership.team import Team


class Standing(Part):
    """What comes round by itself, such as the refreshing of the group's terms of reference.

    `last` is the day on which it was last done: edit it here when it has been done again.
    """

    name: str
    label: str
    last: date
    every_months: int = Field(ge=1)
    tell: tuple[str, ...] = ("business_manager",)
    remind_at: tuple[int, ...] = (-40, -10, 0, 5)

    @model_validator(mode="after")
    def _known_posts(self) -> Self:
        unknown = sorted(set(self.tell) - set(Team.posts()))
        if unknown:
            raise ValueError(f"'{self.name}' tells no post of the team: {', '.join(unknown)}")
        return self
