"""The clocks of each kind of entry: `[[clocks.<kind>]]`."""

from typing import Self

from pydantic import Field, model_validator

from bot.partnership.part import Part


class Clock(Part):
    """One milestone of a kind of entry.

    It counts `working_days`, `calendar_days`, `months` or `hours` (exactly one; working days may be
    negative, counted backwards) from the date in column `counts_from`, and stops when any column of
    `met_by` is filled. `remind_at` are working days before (negative), on (0) and after the due
    day.
    """

    name: str
    label: str
    counts_from: str
    working_days: int | None = None
    calendar_days: int | None = Field(default=None, ge=0)
    months: int | None = Field(default=None, ge=0)
    hours: int | None = Field(default=None, ge=0)
    statutory: bool = False
    met_by: tuple[str, ...]
    applies_when: dict[str, str] = Field(default_factory=dict)
    tell: tuple[str, ...] = ("business_manager",)
    remind_at: tuple[int, ...] = (-1, 0, 1)

    @model_validator(mode="after")
    def _one_unit(self) -> Self:
        units = (self.working_days, self.calendar_days, self.months, self.hours)
        if sum(unit is not None for unit in units) != 1:
            raise ValueError("say exactly one of working_days, calendar_days, months, hours")
        return self
