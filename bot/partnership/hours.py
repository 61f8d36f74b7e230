"""When people may be written to: `[hours]`."""

from datetime import date, time

from bot.partnership.part import Part


class Hours(Part):
    """When people may be written to, London time.

    `bank_holidays_until` is the day until which a person has compared the bank holidays with those
    that the government publishes; weeks before it the watch asks for the next comparison.
    """

    opens: time = time(8, 30)
    closes: time = time(17, 30)
    digest_at: time = time(8, 30)
    bank_holidays_until: date | None = None
