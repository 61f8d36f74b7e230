"""Documents of a library as the port gives them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any


@dataclass(frozen=True, slots=True)
class FiledDocument:
    """A document in the library, addressed by its path from the library's root."""

    id: str
    name: str
    web_url: str
    size: int


@dataclass(frozen=True, slots=True)
class LibraryPaper:
    """A document as the library lists it: where it is, since when, and who put it there.

    `filed_by` is a person's address or name; empty where that was an application.
    """

    id: str
    path: str
    filed_on: datetime
    filed_by: str


def read_document(answer: Mapping[str, Any]) -> FiledDocument:
    return FiledDocument(
        answer["id"], answer["name"], answer.get("webUrl") or "", answer.get("size") or 0
    )
