"""What people do in the demonstration: they decide, release and answer, in the lists themselves."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from bot.demo.agencies import at
from bot.demo.answering import members_report
from bot.sandbox import Sandbox

BUSINESS_MANAGER, PROJECT_OFFICER = "Morgan Samplewright", "Jo Placeholder"


@dataclass(frozen=True, slots=True)
class Act:
    """One thing that a person does, and what the teller says of it."""

    at: datetime
    told: str
    do: Callable[[Sandbox], None]


def acts() -> tuple[Act, ...]:
    """Give what people do in the story, in order."""
    return (
        Act(
            at(26, 11, 15),
            "The Business Manager decides in the list: advice on COC-2026-001",
            _decides("COC-2026-001", "Advice"),
        ),
        Act(
            at(27, 11, 11),
            "The Business Manager decides: COC-2026-002 goes on the next agenda",
            _decides("COC-2026-002", "Schedule"),
        ),
        Act(
            at(2, 12, 11),
            "The Business Manager chooses by mistake to accept COC-2026-003 before any meeting",
            _decides("COC-2026-003", "Accept"),
        ),
        Act(
            at(8, 12, 10),
            "The Project Officer rings back and releases the acknowledgement held",
            edits("Notices", "State", "Held", {"State": "Released"}, PROJECT_OFFICER),
        ),
        Act(
            at(10, 12, 14),
            "The group discusses COC-2026-002 and does not take it further",
            _decides("COC-2026-002", "Do not accept"),
        ),
        Act(
            at(15, 12, 10),
            "All members but one answer what they shared of the learning",
            members_report,
        ),
    )


def _decides(reference: str, decision: str) -> Callable[[Sandbox], None]:
    return edits(
        "Cases of Concern", "Reference", reference, {"Decision": decision}, BUSINESS_MANAGER
    )


def edits(
    name: str, column: str, value: str, fields: dict[str, Any], person: str
) -> Callable[[Sandbox], None]:
    """Give the edit of every row that has a value in a column."""

    def edit(sandbox: Sandbox) -> None:
        for row in list(sandbox.sharepoint_list(name).rows.values()):
            if row.fields.get(column) == value:
                sandbox.edit_row(name, row.id, fields, person=person)

    return edit


def in_order(*stories: tuple[Act, ...]) -> tuple[Act, ...]:
    """Weave several stories into one, by the hours of their acts."""
    return tuple(sorted((act for story in stories for act in story), key=lambda act: act.at))
