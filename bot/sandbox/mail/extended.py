"""Single-value extended properties: their ids, and finding a message by one."""

import re
from typing import Any

from bot.sandbox.core.errors import GraphError, invalid_filter
from bot.sandbox.core.odata.evaluate import Test
from bot.sandbox.core.odata.filters import parse_filter
from bot.sandbox.core.odata.tree import AnyOf, Compare, conjuncts

_NAMED = re.compile(r"(\w+) \{([0-9a-fA-F-]{36})\} (Name|Id) (.+)$", re.IGNORECASE)
_TAG = re.compile(r"(\w+) (0x[0-9a-fA-F]{1,8})$")


def property_key(property_id: str) -> str:
    """One spelling per property: only the name minds its case. Raises GraphError 400."""
    if named := _NAMED.match(property_id):
        kind, guid, by, name = named.groups()
        return f"{kind.capitalize()} {{{guid.lower()}}} {by.capitalize()} {name}"
    if tag := _TAG.match(property_id):
        return f"{tag[1].capitalize()} {tag[2].lower()}"
    raise GraphError(
        400, "ErrorInvalidProperty", f"The extended property id '{property_id}' is not valid."
    )


def write_extended(value: Any) -> dict[str, str]:
    """Raises GraphError 400."""
    if not isinstance(value, list):
        raise GraphError(400, "ErrorInvalidProperty", "A collection of properties was expected.")
    return {property_key(str(one.get("id"))): str(one.get("value") or "") for one in value}


def expanded(extended: dict[str, str], condition: str | None) -> list[dict[str, str]]:
    """What $expand=singleValueExtendedProperties($filter=id eq '…') gives."""
    if condition is None:
        raise invalid_filter("singleValueExtendedProperties need a $filter on id.")
    wanted = [_id_in(part) for part in re.split(r"\s+or\s+", condition)]
    return [{"id": key, "value": extended[key]} for key in wanted if key in extended]


def _id_in(condition: str) -> str:
    node = parse_filter(condition)
    if not isinstance(node, Compare) or node.path != "id" or node.operator != "eq":
        raise invalid_filter("only id eq '…' is allowed on extended properties.")
    return property_key(str(node.value))


def extended_test(node: AnyOf) -> Test[Any]:
    """any(ep: ep/id eq '…' and ep/value eq '…'): the name by case, the value without."""
    terms = {t.path: t for t in conjuncts(node.condition) if isinstance(t, Compare)}
    if "id" not in terms or terms["id"].operator != "eq" or terms.keys() - {"id", "value"}:
        raise invalid_filter("extended properties are found by ep/id eq '…' and ep/value eq '…'.")
    key, value = property_key(str(terms["id"].value)), terms.get("value")
    if value is None:
        return lambda item: key in item.extended
    if value.operator != "eq":
        raise invalid_filter("ep/value takes eq only.")
    wanted = str(value.value).casefold()
    return lambda item: key in item.extended and item.extended[key].casefold() == wanted
