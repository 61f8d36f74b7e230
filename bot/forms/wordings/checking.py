"""Whether the file of label wordings has all that reading needs."""

from collections.abc import Mapping
from typing import Any

_LISTS = (
    "same",
    "ignored",
    "common",
    "not_answers",
    "prompts",
    "guidance",
    "guidance_heads",
    "answer_heads",
    "counting_heads",
    "elsewhere",
)
_TABLES = ("labels", "sections", "choices", "kinds", "asking")
_ASKED_IN_LISTS = ("acts", "actors", "plain", "heading", "roles", "bodies")
_ASKED_IN_TABLES = ("attributes", "owners", "days", "keys", "parts")


class UnableToReadLabels(Exception):
    """The file of label wordings cannot be used; the message says where it is wrong."""


def check(tables: Mapping[str, Any]) -> None:
    """Raise UnableToReadLabels with one line on the first thing that is missing."""
    for name in _LISTS:
        if not isinstance(tables.get(name), list):
            raise UnableToReadLabels(f"the list `{name}` is missing.")
    for name in _TABLES:
        if not isinstance(tables.get(name), dict):
            raise UnableToReadLabels(f"the tables [{name}.…] are missing.")
    if not all(_is_texts(group) and group for group in tables["same"]):
        raise UnableToReadLabels("each entry of `same` must be a list of texts.")
    _check_wordings(tables)
    _check_asking(tables["asking"])


def _check_wordings(tables: Mapping[str, Any]) -> None:
    for name in ("labels", "sections"):
        for key, entry in tables[name].items():
            wordings = entry.get("wordings") if isinstance(entry, dict) else None
            if not _is_texts(wordings):
                raise UnableToReadLabels(f"[{name}.{key}] needs `wordings`, a list of texts.")


def _check_asking(asking: Mapping[str, Any]) -> None:
    for name in _ASKED_IN_LISTS:
        if not _is_texts(asking.get(name)):
            raise UnableToReadLabels(f"[asking] needs `{name}`, a list of texts.")
    for name in _ASKED_IN_TABLES:
        if not isinstance(asking.get(name), dict):
            raise UnableToReadLabels(f"the table [asking.{name}] is missing.")


def _is_texts(value: object) -> bool:
    return isinstance(value, list) and all(isinstance(item, str) for item in value)
