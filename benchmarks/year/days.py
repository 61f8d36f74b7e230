"""Working days by numpy and the bank holidays that GOV.UK publishes; no code of the service."""

from datetime import date, datetime, time, timedelta
from functools import cache
from typing import Literal
from zoneinfo import ZoneInfo

import numpy as np

LONDON = ZoneInfo("Europe/London")
# https://www.gov.uk/bank-holidays, England and Wales
PUBLISHED = {
    2026: "01-01 04-03 04-06 05-04 05-25 08-31 12-25 12-28",
    2027: "01-01 03-26 03-29 05-03 05-31 08-30 12-27 12-28",
    2028: "01-03 04-14 04-17 05-01 05-29 08-28 12-25 12-26",
}
HOLIDAYS = [
    date.fromisoformat(f"{year}-{day}") for year, days in PUBLISHED.items() for day in days.split()
]
CALENDAR = np.busdaycalendar(holidays=HOLIDAYS)
OPENS, CLOSES = time(8, 30), time(17, 30)


@cache
def is_working(day: date) -> bool:
    """Tell whether the office works that day."""
    return bool(np.is_busday(day, busdaycal=CALENDAR))


@cache
def next_working(day: date) -> date:
    """Give the day, or the next working day where it is none."""
    return _day(np.busday_offset(day, 0, roll="forward", busdaycal=CALENDAR))


@cache
def count(day: date, by: int) -> date:
    """Count working days from a day, which is day 0, forward or backward."""
    if by == 0:
        return day
    roll: Literal["backward", "forward"] = "backward" if by > 0 else "forward"
    return _day(np.busday_offset(day, by, roll=roll, busdaycal=CALENDAR))


def in_hours(moment: datetime) -> bool:
    """Tell whether people may be written to."""
    local = moment.astimezone(LONDON)
    return is_working(local.date()) and OPENS <= local.time() < CLOSES


def working_day_of(moment: datetime) -> date:
    """Give the day to which something that arrives then belongs: after hours, the next."""
    local = moment.astimezone(LONDON)
    return next_working(local.date() + timedelta(days=int(local.time() >= CLOSES)))


def months_later(day: date, months: int) -> date:
    """Give the same day so many months later; numpy knows how long a month is."""
    month = np.datetime64(day, "M") + months
    last = date.fromisoformat(f"{month + 1}-01") - timedelta(days=1)
    return last.replace(day=min(day.day, last.day))


def _day(value: np.datetime64) -> date:
    return date.fromisoformat(str(value))
