"""Working days in England, against the days that were published."""

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.process.working_days import WorkingDays, WorkingHours

DAYS = WorkingDays()
HOURS = WorkingHours(DAYS)
SOME_DAY = st.dates(date(2024, 1, 1), date(2032, 12, 31))


@pytest.mark.parametrize(
    "day",
    [
        date(2026, 4, 3),  # Good Friday
        date(2026, 5, 25),
        date(2026, 8, 31),
        date(2026, 12, 25),
        date(2026, 12, 28),  # in place of Boxing Day, a Saturday
        date(2027, 1, 1),
    ],
)
def test_bank_holidays_in_england_are_not_working_days(day: date) -> None:
    assert not DAYS.is_working_day(day)


def test_a_scottish_holiday_is_a_working_day_in_england() -> None:
    assert DAYS.is_working_day(date(2026, 11, 30))  # St Andrew's Day


def test_five_working_days_over_christmas_skip_the_holidays() -> None:
    assert DAYS.shift(date(2026, 12, 22), 5) == date(2026, 12, 31)


def test_counting_back_finds_the_day_that_papers_are_due() -> None:
    assert DAYS.shift(date(2026, 12, 10), -5) == date(2026, 12, 3)


@given(SOME_DAY, st.integers(1, 40))
def test_shifting_there_and_back_comes_to_the_same_working_day(day: date, by: int) -> None:
    start = DAYS.on_or_after(day)
    assert DAYS.shift(DAYS.shift(start, by), -by) == start


@given(SOME_DAY, st.integers(0, 40))
def test_the_days_between_are_those_that_were_shifted(day: date, by: int) -> None:
    assert DAYS.between(day, DAYS.shift(day, by)) == by


def test_an_office_closure_lengthens_local_targets_and_no_statutory_one() -> None:
    office = WorkingDays(frozenset({date(2026, 11, 25)}))
    assert office.shift(date(2026, 11, 24), 1) == date(2026, 11, 26)
    assert office.statutory.shift(date(2026, 11, 24), 1) == date(2026, 11, 25)


@pytest.mark.parametrize(
    ("moment", "open_now"),
    [
        (datetime(2026, 7, 1, 7, 29, tzinfo=UTC), False),  # 08:29 in London, summer time
        (datetime(2026, 7, 1, 7, 30, tzinfo=UTC), True),
        (datetime(2026, 12, 1, 7, 30, tzinfo=UTC), False),  # 07:30 in London
        (datetime(2026, 12, 1, 17, 30, tzinfo=UTC), False),
        (datetime(2026, 12, 5, 12, 0, tzinfo=UTC), False),  # Saturday
        (datetime(2026, 12, 25, 12, 0, tzinfo=UTC), False),
    ],
)
def test_people_are_written_to_in_working_hours_of_london(moment: datetime, open_now: bool) -> None:  # noqa: FBT001 - a table's column
    assert HOURS.are_now(moment) is open_now


def test_what_comes_on_friday_evening_belongs_to_monday() -> None:
    evening = datetime(2026, 11, 27, 18, 0, tzinfo=UTC)
    assert HOURS.working_day_of(evening) == date(2026, 11, 30)


def test_what_comes_just_after_midnight_in_summer_belongs_to_that_day_in_london() -> None:
    assert HOURS.working_day_of(datetime(2026, 6, 30, 23, 30, tzinfo=UTC)) == date(2026, 7, 1)
