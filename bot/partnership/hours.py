"""When people may be written to: `[hours]`."""

from datetime import time

from bot.partnership.part import Part


class Hours(Part):
    """When people may be written to, London time."""

    opens: time = time(8, 30)
    closes: time = time(17, 30)
    digest_at: time = time(8, 30)
