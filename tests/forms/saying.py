"""Readings compared as people would: case, spaces and punctuation say nothing."""

import re
from typing import Any

from bot.forms import Reading


def alike(value: Any) -> Any:
    """A value without what does not matter; an empty one as None."""
    if isinstance(value, str):
        return re.sub(r"[\W_]+", "", value.casefold()) or None
    if isinstance(value, list):
        return [alike(item) for item in value] or None
    if isinstance(value, dict):
        return {key: alike(item) for key, item in value.items()}
    return value


def says(reading: Reading, expected: dict[str, Any]) -> dict[str, Any]:
    """The fields that differ from what a form says, with what was read; empty when all agree."""
    return {
        name: reading.fields.get(name)
        for name, value in expected.items()
        if alike(reading.fields.get(name)) != alike(value)
    }
