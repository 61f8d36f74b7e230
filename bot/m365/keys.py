"""The key on a mail or an event: a named property in Exchange that says what caused it.

Exchange compares its value without regard to case, so keys are best hexadecimal digests.
"""

from collections.abc import Mapping
from typing import Any

from bot.m365.lists import quoted

# The namespace is this service's own; changing it would orphan every key written so far.
_PROPERTY = "String {5b1d8a0e-6c3f-4f7e-9a52-d0c7e4b6a913} Name cause"


def key_property(key: str) -> dict[str, str]:
    return {"id": _PROPERTY, "value": key}


def filter_key(key: str) -> str:
    match = f"ep/id eq {quoted(_PROPERTY)} and ep/value eq {quoted(key)}"
    return f"singleValueExtendedProperties/any(ep: {match})"


def expand_key() -> str:
    return f"singleValueExtendedProperties($filter=id eq {quoted(_PROPERTY)})"


def read_key(answer: Mapping[str, Any]) -> str:
    """Read the key of an item that was asked for with `expand_key`; empty if it has none."""
    properties = answer.get("singleValueExtendedProperties") or ()
    return next((str(found["value"]) for found in properties if found["id"] == _PROPERTY), "")
