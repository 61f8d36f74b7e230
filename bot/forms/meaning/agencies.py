"""Lists of agencies as people write them: lines, commas, semicolons, "and"; one name each."""

import re
from collections.abc import Iterable

from bot.forms.meaning.people import squash

_BRACKETED = re.compile(r"\([^()]*\)")
_SPLIT_LINES = re.compile(r"\n+")
_BULLET = re.compile(r"^\s*(?:[•·▪*\-–—]|\d{1,2}[.)])\s+")
_INNER_AND = re.compile(
    r"\b(children|fire|child|adults?|families|nursing|accident|health|school|learning|community"
    r"|housing|education|early|youth|law|home|safety|mental|physical|research)"
    r"\s+(?:and|&)\s+"
    r"(families|rescue|young people|wellbeing|social care|skills|safety|midwifery|emergency|care"
    r"|adults?|support|sixth form|community|learning|inclusion|development|youth|education)\b",
    re.IGNORECASE,
)
_GLUED = re.compile(r"(?<=[a-z]{3})(?=[A-Z][a-z])|(?<=\w\))(?=[A-Z])")
_STILL_GLUED = re.compile(r"[a-z]{3}[A-Z]{2,}|\w\)[A-Z]")
_MARK = "\x00"


def split_agencies(text: str) -> list[str]:
    """The agencies named in an answer, in order, as written."""
    names: list[str] = []
    for line in _SPLIT_LINES.split(text):
        for part in _unglued(_BULLET.sub("", line)):
            names += _split_line(part)
    seen: dict[str, str] = {}
    for name in names:
        tidy = squash(name).strip(" .")
        if any(character.isalpha() for character in tidy):
            seen.setdefault(tidy.casefold(), tidy)
    return list(seen.values())


def is_run_together(names: list[str]) -> bool:
    """Whether some name is still two, so that nobody can say where one ends."""
    return any(_STILL_GLUED.search(name) for name in names)


def _unglued(line: str) -> list[str]:
    """Names that a converter ran together ("HospitalAnyshire Police"), apart again."""
    parts = _GLUED.split(line)
    return parts if all(" " in part.strip() for part in parts) else [line]


def _split_line(line: str) -> list[str]:
    kept = _BRACKETED.sub(lambda m: re.sub(r"[,;/]|\band\b", _hide, m[0]), line)
    kept = _INNER_AND.sub(lambda m: re.sub(r"\band\b|&", _hide, m[0]), kept)
    for separator in (r";", r"\s/\s|\s\|\s|\t+| {3,}", r",(?!\d)"):
        parts = re.split(separator, kept)
        if len(parts) > 1:
            last = (
                re.split(r"\s+(?:and|&)\s+", parts[-1]) if separator == r",(?!\d)" else parts[-1:]
            )
            parts = [*parts[:-1], *last]
            return [_show(part) for part in _trimmed(parts)]
    return [_show(part) for part in re.split(r"\s+and\s+", kept)]


def _trimmed(parts: Iterable[str]) -> list[str]:
    return [re.sub(r"^\s*(?:and|&)\s+", "", part) for part in parts if part.strip()]


def _hide(match: re.Match[str]) -> str:
    return _MARK + {",": "c", ";": "s", "/": "l", "and": "a", "&": "m"}[match[0].lower()] + _MARK


def _show(text: str) -> str:
    for key, word in {"c": ",", "s": ";", "l": "/", "a": "and", "m": "&"}.items():
        text = text.replace(f"{_MARK}{key}{_MARK}", word)
    return text
