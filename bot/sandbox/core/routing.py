"""Which handler answers a path. SharePoint's colon addresses become one segment before matching."""

import re
from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from bot.sandbox.core.calls import Answer, Call
from bot.sandbox.core.errors import method_not_allowed, not_implemented

if TYPE_CHECKING:
    from bot.sandbox.tenant import Tenant

Handler = Callable[["Tenant", Call], Answer | Awaitable[Answer]]

# What stands before a site where a drive's id would be, when the site's own drive is meant.
DRIVE_OF_SITE = "site="

_SEGMENT = re.compile(r"(?:[^/(]|\((?:'[^']*'|[^()'])*\))+")
_FUNCTION = re.compile(r"(?:microsoft\.graph\.)?(\w+)\((.*)\)$", re.DOTALL)
_KEYED = re.compile(r"(\w+)\('([^']*)'\)$")
# An enum argument carries its type in front: TimeZoneStandard=microsoft.graph.x'Iana'.
_ARGUMENT = re.compile(r"(\w+)=(?:[\w.]*'([^']*)'|([^,]*))")


@dataclass(frozen=True, slots=True)
class Route:
    """`needs` is a permission (see login.access), "" for none; `options` its query options."""

    method: str
    template: str
    handler: Handler
    needs: str
    options: frozenset[str] = frozenset()


def options(*names: str) -> frozenset[str]:
    return frozenset(names)


class Match(NamedTuple):
    route: Route
    parameters: dict[str, str]
    arguments: dict[str, str]


@dataclass(slots=True)
class _Node:
    literals: dict[str, "_Node"] = field(default_factory=dict)
    parameter: "_Node | None" = None
    routes: dict[str, Route] = field(default_factory=dict)


class Router:
    """A tree of segments: a look-up costs the depth of the path, however many routes there are."""

    def __init__(self, routes: Iterable[Route]) -> None:
        self._root = _Node()
        for route in routes:
            self._add(route)

    def _add(self, route: Route) -> None:
        node = self._root
        for segment in route.template.strip("/").split("/"):
            if segment.startswith("{"):
                node.parameter = node.parameter or _Node()
                node = node.parameter
            else:
                node = node.literals.setdefault(segment.lower(), _Node())
        node.routes[route.method] = route

    def match(self, method: str, path: str) -> Match:
        """Raises GraphError: 501 for a path that nobody serves, 405 for another method."""
        segments, arguments = segments_of(path)
        found = self._walk(self._root, segments, [])
        if found is None:
            raise not_implemented(f"{method} {template_like(segments)}")
        node, values = found
        if method not in node.routes:
            raise (
                method_not_allowed()
                if method not in _METHODS
                else not_implemented(f"{method} {next(iter(node.routes.values())).template}")
            )
        route = node.routes[method]
        names = re.findall(r"\{(\w+)\}", route.template)
        return Match(route, dict(zip(names, values, strict=True)), arguments)

    def _walk(
        self, node: _Node, rest: list[str], values: list[str]
    ) -> tuple[_Node, list[str]] | None:
        if not rest:
            return (node, values) if node.routes else None
        literal = node.literals.get(rest[0].lower())
        found = self._walk(literal, rest[1:], values) if literal else None
        if found is None and node.parameter is not None:
            found = self._walk(node.parameter, rest[1:], [*values, rest[0]])
        return found


_METHODS = frozenset({"GET", "POST", "PUT", "PATCH", "DELETE"})


def segments_of(path: str) -> tuple[list[str], dict[str, str]]:
    """Segments, colon addresses merged and function calls bare; and the functions' arguments."""
    arguments: dict[str, str] = {}
    merged = _merge_addresses(_with_keys_apart(_SEGMENT.findall(path)))
    segments = _with_root_as_item(_with_drive_named(merged))
    for position, segment in enumerate(segments):
        if called := _FUNCTION.match(segment):
            segments[position] = called[1]
            arguments.update(
                (name, quoted or bare) for name, quoted, bare in _ARGUMENT.findall(called[2])
            )
        elif segment.lower().startswith("microsoft.graph."):
            segments[position] = segment[len("microsoft.graph.") :]
    return segments, arguments


def _with_keys_apart(pieces: list[str]) -> list[str]:
    """`messages('x')` is `messages/x`."""
    apart: list[str] = []
    for piece in pieces:
        keyed = _KEYED.match(piece)
        apart += keyed.groups() if keyed else [piece]
    return apart


def _merge_addresses(pieces: list[str]) -> list[str]:
    """`root:`, `A`, `B.docx:`, `content` -> `root:/A/B.docx`, `content`."""
    merged: list[str] = []
    address: list[str] | None = None
    for piece in pieces:
        if address is None and piece.endswith(":"):
            address = [piece]
        elif address is None:
            merged.append(piece)
        elif piece.endswith(":"):
            merged.append("/".join([*address, piece[:-1]]))
            address = None
        else:
            address.append(piece)
    return merged if address is None else [*merged, "/".join(address)]


def _with_drive_named(segments: list[str]) -> list[str]:
    """`/sites/{s}/drive/root` is `/drives/{that of s}/root`: one address for every drive."""
    if segments[:1] == ["sites"] and segments[2:3] == ["drive"] and segments[3:]:
        return ["drives", f"{DRIVE_OF_SITE}{segments[1]}", *segments[3:]]
    return segments


def _with_root_as_item(segments: list[str]) -> list[str]:
    """`/drives/{d}/root…` is `/drives/{d}/items/root…`: one address for every drive item."""
    for position, segment in enumerate(segments):
        inside_drive = segments[max(position - 2, 0) : position - 1] == ["drives"]
        if inside_drive and (segment == "root" or segment.startswith("root:")):
            return [*segments[:position], "items", *segments[position:]]
    return segments


def template_like(segments: list[str]) -> str:
    """The path with everything that looks like a value left out, fit for messages and logs."""
    return "/" + "/".join(s if s.replace("$", "").isalpha() else "{}" for s in segments)
