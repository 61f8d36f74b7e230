"""Turns a filter tree into a plain function, so that testing thousands of items stays quick."""

from collections.abc import Callable
from datetime import datetime
from operator import eq, ge, gt, le, lt, ne
from typing import Any, TypeVar

from bot.sandbox.core.clock import moment_of
from bot.sandbox.core.odata.tree import And, AnyOf, Compare, Leaf, Literal, Node, Not, Or

T = TypeVar("T")
Test = Callable[[T], bool]

_OPERATIONS: dict[str, Callable[[Any, Any], bool]] = {
    "eq": eq,
    "ne": ne,
    "lt": lt,
    "le": le,
    "gt": gt,
    "ge": ge,
    "startswith": str.startswith,
    "endswith": str.endswith,
    "contains": str.__contains__,
}


def test_for(node: Node, leaf: Callable[[Leaf], Test[T]]) -> Test[T]:
    """`leaf` makes the test of one comparison; how they combine is decided here."""
    match node:
        case And(left, right):
            first, second = test_for(left, leaf), test_for(right, leaf)
            return lambda item: first(item) and second(item)
        case Or(left, right):
            first, second = test_for(left, leaf), test_for(right, leaf)
            return lambda item: first(item) or second(item)
        case Not(operand):
            inner = test_for(operand, leaf)
            return lambda item: not inner(item)
        case Compare() | AnyOf():
            return leaf(node)


def comparison(node: Compare, read: Callable[[T], Any]) -> Test[T]:
    """Compare what `read` gives with the literal: text ignoring case, moments as moments."""
    operation = _OPERATIONS[node.operator]
    wanted = comparable(node.value, like=node.value)
    if wanted is None:
        return lambda item: operation(read(item), None) if node.operator in ("eq", "ne") else False

    if node.operator == "eq" and isinstance(wanted, str):
        return _same_text(read, wanted)

    def test(item: T) -> bool:
        value = comparable(read(item), like=node.value)
        if value is None or not _alike(value, wanted):
            return node.operator == "ne"
        return operation(value, wanted)

    return test


def _same_text(read: Callable[[T], Any], wanted: str) -> Test[T]:
    """What most filters ask, without ceremony: it runs once for every item."""

    def test(item: T) -> bool:
        value = read(item)
        return isinstance(value, str) and value.casefold() == wanted

    return test


def comparable(value: Any, *, like: Literal) -> Any:
    """`value` in the form in which it is compared with a literal of the kind of `like`."""
    if isinstance(like, datetime) and isinstance(value, str):
        return moment_of(value)
    return value.casefold() if isinstance(value, str) else value


def _alike(value: Any, wanted: Any) -> bool:
    if isinstance(value, bool) or isinstance(wanted, bool):
        return isinstance(value, bool) and isinstance(wanted, bool)
    numbers = isinstance(value, int | float) and isinstance(wanted, int | float)
    return numbers or type(value) is type(wanted)
