"""Practice Reviews: notice counted backwards, six calendar months, delays and press offices."""

from datetime import UTC, date, datetime
from typing import Any

import pytest

from bot.partnership import load_partnership
from bot.process.case_of_concern import CaseOfConcern
from bot.process.clocks import milestones, months_after
from bot.process.moves import Done, Refused, Situation, carry_out
from bot.process.practice_review import PLANNED, REPORTED, PracticeReview
from bot.process.working_days import WorkingDays, WorkingHours
from bot.settings import ROOT

CROYDON = load_partnership(ROOT / "config" / "croydon")
NOW = datetime(2026, 11, 24, 10, tzinfo=UTC)


def review(**fields: Any) -> PracticeReview:
    known: dict[str, Any] = {
        "reference": "SPR-2026-001",
        "state": REPORTED,
        "decided_on": date(2026, 10, 1),
    }
    return PracticeReview(**(known | fields))


def outcome(entry: PracticeReview) -> Done | Refused:
    return carry_out(entry, Situation(NOW, CROYDON, WorkingDays(), "morgan@example.example"))


def due(entry: PracticeReview, name: str) -> date | None:
    running = milestones(entry, CROYDON.clocks["practice_review"], WorkingHours(WorkingDays()))
    return next((m.due for m in running if m.clock.name == name), None)


@pytest.mark.parametrize(
    ("start", "months", "end"),
    [
        (date(2026, 8, 31), 6, date(2027, 2, 28)),
        (date(2027, 8, 31), 6, date(2028, 2, 29)),
        (date(2026, 10, 1), 6, date(2027, 4, 1)),
        (date(2026, 12, 15), 24, date(2028, 12, 15)),
    ],
)
def test_months_are_calendar_months(start: date, months: int, end: date) -> None:
    assert months_after(start, months) == end


def test_the_notice_is_counted_back_over_easter_and_moves_with_the_day() -> None:
    assert due(review(publish_on=date(2027, 4, 1)), "notice") == date(2027, 3, 19)
    assert due(review(publish_on=date(2027, 4, 8)), "notice") == date(2027, 3, 30)


def test_publication_is_due_six_months_after_the_decision() -> None:
    assert due(review(), "publication") == date(2027, 4, 1)


def test_a_day_for_which_the_notice_would_be_late_is_refused() -> None:
    told = outcome(review(decision="Plan publication", publish_on=date(2026, 12, 1)))
    assert isinstance(told, Refused)
    assert "20 November 2026" in told.why


def test_a_day_after_six_months_needs_a_recorded_delay() -> None:
    late = review(decision="Plan publication", publish_on=date(2027, 5, 4))
    told = outcome(late)
    assert isinstance(told, Refused)
    assert "1 April 2027" in told.why
    agreed = late.model_copy(update={"delay_agreed_on": date(2026, 11, 20)})
    assert isinstance(outcome(agreed), Done)


def test_a_recorded_delay_moves_the_limit() -> None:
    until = {"delayed_because": "proceedings", "delayed_until": date(2027, 9, 1)}
    told = outcome(review(decision="Delay", **until))
    assert isinstance(told, Done)
    after = review(**until).model_copy(update=dict(told.changes))
    assert due(after, "publication") is None
    assert due(after, "delayed publication") == date(2027, 9, 1)


def test_every_member_is_told_the_day_and_again_when_it_moves() -> None:
    first = outcome(review(decision="Plan publication", publish_on=date(2027, 3, 1)))
    assert isinstance(first, Done)
    members = {member.email for member in CROYDON.members if member.email}
    assert {getattr(effect, "recipient", "") for effect in first.effects} == members
    moved = review(decision="Move publication", publish_on=date(2027, 3, 9), state=PLANNED)
    again = outcome(moved.model_copy(update={"press_confirmed_on": date(2026, 11, 20)}))
    assert isinstance(again, Done)
    assert again.changes["press_confirmed_on"] is None
    keys = [getattr(effect, "key", "") for effect in (*first.effects, *again.effects)]
    assert len(set(keys)) == 2 * len(members)


def test_a_moved_publication_needs_a_notice_of_the_new_day() -> None:
    moved = review(decision="Move publication", publish_on=date(2027, 3, 9), state=PLANNED)
    told = outcome(moved.model_copy(update={"notice_given_on": date(2026, 11, 20)}))
    assert isinstance(told, Done)
    after = moved.model_copy(update=dict(told.changes))
    assert due(after, "notice") == date(2027, 2, 26)


def test_a_notice_given_on_the_day_of_the_move_is_one_of_the_new_day() -> None:
    moved = review(decision="Move publication", publish_on=date(2026, 12, 1), state=PLANNED)
    earlier = moved.model_copy(update={"notice_given_on": date(2026, 11, 20)})
    today = moved.model_copy(update={"notice_given_on": date(2026, 11, 24)})
    assert isinstance(outcome(earlier), Refused)
    assert isinstance(outcome(today), Done)


def test_a_review_is_considered_for_one_reason_at_least() -> None:
    bare = review(state="Commissioned", decision="Record considerations")
    assert isinstance(outcome(bare), Refused)
    ticked = bare.model_copy(update={"no_agency": "nobody knew the family"})
    assert isinstance(outcome(ticked), Done)


def test_it_opens_from_the_review_that_led_to_it() -> None:
    source = CaseOfConcern(reference="RR-2026-002", children="Wren Placeholder", agency="Police")
    opened = PracticeReview.from_review(source, today=date(2026, 11, 24))
    assert (opened.links, opened.children) == ("RR-2026-002", "Wren Placeholder")
    assert opened.decided_on == opened.progress_on == date(2026, 11, 24)
