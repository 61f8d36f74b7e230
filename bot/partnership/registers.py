"""What the partnership calls its registers: `[registers.<kind>]`."""

from pydantic import Field

from bot.partnership.part import Part


class Renamed(Part):
    """What a partnership calls a register where it does not use the usual name.

    `list` is the name of its list, `prefix` how the references of its entries begin. `columns`
    gives some of its columns, named by their fields, other labels; `choices` gives some of the
    words that may stand in a column, states and decisions too, other words; `dates` adds columns
    of the partnership's own, dates for its clocks, by name and label.
    """

    list: str = ""
    prefix: str = Field(default="", pattern=r"^[A-Z]{2,8}$|^$")
    columns: dict[str, str] = Field(default_factory=dict)
    choices: dict[str, dict[str, str]] = Field(default_factory=dict)
    dates: dict[str, str] = Field(default_factory=dict)
