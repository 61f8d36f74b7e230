"""The meetings of the reviews: `[review_meetings]`."""

from datetime import time
from typing import Self

from pydantic import Field, model_validator

from bot.partnership.part import Part


class ReviewMeetings(Part):
    """The meetings of Rapid and Practice Reviews: their usual hours, and what counts as near.

    A person may choose other hours for any of them, in the list or in the calendar.
    """

    starts: time = time(10)
    ends: time = time(12)
    place: str = "Microsoft Teams"
    papers_before: int = Field(default=2, ge=0)
    warn_before: int = Field(default=3, ge=0)

    @model_validator(mode="after")
    def _ends_after_it_starts(self) -> Self:
        if self.ends <= self.starts:
            raise ValueError("a meeting ends after it starts")
        return self
