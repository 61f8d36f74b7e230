"""Columns: their definition as a client sends it, and the rules on creating and indexing them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from bot.sandbox.core.errors import unknown_property
from bot.sandbox.sites.errors import invalid_request

MOST_INDEXES = 20
FACETS = (
    *("text", "number", "currency", "boolean", "dateTime", "choice", "personOrGroup", "lookup"),
    *("hyperlinkOrPicture", "calculated", "term", "thumbnail", "geolocation"),
)
_FACET_PROPERTIES: dict[str, frozenset[str]] = {
    "text": frozenset(
        {"allowMultipleLines", "appendChangesToExistingText", "linesForEditing"}
        | {"maxLength", "textType"}
    ),
    "number": frozenset({"decimalPlaces", "displayAs", "minimum", "maximum"}),
    "currency": frozenset({"locale"}),
    "boolean": frozenset(),
    "dateTime": frozenset({"displayAs", "format"}),
    "choice": frozenset({"allowTextEntry", "choices", "displayAs"}),
    "personOrGroup": frozenset({"allowMultipleSelection", "chooseFromType", "displayAs"}),
    "lookup": frozenset(
        {"allowMultipleValues", "allowUnlimitedLength", "columnName", "listId"}
        | {"primaryLookupColumnId"}
    ),
    "hyperlinkOrPicture": frozenset({"isPicture"}),
    "calculated": frozenset({"format", "formula", "outputType"}),
}
_OWN = frozenset(
    {"name", "displayName", "description", "required", "hidden", "indexed"}
    | {"enforceUniqueValues", "readOnly", "defaultValue", "columnGroup"}
)
_CHANGEABLE = _OWN - {"name", "readOnly"}


@dataclass(slots=True)
class Column:
    id: str
    name: str
    kind: str
    facet: dict[str, Any] = field(default_factory=dict)
    settings: dict[str, Any] = field(default_factory=dict)

    @property
    def indexed(self) -> bool:
        return bool(self.settings.get("indexed"))

    @property
    def unique(self) -> bool:
        return bool(self.settings.get("enforceUniqueValues"))

    @property
    def read_only(self) -> bool:
        return bool(self.settings.get("readOnly")) or self.kind == "calculated"

    @property
    def is_multiple(self) -> bool:
        flags = ("allowMultipleSelection", "allowMultipleValues")
        return self.facet.get("displayAs") == "checkBoxes" or any(self.facet.get(f) for f in flags)

    @property
    def is_lookup(self) -> bool:
        return self.kind in {"personOrGroup", "lookup"}

    @property
    def can_be_indexed(self) -> bool:
        long_text = self.kind == "text" and bool(self.facet.get("allowMultipleLines"))
        return not (long_text or self.is_multiple or self.kind == "calculated")

    def as_json(self) -> dict[str, Any]:
        usual = {
            "columnGroup": "Custom Columns",
            "description": "",
            "displayName": self.name,
            "enforceUniqueValues": False,
            "hidden": False,
            "indexed": False,
            "readOnly": False,
            "required": False,
        }
        return {"id": self.id, "name": self.name, **usual, **self.settings, self.kind: self.facet}


def new_column(definition: Mapping[str, Any], *, column_id: str) -> Column:
    """Raises GraphError 400: no name, not just one type, unknown properties, impossible index."""
    name = definition.get("name") or definition.get("displayName")
    if not isinstance(name, str) or not name:
        raise invalid_request("A column needs a 'name'.")
    kinds = [facet for facet in FACETS if definition.get(facet) is not None]
    if len(kinds) != 1:
        raise invalid_request(f"The column '{name}' needs exactly one type facet.")
    kind = kinds[0]
    _check_names(definition, kind)
    settings = {key: definition[key] for key in _OWN - {"name"} if key in definition}
    column = Column(column_id, internal_name(name), kind, _facet(kind, definition[kind]), settings)
    check_column(column)
    return column


def _facet(kind: str, given: Mapping[str, Any]) -> dict[str, Any]:
    """With the defaults that SharePoint fills in."""
    unknown = [n for n in given if "@" not in n and n not in _FACET_PROPERTIES.get(kind, ())]
    if unknown:
        raise unknown_property(unknown[0], f"{kind}Column")
    facet = {name: value for name, value in given.items() if "@" not in name}
    if kind == "text" and not facet.get("allowMultipleLines"):
        facet.setdefault("maxLength", 255)
    return facet


def _check_names(definition: Mapping[str, Any], kind: str) -> None:
    for name in definition:
        if "@" not in name and name not in _OWN and name != kind:
            raise unknown_property(name, "columnDefinition")


def internal_name(name: str) -> str:
    """Fixed at creation, with blanks encoded as SharePoint does it."""
    return name.replace(" ", "_x0020_")


def check_column(column: Column) -> None:
    """Raises GraphError 400 when its settings contradict each other."""
    if column.unique and not column.indexed:
        raise invalid_request(
            f"The column '{column.name}' must be indexed to enforce unique values."
        )
    if column.indexed and not column.can_be_indexed:
        raise invalid_request(f"The column '{column.name}' is of a type that cannot be indexed.")


def changed_settings(column: Column, definition: Mapping[str, Any]) -> Column:
    """The column with those settings changed. Raises GraphError 400."""
    for name in definition:
        if "@" not in name and name not in _CHANGEABLE and name != column.kind:
            raise unknown_property(name, "columnDefinition")
    settings = {**column.settings, **{k: v for k, v in definition.items() if k in _CHANGEABLE}}
    facet = {**column.facet, **_facet(column.kind, definition.get(column.kind) or {})}
    changed = Column(column.id, column.name, column.kind, facet, settings)
    check_column(changed)
    return changed
