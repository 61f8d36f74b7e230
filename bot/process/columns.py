"""How a register's list is declared: once, as a typed row, from which all else follows.

Provisioning, reading, writing and the documentation of the columns come from the same class.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from enum import StrEnum
from typing import Annotated, Any, ClassVar, Self
from zoneinfo import ZoneInfo

from pydantic import BaseModel, BeforeValidator, ConfigDict, ValidationError
from pydantic.alias_generators import to_pascal

LONDON = ZoneInfo("Europe/London")
SINGLE_LINE = 255  # SharePoint's limit for a single line of text


class UnableToReadRow(Exception):
    """A row of a list holds something that its column does not allow."""


class ColumnKind(StrEnum):
    """The kinds of column that the registers use; SharePoint's own facets, in plain words."""

    TEXT = "text"
    NOTE = "note"
    CHOICE = "choice"
    DATE = "date"
    MOMENT = "datetime"


@dataclass(frozen=True, slots=True)
class Column:
    """A column as people see it: its label, kind, and whether the list looks rows up by it."""

    label: str
    kind: ColumnKind = ColumnKind.TEXT
    indexed: bool = False
    unique: bool = False
    choices: tuple[str, ...] = ()


def _day(value: Any) -> Any:
    """Read a date column: SharePoint stores the site's midnight as a moment in UTC."""
    if isinstance(value, str) and "T" in value:
        return datetime.fromisoformat(value).astimezone(LONDON).date()
    return value


def _nothing(value: Any) -> Any:
    return None if value == "" else value


Day = Annotated[date | None, BeforeValidator(_day), BeforeValidator(_nothing)]
Moment = Annotated[datetime | None, BeforeValidator(_nothing)]


def _stored(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
    if isinstance(value, date):  # noon is the same day in London and in UTC, summer and winter
        return f"{datetime.combine(value, time(12)).isoformat()}Z"
    return value.value if isinstance(value, StrEnum) else value


class Row(BaseModel):
    """A row of one SharePoint list; field names become column names in PascalCase.

    `KIND` is what the configuration calls such rows; `LIST` and `PREFIX`, how references begin, are
    the usual names, where a partnership has no others (bot/process/registers.py).
    """

    model_config = ConfigDict(
        frozen=True, extra="ignore", populate_by_name=True, alias_generator=to_pascal
    )
    KIND: ClassVar[str]
    LIST: ClassVar[str]
    PREFIX: ClassVar[str] = ""

    @classmethod
    def columns(cls) -> dict[str, Column]:
        """Give the declared columns by their internal names, in order."""
        declared: dict[str, Column] = {}
        for name, field in cls.model_fields.items():
            found = [item for item in field.metadata if isinstance(item, Column)]
            declared[to_pascal(name)] = found[0]
        return declared

    @classmethod
    def from_fields(cls, fields: Mapping[str, Any]) -> Self:
        """Read a row as the list gives it.

        Raises UnableToReadRow where a person's edit left something that cannot be understood.
        """
        known = {name: fields[name] for name in cls.columns() if fields.get(name) is not None}
        try:
            return cls.model_validate(known)
        except ValidationError as error:
            wrong = ", ".join(sorted({str(item["loc"][0]) for item in error.errors()}))
            raise UnableToReadRow(f"look at its {wrong}") from None

    def to_fields(self) -> dict[str, Any]:
        """Give the row as the list stores it; what is not known is left out."""
        stored = changed_fields(type(self), self.model_dump())
        return {column: value for column, value in stored.items() if value is not None}

    @property
    def title(self) -> str:
        """What SharePoint shows as the row's link: the reference, or what stands for it."""
        raise NotImplementedError


def changed_fields(row: type[Row], values: Mapping[str, Any]) -> dict[str, Any]:
    """Give some values of a row, named by field, as the list stores them; None clears a column."""
    columns = row.columns()
    stored: dict[str, Any] = {}
    for name, value in values.items():
        column = to_pascal(name)
        if value is None or value == "":
            stored[column] = None
            continue
        text = _stored(value)
        single = columns[column].kind in (ColumnKind.TEXT, ColumnKind.CHOICE)
        stored[column] = text[:SINGLE_LINE] if single else text
    return stored
