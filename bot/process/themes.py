"""Themes: three lists for the reports, suggested from a form's words and set by a person alone.

The lists are configuration, `config/themes.toml`: a theme's words may end in * to match any ending.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from pydantic import BaseModel, ConfigDict, TypeAdapter, ValidationError

from bot.partnership import UnableToReadConfiguration, first_fault, read_toml


class Theme(BaseModel):
    """A theme, and the words that make it worth suggesting."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str
    words: tuple[str, ...]

    def found_in(self, text: str) -> tuple[str, ...]:
        """Give the words of the text that suggest the theme, as they stand there."""
        hits = (match for word in self.words for match in re.findall(_pattern(word), text))
        return tuple(dict.fromkeys(" ".join(hit.lower().split()) for hit in hits))


class ThemeList(BaseModel):
    """One of the three lists: what people call it, the column that it belongs to, its themes."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    label: str
    column: str
    themes: tuple[Theme, ...]

    def named(self, text: str) -> tuple[str, ...]:
        """Read the themes that a person wrote into the column, one a line or parted by ';'."""
        known = {theme.name.casefold(): theme.name for theme in self.themes}
        written = (part.strip() for part in re.split(r"[;\n]", text))
        return tuple(dict.fromkeys(known.get(one.casefold(), one) for one in written if one))


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A theme that may fit, and the words that say so."""

    list_label: str
    theme: str
    words: tuple[str, ...]


def suggestions(lists: Iterable[ThemeList], text: str) -> tuple[Suggestion, ...]:
    """Suggest themes for a text, in the order of the lists."""
    return tuple(
        Suggestion(themes.label, theme.name, words)
        for themes in lists
        for theme in themes.themes
        if (words := theme.found_in(text))
    )


def load_themes(file: Path) -> tuple[ThemeList, ...]:
    """Read the three lists. Raises UnableToReadConfiguration with one line that names the file."""
    content = read_toml(file, absent="set CSCP_THEMES to the file of themes")
    try:
        return TypeAdapter(tuple[ThemeList, ...]).validate_python(content.get("lists"))
    except ValidationError as error:
        raise UnableToReadConfiguration(f"{file}: {first_fault(error)}") from None


def _pattern(word: str) -> re.Pattern[str]:
    """Match whole words, spaces of any kind between them, any ending where a word ends in *."""
    parts = (re.escape(part).replace(r"\*", r"\w*") for part in word.split())
    return re.compile(r"\b" + r"\s+".join(parts) + r"\b", re.IGNORECASE)
