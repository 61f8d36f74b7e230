"""How Graph writes moments and days, read and written in one place."""

from datetime import UTC, date, datetime, time

_NOON = time(12)


def moment(text: str) -> datetime:
    """Read a date-time; one without an offset is UTC, as event times are unless asked otherwise."""
    read = datetime.fromisoformat(text)
    return read if read.tzinfo else read.replace(tzinfo=UTC)


def write_moment(value: datetime) -> str:
    return value.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")


def write_day(value: date) -> str:
    """Write a date-only column's value: noon, since midnight may fall on the day before."""
    return write_moment(datetime.combine(value, _NOON, UTC))
