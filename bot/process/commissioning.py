"""How a Practice Review begins: why it is held, and the draft of its terms of reference.

The terms are drafted once a lead reviewer and a method are chosen, from what the register knows;
the questions that the review is to answer are its panel's to write.
"""

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from bot.process.effects import DraftDocument
from bot.process.moves import Done, Refused, Situation
from bot.process.publication import limit_of, notice_of

if TYPE_CHECKING:
    from bot.process.practice_review import PracticeReview

CONSIDERATIONS = (
    "known_needs",
    "recurring_themes",
    "working_together",
    "single_agency",
    "no_agency",
    "several_areas",
    "national_panel",
)


@dataclass(frozen=True, slots=True)
class Terms:
    """What the draft of the terms of reference says; the rest of it is for people to write."""

    reference: str
    lead_reviewer: str
    method: str
    guidance: str
    reasons: tuple[tuple[str, str], ...]
    agencies: tuple[str, ...]
    partners: tuple[tuple[str, str], ...]
    timetable: tuple[tuple[str, date | None], ...]


def at_least_one_consideration(review: "PracticeReview", _situation: Situation) -> Done | Refused:
    """Ask for the reason of one consideration at least: a filled one counts as ticked."""
    if any(getattr(review, name) for name in CONSIDERATIONS):
        return Done()
    labels = "; ".join(review.label(name) for name in CONSIDERATIONS)
    return Refused(f"first give the reason for at least one consideration: {labels}")


def draft_terms(review: "PracticeReview", situation: Situation) -> Done:
    """Draft the terms of reference; a draft that people have begun to edit is never replaced."""
    name = f"{review.reference} terms of reference, draft of {situation.today.isoformat()}.docx"
    facts = {"terms": terms_of(review, situation), "today": situation.today}
    drafted = DraftDocument(f"{review.reference}/{name}", "terms-of-reference.docx", facts)
    return Done(effects=(drafted,), said="terms of reference drafted")


def terms_of(review: "PracticeReview", situation: Situation) -> Terms:
    """Gather what the register knows of a review for its terms of reference."""
    partnership = situation.partnership
    given = ((_consideration(review, name), getattr(review, name)) for name in CONSIDERATIONS)
    timetable = (
        (review.label("decided_on"), review.decided_on),
        (review.label("returns_due"), review.returns_due),
        (review.label("panel_on"), review.panel_on),
        (review.label("publish_on"), review.publish_on),
        ("Notice to the Panel and Government by", notice_of(review, situation)),
        ("Publication due by", limit_of(review, situation)),
    )
    return Terms(
        reference=review.reference,
        lead_reviewer=review.lead_reviewer,
        method=review.methodology,
        guidance=partnership.rapid_reviews.guidance,
        reasons=tuple((label, why) for label, why in given if why),
        agencies=tuple(agency.name for agency in partnership.agencies if agency.asked),
        partners=tuple((partner, "") for partner in partnership.meeting.quorum),
        timetable=timetable,
    )


def _consideration(review: "PracticeReview", name: str) -> str:
    said = review.label(name).removeprefix("Because: ")
    return said[:1].upper() + said[1:]
