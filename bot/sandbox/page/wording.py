"""How dates, sizes and addresses read on the page: as people in the United Kingdom write them."""

import re
from datetime import date, datetime
from urllib.parse import quote
from zoneinfo import ZoneInfo

from bot.sandbox.core.clock import moment_of

LONDON = ZoneInfo("Europe/London")
_KILO = 1000
_ISO_DAY = re.compile(r"(?<![\w-])\d{4}-\d\d-\d\d(?![\w-])")


def local(value: datetime | str) -> datetime:
    """The moment on London's clock."""
    return (moment_of(value) if isinstance(value, str) else value).astimezone(LONDON)


def day(value: datetime | date | str) -> str:
    """`Mon 23 Nov 2026`"""
    found = value if type(value) is date else local(value)  # type: ignore[arg-type]
    return f"{found:%a} {found.day} {found:%b %Y}"


def moment(value: datetime | str) -> str:
    """`Mon 23 Nov 2026, 09:00`"""
    return f"{day(value)}, {local(value):%H:%M}"


def spoken(value: datetime | str) -> str:
    """`Monday 23 November 2026, 09:00`"""
    found = local(value)
    return f"{found:%A} {found.day} {found:%B %Y}, {found:%H:%M}"


def hour(value: datetime | str) -> str:
    """`09:00`"""
    return f"{local(value):%H:%M}"


def spelled(text: str) -> str:
    """A text whose ISO dates read as people write them: `born 22 Mar 2012`."""
    return _ISO_DAY.sub(_spelled_day, text)


def _spelled_day(found: re.Match[str]) -> str:
    """What only looks like a date stays as it is."""
    try:
        read = date.fromisoformat(found[0])
    except ValueError:
        return found[0]
    return f"{read.day} {read:%b %Y}"


def size(count: int) -> str:
    """`640 bytes`, `12 kB`, `1.4 MB`"""
    if count < _KILO:
        return f"{count} bytes"
    if count < _KILO * _KILO:
        return f"{count / _KILO:.0f} kB"
    return f"{count / _KILO / _KILO:.1f} MB"


def plural(count: int, one: str, many: str = "") -> str:
    """`1 mail`, `3 mails`"""
    return f"{count} {one if count == 1 else many or one + 's'}"


def segment(text: str) -> str:
    """A text as one segment of an address."""
    return quote(text, safe="@")
