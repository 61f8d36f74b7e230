"""How old children were on a day, as far as their birth dates in a register tell."""

from calendar import monthrange
from datetime import date

from bot.process.child import Child

ADULT, LEAVER_UNTIL = 18, 25  # birthdays: a care leaver is notified until the day before the latter


def age_on(born: date, day: date) -> int:
    """Give an age in whole years; below 0 for a child who was not born yet."""
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))


def possible_ages(child: Child, day: date) -> range:
    """Give the ages that a child may have had on a day; an unborn child counts as below 18.

    Empty where nothing is known of the birth.
    """
    if "unborn" in child.name.casefold():
        return range(1)
    earliest, latest = _births(child.born)
    if earliest is None or latest is None:
        return range(0)
    return range(max(0, age_on(latest, day)), max(0, age_on(earliest, day)) + 1)


def _births(born: str) -> tuple[date | None, date | None]:
    """Give the first and the last day on which a child may have been born: a day, month or year."""
    parts = born.split("-")
    if not all(part.isdecimal() for part in parts):
        return None, None
    try:
        match [int(part) for part in parts]:
            case [year, month, day]:
                return date(year, month, day), date(year, month, day)
            case [year, month]:
                return date(year, month, 1), date(year, month, monthrange(year, month)[1])
            case [year]:
                return date(year, 1, 1), date(year, 12, 31)
    except ValueError:
        pass
    return None, None
