"""Dates as people in England write them, or the reason why one cannot be relied on.

Day before month, always; a date that only the other order could save is no date.
"""

import calendar
import datetime as dt
import re
from dataclasses import dataclass

from bot.forms.wordings.wording import fold

_MONTHS = {name.casefold(): i for i, name in enumerate(calendar.month_name) if name}
_MONTHS |= {name.casefold(): i for i, name in enumerate(calendar.month_abbr) if name}
_MONTHS |= {"sept": 9, "febuary": 2, "feburary": 2, "janurary": 1, "agust": 8, "septmber": 9}
_NAME = "(" + "|".join(sorted(_MONTHS, key=len, reverse=True)) + r")\.?"
_DAY = r"(\d{1,2})"
_SEP = r"\s*[/.\-–—\\ ]\s*"
_YEAR = r"'?(\d{4}|\d{2})"
_END = r"(?![\d/])"

_ISO = re.compile(r"(?<!\d)(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?!\d)")
_NUMERIC = re.compile(rf"(?<![\d/]){_DAY}{_SEP}(\d{{1,2}}){_SEP}{_YEAR}{_END}")
_SOLID = re.compile(r"(?<!\d)(\d{2})(\d{2})(\d{4})(?!\d)")
_DAY_NAME = re.compile(
    rf"(?<![\d/]){_DAY}\s*(?:st|nd|rd|th)?\s*(?:of\s+)?[-/., ]*{_NAME}[-/., ]*{_YEAR}{_END}"
)
_NAME_DAY = re.compile(rf"\b{_NAME}\s+{_DAY}(?:st|nd|rd|th)?,?\s+(\d{{4}}){_END}")
_MONTH_ONLY = re.compile(rf"\b{_NAME}[-/., ]*'?(\d{{4}}|\d{{2}}){_END}")
_MONTH_NUMBER = re.compile(r"(?<![\d/.\-])(\d{1,2})\s*[/.]\s*(\d{4})(?!\d)")
_CLOCK = re.compile(r"\b\d{1,2}[:.]\d{2}\s*(?:hrs?|hours|am|pm)?\b(?![./]\d)|\b\d{1,2}\s*[ap]m\b")
_AGE = re.compile(r"\b(?:aged?|years?|yrs?|months?|weeks?|y/?o|old)\b")
_UNSURE = re.compile(
    r"\?|\bapprox|\babout\b|\bcirca\b|\bc\.|\baround\b|\best\b|estimat|\bor\b|unsure"
)
_RANGE = re.compile(r"\bbetween\b|\bto\b|\s[-–—]\s|\band\b|\bfrom\b|\buntil\b")
_BIRTH_EXPECTED = re.compile(r"\bedd\b|expected|\bdue\b|unborn|estimated date of delivery")
_WEEKDAYS = {name.casefold(): i for i, name in enumerate(calendar.day_name)}
_WEEKDAYS |= {name.casefold(): i for i, name in enumerate(calendar.day_abbr)}
_PIVOT = 70


@dataclass(frozen=True, slots=True)
class DateReading:
    """A date as ISO text ("2025-03-12", or "2025-03" where only the month is known), or a reason.

    `doubt` says what a person should look at although a date was read.
    """

    iso: str = ""
    reason: str = ""
    doubt: str = ""


def read_date(text: str, *, control: str = "") -> DateReading:
    """Read the date in an answer; `control` is what a date control holds beside its text."""
    said = _tidy(text)
    if not said:
        return DateReading()
    if _BIRTH_EXPECTED.search(said):
        return DateReading(reason="an expected date of delivery, not a date of birth")
    found = _all_dates(said)
    if control and _agrees(control, said):
        return DateReading(control)
    if not found:
        return DateReading(reason=_why_not(said))
    return _choose(found, said)


def opening_day(text: str) -> str:
    """The day (ISO) that a text begins with and then tells of: "3/2/26 not agreed"; or nothing."""
    day, *told = text.split() or [""]
    return read_date(day).iso if told else ""


def _tidy(text: str) -> str:
    said = fold(text.strip(" _…\t\n"))
    said = re.sub(r"(?<=\d)[oO](?=\d)|(?<=\d)l(?=\d)", "0", said) if "/" in said else said
    return re.sub(r"[_…]+", " ", said).strip()


def _all_dates(said: str) -> list[str]:
    """Every date in the text, in order, one for each place."""
    taken: list[tuple[int, int, str]] = []
    for pattern, order in (
        (_ISO, "ymd"),
        (_DAY_NAME, "dmy"),
        (_NAME_DAY, "mdy"),
        (_NUMERIC, "dmy"),
        (_SOLID, "dmy"),
        (_MONTH_ONLY, "my"),
        (_MONTH_NUMBER, "my"),
    ):
        for match in pattern.finditer(said):
            if all(match.end() <= start or match.start() >= end for start, end, _ in taken):
                taken.append((match.start(), match.end(), _iso(match.groups(), order)))
    return [iso for _, _, iso in sorted(taken)]


def _iso(parts: tuple[str, ...], order: str) -> str:
    """The parts as ISO text, or nothing when there is no such day."""
    named = dict(zip(order, parts, strict=True))
    year = _year(named["y"])
    month = _MONTHS.get(named["m"]) or (int(named["m"]) if named["m"].isdigit() else 0)
    if not 1 <= month <= 12 or not 1900 <= year <= 2100:
        return ""
    if "d" not in named:
        return f"{year:04d}-{month:02d}"
    try:
        return dt.date(year, month, int(named["d"])).isoformat()
    except ValueError:
        return ""


def _year(text: str) -> int:
    number = int(text)
    if len(text) > 2:
        return number
    return number + (2000 if number < _PIVOT else 1900)


def _choose(found: list[str], said: str) -> DateReading:
    sound = [iso for iso in found if iso]
    if not sound or len(sound) < len(found):
        return DateReading(reason="no such day in the calendar")
    if len(set(sound)) > 1:
        if len(sound) == 2 and _RANGE.search(said):
            return DateReading(f"{sound[0]}/{sound[1]}", doubt="a range of dates")
        return DateReading(reason="more than one date")
    if _UNSURE.search(_CLOCK.sub(" ", _without_time(said))):
        return DateReading(reason="the date is only approximate")
    return DateReading(sound[0], doubt=_weekday_doubt(sound[0], said))


def _without_time(said: str) -> str:
    """The text without "at approx 2.30pm", which casts no doubt on the day."""
    return re.sub(
        r"\b(?:at|@|around|about|approx\w*\.?)\s*(?:approx\w*\.?\s*)?\d{1,2}[:.]?\d{0,2}\s*(?:[ap]m|hrs?)?\b(?![/.]\d)",
        " ",
        said,
    )


def _weekday_doubt(iso: str, said: str) -> str:
    named = [day for name, day in _WEEKDAYS.items() if re.search(rf"\b{name}\b", said)]
    if len(iso) != 10 or not named:
        return ""
    actual = dt.date.fromisoformat(iso).weekday()
    return "" if actual in named else "the weekday does not fit the date"


def _agrees(control: str, said: str) -> bool:
    """Whether a control's own date is the one that its text shows, in whatever order."""
    try:
        date = dt.date.fromisoformat(control)
    except ValueError:
        return False
    numbers = sorted(int(part) % 100 for part in re.findall(r"\d+", said) if len(part) <= 4)
    return numbers == sorted([date.day, date.month, date.year % 100]) and len(control) == 10


def _why_not(said: str) -> str:
    if _AGE.search(said):
        return "an age, not a date"
    if any(character.isdigit() for character in said):
        return "not a date that can be read for certain"
    return "words, not a date"
