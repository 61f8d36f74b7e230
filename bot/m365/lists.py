"""SharePoint lists as the port gives and takes them: their columns and their rows."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from types import MappingProxyType
from typing import Any, Literal, TypeAlias

from bot.m365.times import moment, write_day, write_moment

FieldValue: TypeAlias = (
    str | int | float | bool | date | datetime | list[str] | list[int] | tuple[str, ...] | None
)
ColumnKind: TypeAlias = Literal[
    "text", "note", "number", "boolean", "date", "datetime", "choice", "person", "link"
]
ListTemplate: TypeAlias = Literal["genericList", "documentLibrary"]

_FACETS: Mapping[str, tuple[str, dict[str, Any]]] = MappingProxyType(
    {
        "text": ("text", {}),
        "note": ("text", {"allowMultipleLines": True, "textType": "plain"}),
        "number": ("number", {}),
        "boolean": ("boolean", {}),
        "date": ("dateTime", {"format": "dateOnly"}),
        "datetime": ("dateTime", {"format": "dateTime"}),
        "choice": ("choice", {}),
        "person": ("personOrGroup", {"allowMultipleSelection": False}),
        "link": ("hyperlinkOrPicture", {"isPicture": False}),
    }
)


_FIRST = "1.0"
_FOLDER = "0x0120"  # so begin the ids of SharePoint's content types that are folders


@dataclass(frozen=True, slots=True)
class Column:
    """A column to create, or one that is there. `name` is fixed once created; avoid spaces in it.

    `kind` is None for a column whose type is none of those that the service creates. A unique
    column is indexed too; SharePoint allows twenty indexes a list and compares unique text
    caselessly.
    """

    name: str
    kind: ColumnKind | None
    title: str = ""
    description: str = ""
    choices: tuple[str, ...] = ()
    required: bool = False
    indexed: bool = False
    unique: bool = False


@dataclass(frozen=True, slots=True)
class ListInfo:
    """A list or library that is there; `id` stays when people rename it."""

    id: str
    name: str
    template: str
    description: str = ""


@dataclass(frozen=True, slots=True)
class ListItem:
    """A row. `fields` holds JSON values.

    `edited_by` is the address, or the name, of the person who changed it last, `created_by` of the
    one who made it; empty where that was an application.
    """

    id: str
    etag: str
    web_url: str
    fields: Mapping[str, Any]
    edited_by: str
    created: datetime
    created_by: str
    is_folder: bool


@dataclass(frozen=True, slots=True)
class ItemVersion:
    """A row as it stood after one edit; `edited_by` as in `ListItem`.

    SharePoint keeps so many versions and lets the oldest go: the first there is may not be
    `the_first` of all.
    """

    the_first: bool
    at: datetime
    edited_by: str
    fields: Mapping[str, Any]


def quoted(text: str) -> str:
    """Write a text as a literal of `$filter`."""
    return "'" + text.replace("'", "''") + "'"


def write_fields(fields: Mapping[str, FieldValue]) -> dict[str, Any]:
    """Turn values into what Graph takes: several choices or ids need their type spelt out."""
    written: dict[str, Any] = {}
    for name, value in fields.items():
        if isinstance(value, list | tuple):
            kind = "Edm.Int32" if value and isinstance(value[0], int) else "Edm.String"
            written[f"{name}@odata.type"] = f"Collection({kind})"
        written[name] = _write_value(value)
    return written


def _write_value(value: FieldValue) -> Any:
    if isinstance(value, datetime):
        return write_moment(value)
    if isinstance(value, date):
        return write_day(value)
    return list(value) if isinstance(value, tuple) else value


def carries(item: ListItem, fields: Mapping[str, FieldValue]) -> bool:
    """Whether a row holds these values, as far as SharePoint gives back what it was given.

    A day comes back as midnight in the site's zone, ids of people as text.
    """
    return all(_is_same(item.fields.get(name), value) for name, value in fields.items())


def _is_same(there: Any, value: FieldValue) -> bool:
    if isinstance(value, date) and not isinstance(value, datetime) and isinstance(there, str):
        return abs(moment(there) - moment(write_day(value))) < timedelta(days=1)
    return str(there) == str(_write_value(value))


def read_item(answer: Mapping[str, Any]) -> ListItem:
    return ListItem(
        id=answer["id"],
        etag=answer.get("eTag") or answer.get("@odata.etag") or "",
        web_url=answer.get("webUrl") or "",
        fields=MappingProxyType(answer.get("fields") or {}),
        edited_by=_person(answer.get("lastModifiedBy") or {}),
        created=moment(answer.get("createdDateTime") or answer["lastModifiedDateTime"]),
        created_by=_person(answer.get("createdBy") or {}),
        is_folder=_content_type(answer).startswith(_FOLDER),
    )


def _content_type(answer: Mapping[str, Any]) -> str:
    return str((answer.get("contentType") or {}).get("id") or "")


def _person(identities: Mapping[str, Any]) -> str:
    """Name a person, and no application: SharePoint may name a user of its own for one as well."""
    user = identities.get("user") or {}
    email, name = str(user.get("email") or ""), str(user.get("displayName") or "")
    if email:
        return "" if email.endswith("@sharepoint") else email
    return "" if identities.get("application") else name


def read_version(answer: Mapping[str, Any]) -> ItemVersion:
    person = _person(answer.get("lastModifiedBy") or {})
    at = moment(answer["lastModifiedDateTime"])
    fields = MappingProxyType(answer.get("fields") or {})
    return ItemVersion(answer.get("id") == _FIRST, at, person, fields)


def write_column(column: Column) -> dict[str, Any]:
    if column.kind is None:
        raise ValueError(f"column {column.name} has no kind to create it with")
    facet, properties = _FACETS[column.kind]
    chosen = {"choices": list(column.choices)} if column.choices else {}
    return {
        "name": column.name,
        "displayName": column.title or column.name,
        "description": column.description,
        "required": column.required,
        "indexed": column.indexed or column.unique,
        "enforceUniqueValues": column.unique,
        facet: properties | chosen,
    }


def read_column(answer: Mapping[str, Any]) -> Column:
    return Column(
        name=answer["name"],
        kind=_read_kind(answer),
        title=answer.get("displayName") or "",
        description=answer.get("description") or "",
        choices=tuple((answer.get("choice") or {}).get("choices") or ()),
        required=bool(answer.get("required")),
        indexed=bool(answer.get("indexed")),
        unique=bool(answer.get("enforceUniqueValues")),
    )


def _read_kind(answer: Mapping[str, Any]) -> ColumnKind | None:
    if (text := answer.get("text")) is not None:
        return "note" if text.get("allowMultipleLines") else "text"
    if (when := answer.get("dateTime")) is not None:
        return "date" if when.get("format") == "dateOnly" else "datetime"
    kinds: tuple[tuple[str, ColumnKind], ...] = (
        ("number", "number"),
        ("boolean", "boolean"),
        ("choice", "choice"),
        ("personOrGroup", "person"),
        ("hyperlinkOrPicture", "link"),
    )
    return next((kind for facet, kind in kinds if answer.get(facet) is not None), None)


def read_list(answer: Mapping[str, Any]) -> ListInfo:
    template = (answer.get("list") or {}).get("template") or ""
    told = answer.get("description") or ""
    return ListInfo(answer["id"], answer["displayName"], template, told)
