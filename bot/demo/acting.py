"""What people can do in the demonstration: they edit rows of the lists, and add some."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from bot.sandbox import Sandbox

BUSINESS_MANAGER, PROJECT_OFFICER = "Morgan Samplewright", "Jo Placeholder"


@dataclass(frozen=True, slots=True)
class Act:
    """One thing that a person does, and what the teller says of it."""

    at: datetime
    told: str
    do: Callable[[Sandbox], None]


def edits(
    name: str, column: str, value: str, fields: dict[str, Any], person: str
) -> Callable[[Sandbox], None]:
    """Give the edit of every row that has a value in a column."""

    def edit(sandbox: Sandbox) -> None:
        for row in list(sandbox.sharepoint_list(name).rows.values()):
            if row.fields.get(column) == value:
                sandbox.edit_row(name, row.id, fields, person=person)

    return edit


def adds(name: str, **fields: Any) -> Callable[[Sandbox], None]:
    """Give the adding of a row by the Project Officer."""

    def add(sandbox: Sandbox) -> None:
        sandbox.add_row(name, fields, person=PROJECT_OFFICER)

    return add


def in_order(*stories: tuple[Act, ...]) -> tuple[Act, ...]:
    """Weave several stories into one, by the hours of their acts."""
    return tuple(sorted((act for story in stories for act in story), key=lambda act: act.at))
