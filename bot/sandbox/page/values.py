"""Between what a column stores and what people read and type."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from bot.sandbox.core.clock import iso
from bot.sandbox.page.views import columns_edited, label_of
from bot.sandbox.page.wording import LONDON, day, local, moment
from bot.sandbox.sites.columns import Column
from bot.sandbox.sites.lists import SharePointList
from bot.sandbox.sites.rows import Row, Version
from bot.sandbox.sites.state import PEOPLE

if TYPE_CHECKING:
    from bot.sandbox.sandbox import Sandbox

LONGEST_TOLD = 60


@dataclass(frozen=True, slots=True)
class Field:
    """One input of a form: `kind` says which, `value` is what stands in it."""

    name: str
    label: str
    kind: str
    value: str
    options: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Changed:
    """One column's value before and after."""

    label: str
    before: str
    after: str


def kind_of(column: Column) -> str:
    """choice, people, date, moment, note, number, yes-no or text."""
    match column.kind:
        case "text" if column.facet.get("allowMultipleLines"):
            return "note"
        case "dateTime":
            return "date" if column.facet.get("format") == "dateOnly" else "moment"
        case "boolean":
            return "yes-no"
        case "number" | "currency":
            return "number"
        case "personOrGroup" | "lookup":
            return "people"
        case _ if column.is_multiple:
            return "choices"
        case "choice":
            return "choice"
        case _:
            return "text"


def shown(sandbox: "Sandbox", column: Column, value: Any) -> str:
    """A stored value as people read it; nothing for what is empty."""
    if value is None:
        return ""
    match kind_of(column):
        case "date":
            return day(value)
        case "moment":
            return moment(value)
        case "yes-no":
            return "Yes" if value else "No"
        case "people":
            options = dict(_rows_to_choose(sandbox, column))
            many = value if isinstance(value, list) else [value]
            return ", ".join(options.get(str(one), str(one)) for one in many)
        case "choices":
            return ", ".join(value)
        case _:
            return str(value)


def field_of(sandbox: "Sandbox", column: Column, value: Any) -> Field:
    """The input for a column with its value."""
    kind = kind_of(column)
    return Field(
        column.name,
        label_of(column),
        kind,
        _typed_value(kind, value),
        _options(sandbox, column, kind, value),
    )


def _typed_value(kind: str, value: Any) -> str:
    if value is None:
        return ""
    match kind:
        case "date":
            return local(value).date().isoformat()
        case "moment":
            return local(value).strftime("%Y-%m-%dT%H:%M")
        case "yes-no":
            return "Yes" if value else "No"
        case "choices":
            return "\n".join(value)
        case _:
            return str(value)


def _options(
    sandbox: "Sandbox", column: Column, kind: str, value: Any
) -> tuple[tuple[str, str], ...]:
    """(value, text) pairs; a value outside the set stays choosable, as SharePoint keeps it."""
    if kind == "people":
        return _rows_to_choose(sandbox, column)
    if kind == "yes-no":
        return (("Yes", "Yes"), ("No", "No"))
    choices = [*column.facet.get("choices", ())]
    if kind == "choice" and value and value not in choices:
        choices.append(value)
    return tuple((choice, choice) for choice in choices)


def _rows_to_choose(sandbox: "Sandbox", column: Column) -> tuple[tuple[str, str], ...]:
    source = PEOPLE if column.kind == "personOrGroup" else column.facet.get("listId", PEOPLE)
    rows = sandbox.sharepoint_list(source).rows.values()
    return tuple((str(row.id), str(row.fields.get("Title", row.id))) for row in rows)


def changes(
    sandbox: "Sandbox", target: SharePointList, before: Mapping[str, Any], form: Mapping[str, str]
) -> dict[str, Any]:
    """What a person typed that differs from what stands there, as a client writes it.

    Raises ValueError for a number or a date that is none.
    """
    read: dict[str, Any] = {}
    for column in columns_edited(target):
        if column.name not in form:
            continue
        old = field_of(sandbox, column, before.get(column.name))
        typed = form[column.name].replace("\r\n", "\n").strip()
        if typed != old.value.replace("\r\n", "\n").strip():
            read |= _written(column, old.kind, typed)
    return read


def _written(column: Column, kind: str, typed: str) -> dict[str, Any]:
    name = f"{column.name}LookupId" if column.is_lookup else column.name
    if not typed:
        return {name: None}
    match kind:
        case "date":
            return {name: f"{datetime.fromisoformat(typed):%Y-%m-%d}T12:00:00Z"}
        case "moment":
            return {name: iso(datetime.fromisoformat(typed).replace(tzinfo=LONDON))}
        case "number":
            return {name: float(typed)}
        case "yes-no":
            return {name: typed == "Yes"}
        case "choices":
            kept = [line.strip() for line in typed.splitlines() if line.strip()]
            return {name: kept, f"{name}@odata.type": "Collection(Edm.String)"}
        case _:
            return {name: typed}


def differences(
    sandbox: "Sandbox", target: SharePointList, row: Row, version: Version
) -> list[Changed]:
    """What a version changed of the one before it, in the columns that people fill in."""
    index = version.number - 1
    before = row.versions[index - 1].fields if index else {}
    found = []
    for column in columns_edited(target):
        old, new = (_short(shown(sandbox, column, f.get(column.name))) for f in (before, version.fields))
        if before.get(column.name) != version.fields.get(column.name):
            found.append(Changed(label_of(column), old, new))
    return found


def told_change(sandbox: "Sandbox", target: SharePointList, row: Row, version: Version) -> str:
    """A version in a few words."""
    by = "the service" if version.by.is_app else version.by.name
    if version.number == 1:
        return f"opened by {by}"
    changed = differences(sandbox, target, row, version)[:2]
    told = ", ".join(f"{one.label} {one.after or 'cleared'}" for one in changed)
    return f"{told or 'brought up to date'} ({by})"


def _short(text: str) -> str:
    plain = " ".join(text.split())
    return plain if len(plain) <= LONGEST_TOLD else f"{plain[: LONGEST_TOLD - 1]}…"
