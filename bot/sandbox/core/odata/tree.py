"""The parts of a $filter expression, once read."""

from dataclasses import dataclass
from datetime import datetime

Literal = str | float | int | bool | datetime | None


@dataclass(frozen=True, slots=True)
class Compare:
    """`path operator value`: eq ne lt le gt ge, or the functions startswith, endswith, contains."""

    path: str
    operator: str
    value: Literal


@dataclass(frozen=True, slots=True)
class AnyOf:
    """`collection/any(variable: condition)`; paths in the condition have lost the variable."""

    collection: str
    condition: "Node"


@dataclass(frozen=True, slots=True)
class Not:
    operand: "Node"


@dataclass(frozen=True, slots=True)
class And:
    left: "Node"
    right: "Node"


@dataclass(frozen=True, slots=True)
class Or:
    left: "Node"
    right: "Node"


Leaf = Compare | AnyOf
Node = Leaf | Not | And | Or


def comparisons(node: Node) -> list[Compare]:
    """Every comparison on the item itself, in the order written."""
    match node:
        case Compare():
            return [node]
        case And(left, right) | Or(left, right):
            return comparisons(left) + comparisons(right)
        case Not(operand):
            return comparisons(operand)
        case AnyOf():
            return []


def conjuncts(node: Node) -> list[Leaf | Not | Or]:
    """The terms that must all hold."""
    if isinstance(node, And):
        return conjuncts(node.left) + conjuncts(node.right)
    return [node]
