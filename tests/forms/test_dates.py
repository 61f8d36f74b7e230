"""Dates in all the shapes in which people write them, day before month."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.forms.meaning.dates import read_date

SHAPES = """%d/%m/%Y|%d.%m.%y|%d-%m-%Y|%d %B %Y|%d %b %y|%d%b-%y|%d%m%Y|%Y-%m-%d|%A %d %B %Y
%d / %m / %Y|%B %d, %Y|%d of %B, %Y|%d/%m/%y at 14:30""".replace("\n", "|").split("|")
days = st.dates(min_value=dt.date(1975, 1, 1), max_value=dt.date(2060, 12, 31))


@given(days, st.sampled_from(SHAPES))
def test_a_date_is_read_in_every_shape(day: dt.date, shape: str) -> None:
    if "%y" in shape and not 1970 <= day.year < 2070:
        return
    assert read_date(day.strftime(shape)).iso == day.isoformat()


@given(st.text(max_size=60))
def test_whatever_is_typed_the_answer_is_a_date_or_a_reason(text: str) -> None:
    date = read_date(text)
    assert not (date.iso and date.reason)
    if len(date.iso) == 10:
        dt.date.fromisoformat(date.iso)


@pytest.mark.parametrize(
    ("typed", "iso"),
    [
        ("12th March 2025", "2025-03-12"),
        ("2nd of March 2023", "2023-03-02"),
        ("March 2025", "2025-03"),
        ("03/2025", "2025-03"),
        ("Sept 2024", "2024-09"),
        ("14Aug-24", "2024-08-14"),
        ("w/c 17/01/2025", "2025-01-17"),
        ("07/07/2025 at approx 2.30pm", "2025-07-07"),
        ("______12.3.25______", "2025-03-12"),
        ("between 26/08/2025 and 28/08/2025", "2025-08-26/2025-08-28"),
    ],
)
def test_how_people_write_dates(typed: str, iso: str) -> None:
    assert read_date(typed).iso == iso


@pytest.mark.parametrize(
    "typed",
    [
        "Aged 9",
        "approx. 14 yrs",
        "31/02/2016",
        "03/25/2025",
        "EDD 04/09/2025",
        "?22 May 2016",
        "1/2/25 or 2/2/25",
        "circa 3 March 2020",
        "last summer",
        "12/3",
    ],
)
def test_what_is_no_sure_date_has_a_reason(typed: str) -> None:
    date = read_date(typed)
    assert not date.iso
    assert date.reason


def test_a_weekday_that_does_not_fit_is_a_doubt() -> None:
    assert read_date("Monday 13 May 2025").doubt == "the weekday does not fit the date"
    assert not read_date("Tuesday 13 May 2025").doubt


def test_a_date_control_settles_the_order_of_day_and_month() -> None:
    assert read_date("4/8/2026", control="2026-04-08").iso == "2026-04-08"
    assert read_date("5 May 2026", control="2026-04-08").iso == "2026-05-05"
