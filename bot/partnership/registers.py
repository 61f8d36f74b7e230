"""What the partnership calls its registers: `[registers.<kind>]`."""

from pydantic import Field

from bot.partnership.part import Part


class Renamed(Part):
    """What a partnership calls a register where it does not use the usual name.

    `list` is the name of its list, `prefix` how the references of its entries begin.
    """

    list: str = ""
    prefix: str = Field(default="", pattern=r"^[A-Z]{2,8}$|^$")
