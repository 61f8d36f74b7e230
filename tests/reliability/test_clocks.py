"""Three years of days against numpy's business days and the holidays that GOV.UK publishes."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Literal

import numpy as np
import pytest

from bot.process.days import LONDON
from bot.process.working_days import WorkingDays, WorkingHours

# https://www.gov.uk/bank-holidays, England and Wales
PUBLISHED = {
    2026: "01-01 04-03 04-06 05-04 05-25 08-31 12-25 12-28",
    2027: "01-01 03-26 03-29 05-03 05-31 08-30 12-27 12-28",
    2028: "01-03 04-14 04-17 05-01 05-29 08-28 12-25 12-26",
}
HOLIDAYS = [
    date.fromisoformat(f"{year}-{day}") for year, days in PUBLISHED.items() for day in days.split()
]
DAYS = [date(2026, 1, 1) + timedelta(days=n) for n in range(3 * 365)]
ORACLE = np.busdaycalendar(holidays=HOLIDAYS)
OURS = WorkingDays()


def test_every_working_day_is_one_to_the_oracle() -> None:
    assert [OURS.is_working_day(day) for day in DAYS] == list(np.is_busday(DAYS, busdaycal=ORACLE))


@pytest.mark.parametrize("by", [-10, -5, -1, 1, 2, 5, 10, 15])
def test_every_milestone_falls_on_the_oracles_day(by: int) -> None:
    roll: Literal["backward", "forward"] = "backward" if by > 0 else "forward"
    inner = [day for day in DAYS if date(2026, 2, 1) < day < date(2028, 11, 20)]
    wanted = np.busday_offset(inner, by, roll=roll, busdaycal=ORACLE).tolist()
    assert [OURS.shift(day, by) for day in inner] == wanted


def test_the_days_between_are_the_oracles() -> None:
    for start, end in zip(DAYS, DAYS[37:], strict=False):
        first, last = start + timedelta(days=1), end + timedelta(days=1)
        assert OURS.between(start, end) == np.busday_count(first, last, busdaycal=ORACLE)


def test_nobody_is_written_to_outside_hours_in_any_hour_of_three_years() -> None:
    hours, moment = WorkingHours(OURS), datetime(2026, 1, 1, tzinfo=UTC)
    busy = dict(zip(DAYS, np.is_busday(DAYS, busdaycal=ORACLE), strict=True))
    for _ in range(len(DAYS) * 48 - 48):
        local = moment.astimezone(LONDON)
        wanted = bool(busy[local.date()]) and time(8, 30) <= local.time() < time(17, 30)
        assert hours.are_now(moment) == wanted, moment
        moment += timedelta(minutes=30)


@pytest.mark.parametrize("night", [date(2026, 3, 29), date(2026, 10, 25), date(2027, 3, 28)])
def test_the_nights_on_which_the_clocks_change_are_one_day_each(night: date) -> None:
    start = datetime.combine(night, time(), LONDON).astimezone(UTC)
    end = datetime.combine(night + timedelta(days=1), time(), LONDON).astimezone(UTC)
    quarter = timedelta(minutes=15)
    moments = [start + quarter * n for n in range((end - start) // quarter)]
    days = {WorkingHours(OURS).working_day_of(moment) for moment in moments}
    assert days == {OURS.on_or_after(night)}
