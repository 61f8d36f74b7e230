"""The key on a mail or an event: a named property in Exchange that says what caused it.

A second one on events says what their attendees were last told.
Exchange compares values without regard to case, so they are best hexadecimal digests.
"""

from bot.m365.lists import quoted

# The namespace is this service's own; changing it would orphan every key written so far.
_PROPERTY = "String {5b1d8a0e-6c3f-4f7e-9a52-d0c7e4b6a913} Name cause"
_TOLD = "String {5b1d8a0e-6c3f-4f7e-9a52-d0c7e4b6a913} Name told"


def key_property(key: str) -> dict[str, str]:
    return {"id": _PROPERTY, "value": key}


def told_property(told: str) -> dict[str, str]:
    return {"id": _TOLD, "value": told}


def filter_told(told: str) -> str:
    return _filter(_TOLD, told)


def filter_key(key: str) -> str:
    return _filter(_PROPERTY, key)


def _filter(name: str, value: str) -> str:
    match = f"ep/id eq {quoted(name)} and ep/value eq {quoted(value)}"
    return f"singleValueExtendedProperties/any(ep: {match})"
