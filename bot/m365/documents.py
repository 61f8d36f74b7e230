"""Documents of a library as the port gives them, and the names that they may have."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import PurePosixPath
from typing import Any

_FORBIDDEN = re.compile(r'(?:["*:<>?/\\|\x00-\x1f\s]|_vti_)+', re.IGNORECASE)
_RESERVED = re.compile(r"lock|con|prn|aux|nul|com\d|lpt\d|desktop|~\$.*", re.IGNORECASE)
_LONGEST_STEM = 120
_LONGEST_ENDING = 20


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


def document_name(text: str) -> str:
    """Make a name that SharePoint accepts; the ending stays."""
    asked = PurePosixPath(_FORBIDDEN.sub(" ", text).strip(" ."))
    name = f"{asked.stem[:_LONGEST_STEM].strip()}{asked.suffix[:_LONGEST_ENDING].strip()}"
    return f"_{name}" if not name or _RESERVED.fullmatch(asked.stem) else name
