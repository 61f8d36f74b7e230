"""Reads a partnership's configuration, or says in one line what is wrong with it."""

import tomllib
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from bot.partnership.partnership import Partnership

IN_OUR_WORDS = {
    "missing": "is missing: add it",
    "extra_forbidden": "is not known here: look at its spelling",
}


class UnableToReadConfiguration(Exception):
    """A configuration file is absent, not TOML, or says something that cannot be right."""


def load_partnership(folder: Path) -> Partnership:
    """Read a partnership's configuration.

    Raises UnableToReadConfiguration with one line that names the file and what to mend.
    """
    file = folder / "partnership.toml"
    content = read_toml(file, absent="set CSCP_CONFIG to the partnership's folder")
    try:
        return Partnership.model_validate(content)
    except ValidationError as error:
        raise UnableToReadConfiguration(f"{file}: {first_fault(error)}") from None


def read_toml(file: Path, *, absent: str) -> dict[str, Any]:
    """Read a file of configuration; `absent` says what to do where there is none.

    Raises UnableToReadConfiguration.
    """
    try:
        return tomllib.loads(file.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise UnableToReadConfiguration(f"{file} does not exist: {absent}") from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise UnableToReadConfiguration(f"{file} is not valid TOML: {error}") from None


def first_fault(error: ValidationError) -> str:
    """Say in one line what is wrong first, where, and how many faults there are more."""
    fault = error.errors()[0]
    place = ".".join(str(part) for part in fault["loc"])
    more = error.error_count() - 1
    rest = f" (and {more} more)" if more else ""
    said = IN_OUR_WORDS.get(fault["type"], fault["msg"].removeprefix("Value error, "))
    return f"{place}: {said}{rest}" if place else f"{said}{rest}"
