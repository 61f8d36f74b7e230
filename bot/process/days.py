"""Days as people write them, in the lists' texts and in the mails."""

from datetime import date


def in_words(day: date) -> str:
    """Write a day: 3 December 2026."""
    return f"{day.day} {day:%B %Y}"


def with_weekday(day: date) -> str:
    """Write a day as mails do: Thursday 3 December 2026."""
    return f"{day:%A} {in_words(day)}"
