"""Holds every request and answer to Microsoft's own description of Graph, where it is at hand."""

import functools
import json
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from jsonschema import Draft202012Validator
from referencing import Registry, Resource

from bot.sandbox import Exchange, Sandbox

SHARED = Path(__file__).parents[3] / "shared" / "graph"
_ERROR = "microsoft.graph.ODataErrors.ODataError"
# The schema at hand lost every property that is called "description"; Graph's metadata has them.
_DESCRIBED = ("baseItem", "site", "list", "columnDefinition", "drive", "driveItem", "listItem")


class UnlikeGraphError(AssertionError):
    """A request or an answer that Graph would not have."""


@functools.cache
def conformance() -> Callable[[Exchange], None] | None:
    """The observer that checks, or None when the description is not there."""
    if not SHARED.exists():
        return None
    return _Check(
        json.loads((SHARED / "graph-v1-strict.schema.json").read_text()),
        json.loads((SHARED / "graph-v1-subset.json").read_text()),
    )


@contextmanager
def held_to_graph(sandbox: Sandbox) -> Iterator[None]:
    """All traffic within the block is checked; told at its end, whoever caught what in between.

    Of answers that differ in nothing but their texts and numbers, one is looked at: rooms that
    speak to the sandbox thousands of times have no time for more. Raises UnlikeGraphError.
    """
    check, unlike = conformance(), list[UnlikeGraphError]()

    def observe(seen: Exchange) -> None:
        try:
            if check is not None and _is_new(seen):
                check(seen)
        except UnlikeGraphError as error:
            unlike.append(error)

    sandbox.observe(observe)
    yield
    if unlike:
        raise unlike[0]


def operations_of_graph() -> set[tuple[str, str]]:
    """(method, template) of all that the description knows, in one spelling."""
    description = json.loads((SHARED / "graph-v1-subset.json").read_text())
    return {
        (method, bare(path))
        for path, operations in description["paths"].items()
        for method in operations
        if method != "parameters"
    }


_KNOWN: set[object] = set()


def _is_new(seen: Exchange) -> bool:
    told = (seen.method, seen.template, seen.answer.status, _shape(seen.answer.body))
    asked = _shape(json.loads(seen.request_body)) if _has_json(seen) else None
    known = (told, asked) in _KNOWN
    _KNOWN.add((told, asked))
    return not known


def _shape(content: Any) -> object:
    if isinstance(content, dict):
        return frozenset((name, _shape(value)) for name, value in content.items())
    if isinstance(content, list):
        return frozenset(_shape(one) for one in content)
    return type(content)


class _Check:
    def __init__(self, schema: dict[str, Any], description: dict[str, Any]) -> None:
        self._known = schema["$defs"]
        for name in _DESCRIBED:
            properties = self._known[f"microsoft.graph.{name}"]["properties"]
            properties["description"] = {"type": ["string", "null"]}
        self._registry: Registry[Any] = Registry().with_resources(
            [
                ("answers", Resource.from_contents({**schema, "$id": "answers"})),
                ("requests", Resource.from_contents({**_any_case(schema), "$id": "requests"})),
            ]
        )
        self._validators: dict[str, Draft202012Validator] = {}
        self._operations = {
            (method, bare(path)): operation
            for path, operations in description["paths"].items()
            for method, operation in operations.items()
            if method != "parameters"
        }

    def __call__(self, seen: Exchange) -> None:
        operation = self._operations.get((seen.method.lower(), bare(seen.template)))
        if operation is None:
            return
        status = seen.answer.status
        if isinstance(seen.answer.body, dict):
            name = _ERROR if status >= 400 else _answer_type(operation, status)
            where = f"answer to {seen.method} {seen.template}"
            self._validate("answers", name, seen.answer.body, where)
        if status < 400 and _has_json(seen):
            content, where = json.loads(seen.request_body), f"{seen.method} {seen.template}"
            self._validate("requests", _body_type(operation), content, where)

    def _validate(self, side: str, name: str | None, content: Any, where: str) -> None:
        if name is None or name not in self._known:
            return
        errors = list(self._validator(f"{side}#/$defs/{name}").iter_errors(content))
        if errors:
            detail = f"{errors[0].json_path}: {errors[0].message}"
            raise UnlikeGraphError(f"{where} is not a {name}: {detail}")

    def _validator(self, name: str) -> Draft202012Validator:
        if name not in self._validators:
            made = Draft202012Validator({"$ref": name}, registry=self._registry)
            self._validators[name] = made
        return self._validators[name]


def _any_case(schema: Any) -> Any:
    """Graph writes enums in one case and reads them in any; truth values it reads as words too."""
    if isinstance(schema, list):
        return [_any_case(part) for part in schema]
    if not isinstance(schema, dict):
        return schema
    if "boolean" in schema.get("type", ()):
        return {**schema, "type": ["boolean", "null", "string"]}
    words = schema.get("enum")
    if isinstance(words, list) and all(isinstance(word, str) for word in words):
        rest = {key: value for key, value in schema.items() if key != "enum"}
        return {**rest, "pattern": f"^(?i:{'|'.join(map(re.escape, words))})$"}
    return {key: _any_case(value) for key, value in schema.items()}


def bare(path: str) -> str:
    """`/users/{user-id}/messages/delta()` -> `/users/{}/messages/delta`; root is an item."""
    path = re.sub(r"\{[^}]*\}", "{}", path.replace("root:/{item-path}:", "items/{}"))
    return re.sub(r"\(.*\)", "", path).lower()


def _has_json(seen: Exchange) -> bool:
    return bool(seen.request_body) and "json" in seen.request_headers.get("content-type", "")


def _answer_type(operation: dict[str, Any], status: int) -> str | None:
    described = operation["responses"].get(str(status))
    if described is None:
        raise UnlikeGraphError(f"{operation['operationId']} does not answer {status}")
    return _named(described.get("content", {}).get("application/json", {}).get("schema", {}))


def _body_type(operation: dict[str, Any]) -> str | None:
    content = operation.get("requestBody", {}).get("content", {})
    return _named(content.get("application/json", {}).get("schema", {}))


def _named(schema: dict[str, Any]) -> str | None:
    reference = schema.get("$ref", "")
    return reference.rpartition("/")[2] or None
