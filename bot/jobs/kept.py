"""Rows as SharePoint's lists keep them, with what tells one edit from the next."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Generic, TypeVar

from bot.m365 import ListItem
from bot.process.columns import Column, Row

R = TypeVar("R", bound=Row)


@dataclass(frozen=True, slots=True)
class Kept(Generic[R]):
    """A row as the list keeps it. `etag` is empty once this process has changed the row.

    `edited_by` is who made the last edit; empty where that was the service.
    """

    id: str
    etag: str
    link: str
    edited_by: str
    row: R

    @classmethod
    def of(cls, row: type[R], item: ListItem, columns: Mapping[str, Column]) -> "Kept[R]":
        """Read an item of a list with such columns. Raises UnableToReadRow."""
        fields = row.from_fields(item.fields, columns)
        return Kept(item.id, item.etag, item.web_url, item.edited_by, fields)


@dataclass(frozen=True, slots=True)
class RowChanges(Generic[R]):
    """One page of a list's changes; exactly one of the links is set."""

    rows: tuple[Kept[R], ...]
    next_link: str | None
    delta_link: str | None
