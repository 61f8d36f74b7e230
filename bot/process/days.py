"""Days: on which one a moment falls, and how people write them, in the lists and in the mails."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

LONDON = ZoneInfo("Europe/London")


def london_day(moment: datetime) -> date:
    """Give the day on which a moment falls in London: all days of the process are London's."""
    return moment.astimezone(LONDON).date()


def in_words(day: date) -> str:
    """Write a day: 3 December 2026."""
    return f"{day.day} {day:%B %Y}"


def with_weekday(day: date) -> str:
    """Write a day as mails do: Thursday 3 December 2026."""
    return f"{day:%A} {in_words(day)}"
