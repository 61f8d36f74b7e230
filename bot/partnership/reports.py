"""How the reports are drawn up: `[reports]`."""

from typing import Literal

from pydantic import Field

from bot.partnership.part import Part


class Reporting(Part):
    """How the reports are drawn up: counts from 1 to below `small_numbers_below` are hidden.

    Members report on the sharing and impact of learning every `learning_every_months` of the
    calendar year (0: they are not asked), and are asked `learning_asked_before` working days
    before.
    """

    small_numbers_below: int = Field(default=5, ge=2)
    learning_every_months: Literal[0, 1, 2, 3, 4, 6, 12] = 0
    learning_asked_before: int = Field(default=15, ge=1)
