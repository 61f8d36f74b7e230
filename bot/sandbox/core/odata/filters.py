"""Reads $filter into a tree. What the grammar here does not know is refused, never guessed."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from bot.sandbox.core.clock import moment_of
from bot.sandbox.core.errors import invalid_filter
from bot.sandbox.core.odata.tree import And, AnyOf, Compare, Literal, Node, Not, Or

_TOKEN = re.compile(
    r"""\s*(?:
      (?P<string>'(?:[^']|'')*')
    | (?P<moment>\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:\d\d)|\d{4}-\d\d-\d\d)
    | (?P<number>-?\d+(?:\.\d+)?)
    | (?P<name>[A-Za-z_@][\w.@]*(?:/[A-Za-z_][\w.]*)*)
    | (?P<mark>[(),:])
    )""",
    re.VERBOSE,
)
_OPERATORS = frozenset({"eq", "ne", "lt", "le", "gt", "ge"})
_FUNCTIONS = frozenset({"startswith", "endswith", "contains"})
_CONSTANTS: dict[str, Literal] = {"true": True, "false": False, "null": None}


@dataclass(frozen=True, slots=True)
class _Token:
    kind: str
    text: str


_END = _Token("end", "")


def parse_filter(text: str) -> Node:
    """Raises GraphError 400 when the expression cannot be read."""
    reader = _Reader(list(_tokens(text)))
    node = reader.disjunction()
    reader.expect_end()
    return node


def _tokens(text: str) -> Iterator[_Token]:
    position, end = 0, len(text.rstrip())
    while position < end:
        found = _TOKEN.match(text, position)
        if found is None or found.lastgroup is None:
            raise invalid_filter(f"syntax error at position {position} in '{text}'.")
        yield _Token(found.lastgroup, found.group(found.lastgroup))
        position = found.end()


class _Reader:
    """Recursive descent; `variable` is the lambda variable whose prefix paths lose."""

    def __init__(self, tokens: list[_Token]) -> None:
        self._tokens = tokens
        self._at = 0
        self._variable: str | None = None

    def disjunction(self) -> Node:
        node = self._conjunction()
        while self._take_word("or"):
            node = Or(node, self._conjunction())
        return node

    def expect_end(self) -> None:
        if self._peek() is not _END:
            raise invalid_filter(f"unexpected '{self._peek().text}'.")

    def _conjunction(self) -> Node:
        node = self._term()
        while self._take_word("and"):
            node = And(node, self._term())
        return node

    def _term(self) -> Node:
        if self._take_word("not"):
            return Not(self._term())
        if self._take_mark("("):
            node = self.disjunction()
            self._expect(")")
            return node
        return self._leaf(self._next("name").text)

    def _leaf(self, name: str) -> Node:
        if self._take_mark("("):
            if name.endswith("/any"):
                return self._any(name.removesuffix("/any"))
            return self._function(name.lower())
        operator = self._next("name").text.lower()
        if operator not in _OPERATORS:
            raise invalid_filter(f"unknown operator '{operator}'.")
        return Compare(self._path(name), operator, self._literal())

    def _function(self, name: str) -> Node:
        if name not in _FUNCTIONS:
            raise invalid_filter(f"unknown function '{name}'.")
        path = self._path(self._next("name").text)
        self._expect(",")
        value = self._literal()
        self._expect(")")
        if self._peek().text == "eq":
            self._at += 1
            return self._truth(Compare(path, name, value))
        return Compare(path, name, value)

    def _truth(self, node: Compare) -> Node:
        return node if self._literal() is True else Not(node)

    def _any(self, collection: str) -> Node:
        self._variable = self._next("name").text
        self._expect(":")
        condition = self.disjunction()
        self._expect(")")
        self._variable = None
        return AnyOf(collection, condition)

    def _path(self, name: str) -> str:
        if self._variable is None:
            return name
        if name == self._variable:
            return ""
        return name.removeprefix(f"{self._variable}/")

    def _literal(self) -> Literal:
        token = self._peek()
        self._at += 1
        match token.kind:
            case "string":
                return token.text[1:-1].replace("''", "'")
            case "moment":
                return moment_of(token.text)
            case "number":
                return float(token.text) if "." in token.text else int(token.text)
        if token.text.lower() in _CONSTANTS:
            return _CONSTANTS[token.text.lower()]
        raise invalid_filter(f"expected a value, found '{token.text}'.")

    def _peek(self) -> _Token:
        return self._tokens[self._at] if self._at < len(self._tokens) else _END

    def _next(self, kind: str) -> _Token:
        token = self._peek()
        if token.kind != kind:
            raise invalid_filter(f"expected a {kind}, found '{token.text}'.")
        self._at += 1
        return token

    def _take_word(self, word: str) -> bool:
        token = self._peek()
        if token.kind != "name" or token.text.lower() != word:
            return False
        self._at += 1
        return True

    def _take_mark(self, mark: str) -> bool:
        if self._peek() != _Token("mark", mark):
            return False
        self._at += 1
        return True

    def _expect(self, mark: str) -> None:
        if not self._take_mark(mark):
            raise invalid_filter(f"expected '{mark}', found '{self._peek().text}'.")
