"""The agencies that the partnership knows: `[[agencies]]`."""

from bot.partnership.part import Part


class Agency(Part):
    """An agency known to the partnership: its mail domains and whom to chase there.

    `asked`: reviews ask it for information.
    """

    name: str
    type: str
    domains: tuple[str, ...] = ()
    statutory: bool = False
    lead: str = ""
    also_called: tuple[str, ...] = ()
    asked: bool = True
