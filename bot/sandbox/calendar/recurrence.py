"""Series: which days a recurrence falls on, and the occurrences that come of it."""

import calendar
import copy
from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime, timedelta
from itertools import islice
from typing import Any

from bot.sandbox.calendar.errors import invalid_property
from bot.sandbox.calendar.model import Event
from bot.sandbox.calendar.zones import zone

_DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_TYPES = ("daily", "weekly", "absoluteMonthly", "relativeMonthly", "absoluteYearly")
_LIMITS = ("relativeYearly", "endDate", "noEnd", "numbered")
_WORDS = {word.lower(): word for word in (*_DAYS, *_TYPES, *_LIMITS, "first", "last")}
_INDEXES = {"first": 0, "second": 1, "third": 2, "fourth": 3, "last": -1}
_LONGEST = timedelta(days=3660)
_MARK = "OID"


def read_recurrence(value: Mapping[str, Any], start: date) -> dict[str, Any]:
    """In Graph's own spelling. Raises GraphError 400 for what Outlook would not take."""
    pattern, limits = value.get("pattern"), value.get("range")
    if not isinstance(pattern, dict) or not isinstance(limits, dict):
        raise invalid_property("recurrence")
    if not isinstance(pattern.get("interval"), int) or pattern["interval"] < 1:
        raise invalid_property("recurrence.pattern.interval")
    pattern, limits = _spelt(pattern), _spelt(limits)
    try:
        _falls_on(pattern, start, start)
        begins = date.fromisoformat(limits["startDate"])
    except (KeyError, ValueError, TypeError, AttributeError):
        raise invalid_property("recurrence") from None
    if begins != start:
        raise invalid_property("recurrence.range.startDate")
    return {"pattern": pattern, "range": limits}


def _spelt(given: Mapping[str, Any]) -> dict[str, Any]:
    """Words are read in any case and written in one."""
    return {name: _word(value) for name, value in given.items() if "@" not in name}


def _word(value: Any) -> Any:
    if isinstance(value, list):
        return [_word(one) for one in value]
    return _WORDS.get(value.lower(), value) if isinstance(value, str) else value


def occurrences(series: Event, first: datetime, last: datetime) -> Iterator[Event]:
    """Those of a series that touch the time from `first` to `last`."""
    home = zone(series.start_zone)
    local, length = series.start.astimezone(home), series.end - series.start
    for day in _days(series.recurrence or {}, local.date(), last.astimezone(home).date()):
        start = datetime.combine(day, local.time(), home)
        if start < last and start + length > first:
            yield _occurrence(series, day, start, start + length)


def occurrence_of(series: Event, event_id: str) -> Event | None:
    """The one of that id."""
    digits = event_id.partition(_MARK)[2].rstrip("=")
    if not digits.isdecimal() or len(digits) != len("20260907"):
        return None
    day = datetime.strptime(digits, "%Y%m%d").replace(tzinfo=UTC)
    around = timedelta(days=2)
    found = occurrences(series, day - around, day + around)
    return next((one for one in found if one.id == event_id), None)


def series_id(event_id: str) -> str:
    """The id of the series, of one of its occurrences; else the id itself."""
    master, mark, _ = event_id.partition(_MARK)
    return f"{master}=" if mark else event_id


def _occurrence(series: Event, day: date, start: datetime, end: datetime) -> Event:
    one = copy.copy(series)
    one.id = f"{series.id.rstrip('=')}{_MARK}{day:%Y%m%d}="
    one.start, one.end, one.recurrence, one.series_master = start, end, None, series.id
    return one


def _days(recurrence: Mapping[str, Any], start: date, until: date) -> Iterator[date]:
    pattern, limits = recurrence["pattern"], recurrence["range"]
    if limits["type"] == "endDate":
        until = min(until, date.fromisoformat(limits["endDate"]))
    until = min(until, start + _LONGEST)
    every = (start + timedelta(days=n) for n in range((until - start).days + 1))
    falling = (day for day in every if _falls_on(pattern, start, day))
    return islice(
        falling, limits.get("numberOfOccurrences") if limits["type"] == "numbered" else None
    )


def _falls_on(pattern: Mapping[str, Any], start: date, day: date) -> bool:
    """Raises KeyError, ValueError for a pattern that is none."""
    months = (day.year - start.year) * 12 + day.month - start.month
    passed: float
    match pattern["type"]:
        case "daily":
            passed, falls = (day - start).days, True
        case "weekly":
            passed, falls = _weeks(pattern, start, day), _is_one_of(pattern, day)
        case "absoluteMonthly":
            passed, falls = months, _is_day(pattern, day)
        case "relativeMonthly":
            passed, falls = months, _is_nth(pattern, day)
        case "absoluteYearly":
            passed, falls = months / 12, _is_day(pattern, day) and day.month == pattern["month"]
        case "relativeYearly":
            passed, falls = months / 12, _is_nth(pattern, day) and day.month == pattern["month"]
        case unknown:
            raise ValueError(unknown)
    return falls and passed % pattern["interval"] == 0


def _weeks(pattern: Mapping[str, Any], start: date, day: date) -> int:
    first = _DAYS.index(pattern.get("firstDayOfWeek", "sunday").lower())
    begun = start - timedelta(days=(start.weekday() - first) % 7)
    return (day - begun).days // 7


def _is_one_of(pattern: Mapping[str, Any], day: date) -> bool:
    return day.weekday() in {_DAYS.index(name.lower()) for name in pattern["daysOfWeek"]}


def _is_day(pattern: Mapping[str, Any], day: date) -> bool:
    """The 31st is the last of a shorter month."""
    return day.day == min(int(pattern["dayOfMonth"]), calendar.monthrange(day.year, day.month)[1])


def _is_nth(pattern: Mapping[str, Any], day: date) -> bool:
    first = day.replace(day=1)
    length = calendar.monthrange(day.year, day.month)[1]
    month = (first + timedelta(days=n) for n in range(length))
    wanted = [one for one in month if _is_one_of(pattern, one)]
    chosen: date = wanted[_INDEXES[pattern.get("index", "first")]]
    return chosen == day
