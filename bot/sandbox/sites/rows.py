"""Rows of a list and their versions."""

from dataclasses import dataclass, field
from typing import Any, Protocol


@dataclass(frozen=True, slots=True)
class Author:
    """Who changed something: a person or an app. `lookup_id` is their row among the people."""

    name: str
    id: str
    lookup_id: int
    is_app: bool = False

    def as_json(self) -> dict[str, Any]:
        kind = "application" if self.is_app else "user"
        return {kind: {"id": self.id, "displayName": self.name}}


@dataclass(frozen=True, slots=True)
class Version:
    number: int
    fields: dict[str, Any]
    by: Author
    at: str

    def as_json(self) -> dict[str, Any]:
        return {
            "id": f"{self.number}.0",
            "lastModifiedBy": self.by.as_json(),
            "lastModifiedDateTime": self.at,
        }


class Filed(Protocol):
    """What a library's row is the line of: a file or a folder."""

    @property
    def path(self) -> str: ...

    @property
    def is_folder(self) -> bool: ...


@dataclass(slots=True, eq=False)
class Row:
    """`fields` by internal column name, as stored; what is empty is absent.

    `filed` is what the row stands for in a library; None in any other list.
    """

    id: int
    guid: str
    fields: dict[str, Any]
    created_by: Author
    created_at: str
    versions: list[Version] = field(default_factory=list)
    filed: Filed | None = None

    @property
    def content_type(self) -> tuple[str, str]:
        """The id, as far as it tells the kind, and the name."""
        if self.filed is None:
            return "0x0100", "Item"
        return ("0x0120", "Folder") if self.filed.is_folder else ("0x0101", "Document")

    @property
    def latest(self) -> Version:
        return self.versions[-1]

    @property
    def etag(self) -> str:
        return f'"{self.guid},{self.latest.number}"'

    def record(self, by: Author, at: str) -> None:
        """What the fields are now becomes the newest version."""
        number = self.versions[-1].number + 1 if self.versions else 1
        self.versions.append(Version(number, dict(self.fields), by, at))
