"""Rows of a list and their versions."""

from dataclasses import dataclass, field
from typing import Any


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


@dataclass(slots=True, eq=False)
class Row:
    """`fields` by internal column name, as stored; what is empty is absent."""

    id: int
    guid: str
    fields: dict[str, Any]
    created_by: Author
    created_at: str
    versions: list[Version] = field(default_factory=list)
    content_type: str = "Item"

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
