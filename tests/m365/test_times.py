from datetime import UTC, date, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest

from bot.m365 import moment
from bot.m365.times import write_day, write_moment

LONDON = ZoneInfo("Europe/London")


@pytest.mark.parametrize(
    "text", ["2026-06-09T09:30:00Z", "2026-06-09T09:30:00.0000000", "2026-06-09T10:30:00+01:00"]
)
def test_every_way_in_which_graph_writes_a_moment_is_read(text: str) -> None:
    assert moment(text) == datetime(2026, 6, 9, 9, 30, tzinfo=UTC)


def test_a_moment_is_written_in_utc_with_a_z() -> None:
    summer = datetime(2026, 6, 9, 10, 30, tzinfo=timezone(timedelta(hours=1)))
    assert write_moment(summer) == "2026-06-09T09:30:00Z"


@pytest.mark.parametrize("day", [date(2026, 1, 15), date(2026, 6, 9)])
def test_a_day_written_here_is_read_as_the_same_day(day: date) -> None:
    assert moment(write_day(day)).astimezone(LONDON).date() == day
