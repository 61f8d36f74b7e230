"""$filter and $orderby on messages, with Exchange's rule on how the two must agree."""

from collections.abc import Iterable, Sequence
from typing import Any

from bot.sandbox.core.errors import not_implemented
from bot.sandbox.core.odata.evaluate import Test, comparison, test_for
from bot.sandbox.core.odata.filters import parse_filter
from bot.sandbox.core.odata.tree import AnyOf, Compare, Leaf, Node, comparisons
from bot.sandbox.mail.arrive import new_properties
from bot.sandbox.mail.errors import inefficient_filter, unknown_select
from bot.sandbox.mail.extended import extended_test
from bot.sandbox.mail.model import Message

_FILTERABLE = frozenset(
    {"receivedDateTime", "sentDateTime", "createdDateTime", "lastModifiedDateTime"}
    | {"internetMessageId", "conversationId", "subject", "importance", "isRead", "isDraft"}
    | {"hasAttachments", "from/emailAddress/address", "sender/emailAddress/address"}
    | {"from/emailAddress/name", "flag/flagStatus", "parentFolderId", "inferenceClassification"}
)


def found(messages: Iterable[Message], condition: str | None) -> list[Message]:
    """Raises GraphError 400 for a filter that Exchange would not take."""
    if condition is None:
        return list(messages)
    test = _test(parse_filter(condition))
    return [message for message in messages if test(message)]


def _test(node: Node) -> Test[Message]:
    return test_for(node, _leaf)


def _leaf(node: Leaf) -> Test[Message]:
    if isinstance(node, Compare):
        return _comparison(node)
    if node.collection == "singleValueExtendedProperties":
        return extended_test(node)
    if node.collection == "categories":
        return _category_test(node)
    raise not_implemented(f"$filter on {node.collection}")


def _comparison(node: Compare) -> Test[Message]:
    if node.path not in _FILTERABLE:
        raise unknown_select(node.path, "message")
    if "/" not in node.path and node.path in new_properties(""):
        return comparison(node, lambda message: message.properties[node.path])
    return comparison(node, lambda message: _value(message, node.path))


def _category_test(node: AnyOf) -> Test[Message]:
    if not isinstance(node.condition, Compare) or node.condition.path:
        raise not_implemented("this $filter on categories")
    wanted = comparison(node.condition, str)
    return lambda message: any(wanted(c) for c in message.properties["categories"])


def _value(message: Message, path: str) -> Any:
    if path == "hasAttachments":
        return message.has_attachments
    if path == "parentFolderId":
        return message.folder_id
    value: Any = message.properties
    for name in path.split("/"):
        value = value.get(name) if value else None
    return value


def ordered(
    messages: list[Message], order: Sequence[tuple[str, bool]], condition: str | None
) -> list[Message]:
    """Newest first unless asked otherwise. Raises GraphError 400 InefficientFilter."""
    if order and condition:
        _check_agreement(order, condition)
    for name, descending in reversed(order or (("receivedDateTime", True),)):
        if name not in _FILTERABLE:
            raise unknown_select(name, "message")
        messages = sorted(messages, key=lambda m: _sortable(_value(m, name)), reverse=descending)
    return messages


def _sortable(value: Any) -> tuple[bool, Any]:
    return (value is not None, value if value is not None else "")


def _check_agreement(order: Sequence[tuple[str, bool]], condition: str) -> None:
    """What is ordered by must be filtered by first, in the same order."""
    filtered = list(dict.fromkeys(c.path for c in comparisons(parse_filter(condition))))
    if filtered[: len(order)] != [name for name, _ in order]:
        raise inefficient_filter()


def received_since(condition: str) -> Test[Message]:
    """The only filter that delta takes: receivedDateTime ge|gt X. Raises GraphError 400."""
    node = parse_filter(condition)
    if not isinstance(node, Compare) or node.path != "receivedDateTime":
        raise inefficient_filter()
    if node.operator not in {"ge", "gt"}:
        raise inefficient_filter()
    return _test(node)
