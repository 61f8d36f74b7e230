"""What a column accepts, and how it keeps it."""

from collections.abc import Mapping
from datetime import UTC, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from bot.sandbox.core.clock import iso, moment_of
from bot.sandbox.sites.columns import Column
from bot.sandbox.sites.errors import (
    invalid_request,
    multi_value_unannotated,
    read_only_field,
    text_too_long,
    wrong_value,
)

SITE_ZONE = ZoneInfo("Europe/London")
MOST_CHARACTERS = 63_999


def stored(column: Column, value: Any, annotations: Mapping[str, Any], *, strict: bool) -> Any:
    """The value as it is kept; None and "" clear it. `strict` refuses choices outside the set.

    Raises GraphError 400.
    """
    if column.read_only:
        raise read_only_field(column.name)
    if value is None or value == "":
        return None
    if column.is_multiple and not column.is_lookup:
        return _strings(column, value, annotations)
    readers = {
        "text": _text,
        "number": _number,
        "currency": _number,
        "boolean": _boolean,
        "dateTime": _moment,
        "choice": _strict_choice if strict else _choice,
        "personOrGroup": _lookup,
        "lookup": _lookup,
    }
    if column.kind not in readers:
        raise invalid_request(f"Writing the {column.kind} column '{column.name}' is not supported.")
    return readers[column.kind](column, value)


def _text(column: Column, value: Any) -> str:
    if not isinstance(value, str):
        raise wrong_value(column.name, "a string")
    long = column.facet.get("allowMultipleLines")
    most = MOST_CHARACTERS if long else int(column.facet.get("maxLength", 255))
    if len(value) > most:
        raise text_too_long(column.name, most)
    return value


def _number(column: Column, value: Any) -> float | int:
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise wrong_value(column.name, "a number")
    least, most = column.facet.get("minimum"), column.facet.get("maximum")
    if (least is not None and value < least) or (most is not None and value > most):
        raise wrong_value(column.name, f"between {least} and {most}")
    return value


def _boolean(column: Column, value: Any) -> bool:
    if not isinstance(value, bool):
        raise wrong_value(column.name, "true or false")
    return value


def _moment(column: Column, value: Any) -> str:
    """A date without time is midnight of the site's own zone, shown in UTC."""
    if not isinstance(value, str):
        raise wrong_value(column.name, "an ISO 8601 date")
    try:
        moment = moment_of(value)
    except ValueError:
        raise wrong_value(column.name, "an ISO 8601 date") from None
    if column.facet.get("format") == "dateOnly":
        day = moment.astimezone(SITE_ZONE).date()
        moment = datetime.combine(day, time(), SITE_ZONE)
    return iso(moment.astimezone(UTC))


def _choice(column: Column, value: Any) -> str:
    if not isinstance(value, str):
        raise wrong_value(column.name, "a string")
    return value


def _strict_choice(column: Column, value: Any) -> str:
    if value not in column.facet.get("choices", ()) and not column.facet.get("allowTextEntry"):
        raise wrong_value(column.name, "one of its choices")
    return _choice(column, value)


def _strings(column: Column, value: Any, annotations: Mapping[str, Any]) -> list[str]:
    if annotations.get(f"{column.name}@odata.type") != "Collection(Edm.String)":
        raise multi_value_unannotated(column.name)
    if not isinstance(value, list) or not all(isinstance(v, str) for v in value):
        raise wrong_value(column.name, "a collection of strings")
    return value


def _lookup(column: Column, value: Any) -> int | list[int]:
    """Ids of rows; Graph takes numbers and numbers as text."""
    many = value if isinstance(value, list) else [value]
    if isinstance(value, list) != column.is_multiple:
        raise wrong_value(f"{column.name}LookupId", "a collection" if column.is_multiple else "one")
    if not all(str(one).isdecimal() for one in many):
        raise wrong_value(f"{column.name}LookupId", "the id of a row")
    ids = [int(one) for one in many]
    return ids if column.is_multiple else ids[0]
