"""Between what a column stores and what people read and type."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote, urlsplit

from bot.sandbox.core.clock import iso
from bot.sandbox.page.views import HISTORY, columns_edited, label_of
from bot.sandbox.page.wording import LONDON, day, local, moment, spelled
from bot.sandbox.sites.columns import Column
from bot.sandbox.sites.lists import SharePointList
from bot.sandbox.sites.rows import Row, Version
from bot.sandbox.sites.state import PEOPLE

if TYPE_CHECKING:
    from bot.sandbox.sandbox import Sandbox

LONGEST_TOLD = 60
_KINDS = {
    "boolean": "yes-no",
    "number": "number",
    "currency": "number",
    "personOrGroup": "people",
    "lookup": "people",
    "choice": "choice",
}


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
    if column.kind == "text":
        return "note" if column.facet.get("allowMultipleLines") else "text"
    if column.kind == "dateTime":
        return "date" if column.facet.get("format") == "dateOnly" else "moment"
    return _KINDS.get(column.kind, "text")


def shown(sandbox: "Sandbox", column: Column, value: Any) -> str:
    """A stored value as people read it; nothing for what is empty."""
    if value is None:
        return ""
    if column.is_lookup:
        options = dict(_rows_to_choose(sandbox, column))
        many = value if isinstance(value, list) else [value]
        return ", ".join(options.get(str(one), str(one)) for one in many)
    if isinstance(value, list):
        return ", ".join(value)
    if is_link(sandbox, value):
        return unquote(urlsplit(value).path.rpartition("/")[2])
    read = {"date": day, "moment": moment, "yes-no": _yes_or_no}
    return read.get(kind_of(column), lambda other: spelled(str(other)))(value)


def is_link(sandbox: "Sandbox", value: Any) -> bool:
    """Whether a value is an address on the tenant's own site."""
    return isinstance(value, str) and value.startswith(f"https://{sandbox.names.site_host}/")


def _yes_or_no(value: Any) -> str:
    return "Yes" if value else "No"


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
    """As the browser's inputs write it."""
    if value is None:
        return ""
    if kind == "date":
        return local(value).date().isoformat()
    if kind == "moment":
        return local(value).strftime("%Y-%m-%dT%H:%M")
    return _yes_or_no(value) if kind == "yes-no" else str(value)


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
    write = _WRITERS.get(kind)
    return {name: write(typed) if write else typed}


def _noon(typed: str) -> str:
    """The same day in London and in UTC, summer and winter."""
    return f"{date.fromisoformat(typed).isoformat()}T12:00:00Z"


def _moment(typed: str) -> str:
    return iso(datetime.fromisoformat(typed).replace(tzinfo=LONDON))


_WRITERS: dict[str, Callable[[str], Any]] = {
    "date": _noon,
    "moment": _moment,
    "number": float,
    "yes-no": "Yes".__eq__,
}


def differences(
    sandbox: "Sandbox", target: SharePointList, row: Row, version: Version
) -> list[Changed]:
    """What a version changed of the one before it, in the columns that people fill in.

    Of a history only the lines that it gained are told.
    """
    index = version.number - 1
    before = row.versions[index - 1].fields if index else {}
    found = []
    for column in columns_edited(target):
        old, new = (shown(sandbox, column, f.get(column.name)) for f in (before, version.fields))
        if column.name == HISTORY:
            old, new = "", _gained(old, new)
        if before.get(column.name) != version.fields.get(column.name):
            found.append(Changed(label_of(column), _short(old), _short(new)))
    return found


def _gained(before: str, after: str) -> str:
    there = set(before.splitlines())
    return "\n".join(line for line in after.splitlines() if line not in there)


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
