"""Reports: whole periods, and small numbers that cannot be worked out from what is shown."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.process.report import Period, ReportKind, period_before
from bot.process.small_numbers import HIDDEN, shown


@pytest.mark.parametrize(
    ("today", "kind", "first", "last"),
    [
        (date(2026, 12, 3), ReportKind.BIMONTHLY, date(2026, 9, 1), date(2026, 10, 31)),
        (date(2027, 1, 4), ReportKind.BIMONTHLY, date(2026, 11, 1), date(2026, 12, 31)),
        (date(2027, 3, 31), ReportKind.QUARTERLY, date(2026, 10, 1), date(2026, 12, 31)),
        (date(2028, 5, 1), ReportKind.BIMONTHLY, date(2028, 3, 1), date(2028, 4, 30)),
    ],
)
def test_a_report_is_about_the_last_whole_period(
    today: date, kind: ReportKind, first: date, last: date
) -> None:
    assert period_before(today, kind) == Period(first, last)


@pytest.mark.parametrize(
    ("counts", "told"),
    [
        ({"a": 12, "b": 5, "c": 0}, {"a": "12", "b": "5", "c": "0"}),
        ({"a": 12, "b": 4, "c": 7}, {"a": "12", "b": "c", "c": "c"}),
        ({"a": 1, "b": 4, "c": 7}, {"a": "c", "b": "c", "c": "7"}),
        ({"a": 3}, {"a": "c"}),
        ({}, {}),
    ],
)
def test_small_counts_are_hidden_and_never_one_alone(
    counts: dict[str, int], told: dict[str, str]
) -> None:
    assert shown(counts, below=5) == told


@given(st.dictionaries(st.text(min_size=1), st.integers(0, 30)), st.integers(2, 10))
def test_no_hidden_count_follows_from_the_total(counts: dict[str, int], below: int) -> None:
    told = shown(counts, below=below)
    hidden = [name for name, text in told.items() if text == HIDDEN]
    assert all(not 0 < counts[name] < below for name in counts.keys() - hidden)
    others = [name for name in counts if counts[name] > 0]
    assert len(hidden) != 1 or len(others) == 1
