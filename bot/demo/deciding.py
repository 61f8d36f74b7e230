"""The first part of the story: what people decide, release and answer until Christmas."""

from collections.abc import Callable

from bot.demo.acting import BUSINESS_MANAGER, PROJECT_OFFICER, Act, edits
from bot.demo.answering import members_report
from bot.demo.calendar import at
from bot.sandbox import Sandbox


def deciding() -> tuple[Act, ...]:
    """Give what people do in November and December, in order."""
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
