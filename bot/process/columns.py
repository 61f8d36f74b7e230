"""How a register's list is declared: once, as a typed row, from which all else follows.

Provisioning, reading, writing and the documentation of the columns come from the same class.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from enum import StrEnum
from typing import Annotated, Any, ClassVar, Self

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    PrivateAttr,
    TypeAdapter,
    ValidationError,
)
from pydantic.alias_generators import to_pascal

from bot.partnership import Escalations
from bot.process.days import london_day

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
    """A column as people see it: its label, kind, and whether the list looks rows up by it.

    Rules know its `choices` by their usual words; `called` gives a partnership's own for some.
    `own`: the column itself is the partnership's, a date that no rule knows.
    """

    label: str
    kind: ColumnKind = ColumnKind.TEXT
    indexed: bool = False
    unique: bool = False
    choices: tuple[str, ...] = ()
    called: tuple[tuple[str, str], ...] = ()
    own: bool = False

    @property
    def shown(self) -> tuple[str, ...]:
        """The choices in the partnership's words, as the list offers them."""
        return tuple(map(self.said, self.choices))

    def said(self, word: str) -> str:
        """Say a choice in the partnership's words; what is no choice stays as it is."""
        return dict(self.called).get(word, word)

    def meant(self, said: str) -> str:
        """Give the usual word for what the list holds, also from before it was renamed."""
        return next((word for word, own in self.called if own == said), said)


def _day(value: Any) -> Any:
    """Read a date column: SharePoint stores the site's midnight as a moment in UTC."""
    if isinstance(value, str) and "T" in value:
        return london_day(datetime.fromisoformat(value))
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

    _called: Mapping[str, Column] = PrivateAttr(default_factory=dict)
    _dates: Mapping[str, date | None] = PrivateAttr(default_factory=dict)

    @classmethod
    def columns(cls) -> dict[str, Column]:
        """Give the declared columns by their internal names, in order."""
        declared: dict[str, Column] = {}
        for name, field in cls.model_fields.items():
            found = [item for item in field.metadata if isinstance(item, Column)]
            declared[to_pascal(name)] = found[0]
        return declared

    @classmethod
    def columns_of(cls, _escalations: Escalations) -> dict[str, Column]:
        """Give the columns that a partnership with such stages of escalation has."""
        return cls.columns()

    @classmethod
    def from_fields(
        cls, fields: Mapping[str, Any], called: Mapping[str, Column] | None = None
    ) -> Self:
        """Read a row as the list gives it; `called` are its columns as the partnership has them.

        Raises UnableToReadRow where a person's edit left something that cannot be understood.
        """
        columns = called or cls.columns()
        known = {
            name: column.meant(fields[name]) if column.called else fields[name]
            for name, column in columns.items()
            if fields.get(name) is not None
        }
        try:
            row = cls.model_validate(known)
            row._dates = _DATES.validate_python(  # noqa: SLF001 - a row under construction
                {name: known.get(name) for name, column in columns.items() if column.own}
            )
        except ValidationError as error:
            wrong = ", ".join(sorted({str(item["loc"][0]) for item in error.errors()}))
            raise UnableToReadRow(f"look at its {wrong}") from None
        row._called = called or {}  # noqa: SLF001 - as above
        return row

    def to_fields(self, called: Mapping[str, Column] | None = None) -> dict[str, Any]:
        """Give the row as the list stores it; what is not known is left out."""
        stored = changed_fields(type(self), self.model_dump(), called)
        return {column: value for column, value in stored.items() if value is not None}

    def column(self, name: str) -> Column:
        """Give a column of the row by its field, as the row's partnership calls it."""
        return (self._called or self.columns())[to_pascal(name)]

    def label(self, name: str) -> str:
        """Give what people call a column, by its field."""
        return self.column(name).label

    def value(self, name: str) -> Any:
        """Give what stands in a column by its field; the partnership's own dates among them.

        A row that was not read from its list has none of those.
        """
        if name in type(self).model_fields:
            return getattr(self, name)
        return self._dates.get(to_pascal(name))

    @property
    def title(self) -> str:
        """What SharePoint shows as the row's link: the reference, or what stands for it."""
        raise NotImplementedError


_DATES: TypeAdapter[dict[str, Day]] = TypeAdapter(dict[str, Day])


def changed_fields(
    row: type[Row], values: Mapping[str, Any], called: Mapping[str, Column] | None = None
) -> dict[str, Any]:
    """Give some values of a row, named by field, as the list stores them; None clears a column.

    Choices are written in the words of `called`, the columns as the partnership has them.
    """
    columns = called or row.columns()
    stored: dict[str, Any] = {}
    for name, value in values.items():
        column = to_pascal(name)
        if value is None or value == "":
            stored[column] = None
            continue
        text = columns[column].said(_stored(value)) if columns[column].called else _stored(value)
        single = columns[column].kind in (ColumnKind.TEXT, ColumnKind.CHOICE)
        stored[column] = text[:SINGLE_LINE] if single else text
    return stored
