"""How the reports are drawn up: `[reports]`."""

from pydantic import Field

from bot.partnership.part import Part


class Reporting(Part):
    """How the reports are drawn up: counts from 1 to below `small_numbers_below` are hidden."""

    small_numbers_below: int = Field(default=5, ge=2)
