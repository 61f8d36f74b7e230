"""How Rapid Reviews are counted: `[rapid_reviews]`."""

from typing import Literal

from pydantic import Field

from bot.partnership.part import Part


class RapidReviews(Part):
    """How Rapid Reviews are counted: partnerships differ, and so do editions of the guidance.

    `guidance` names the edition from which the figures of the clocks come. The day on which the
    count starts is day `start_is_day`; returns are asked for by day `returns_due`; the
    review meeting is called for day `meeting`, until a person chooses another.
    """

    guidance: str
    start_is_day: Literal[0, 1] = 0
    returns_due: int = Field(default=10, gt=0)
    meeting: int = Field(default=11, gt=0)
