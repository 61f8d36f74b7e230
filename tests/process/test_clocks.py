"""Clocks: when things are due, and who hears of it when."""

from datetime import UTC, date, datetime

import pytest

from bot.partnership import Clock
from bot.process.case_of_concern import CaseOfConcern
from bot.process.clocks import Milestone, due_on, milestones, rung_for_today
from bot.process.escalation import Escalation
from bot.process.working_days import WorkingDays, WorkingHours

HOURS = WorkingHours(WorkingDays())
TRIAGE = Clock(
    name="triage",
    label="review",
    counts_from="received_on",
    working_days=5,
    met_by=("decision",),
    remind_at=(-1, 0, 1, 5),
)
STAGE_3 = Clock(
    name="stage 3",
    label="response at Stage 3",
    counts_from="stage_3_on",
    working_days=5,
    met_by=("resolved_on", "stage_4_on"),
)


def concern(**known: object) -> CaseOfConcern:
    fields = {"reference": "COC-2026-001", "subject_key": "k"}
    return CaseOfConcern.model_validate(
        fields | {"received_on": datetime(2026, 11, 24, 10, tzinfo=UTC)} | known
    )


def test_a_review_is_due_five_working_days_after_the_form_came() -> None:
    assert due_on(TRIAGE, concern(), HOURS) == date(2026, 12, 1)


def test_a_form_that_came_on_friday_evening_counts_from_monday() -> None:
    late = concern(received_on=datetime(2026, 11, 27, 18, tzinfo=UTC))
    assert due_on(TRIAGE, late, HOURS) == date(2026, 12, 7)


def test_papers_are_counted_back_from_the_meeting() -> None:
    clock = Clock(
        name="p",
        label="papers",
        counts_from="meeting_on",
        working_days=-5,
        met_by=("discussed_on",),
    )
    assert due_on(clock, concern(meeting_on=date(2026, 12, 10)), HOURS) == date(2026, 12, 3)


def test_a_clock_that_has_nothing_to_count_from_does_not_run() -> None:
    escalation = Escalation(subject_key="k")
    assert milestones(escalation, (STAGE_3,), HOURS) == []


@pytest.mark.parametrize(
    "met", [{"decision": "Advice"}, {"state": "Closed"}, {"state": "Withdrawn"}]
)
def test_a_decision_or_the_end_of_the_entry_stops_its_clock(met: dict[str, str]) -> None:
    assert milestones(concern(**met), (TRIAGE,), HOURS) == []


def test_reaching_the_next_stage_stops_the_clock_of_the_one_before() -> None:
    raised = Escalation(subject_key="k", stage_3_on=date(2026, 11, 24))
    moved = raised.model_copy(update={"stage_4_on": date(2026, 11, 27)})
    assert [m.due for m in milestones(raised, (STAGE_3,), HOURS)] == [date(2026, 12, 1)]
    assert milestones(moved, (STAGE_3,), HOURS) == []


def test_the_urgent_track_has_a_clock_of_its_own_in_hours() -> None:
    urgent = STAGE_3.model_copy(
        update={"working_days": None, "hours": 24, "applies_when": {"urgent": "Yes"}}
    )
    plain = Escalation(subject_key="k", stage_3_on=date(2026, 11, 27))
    assert milestones(plain, (urgent,), HOURS) == []
    hurried = plain.model_copy(update={"urgent": "Yes"})
    assert [m.due for m in milestones(hurried, (urgent,), HOURS)] == [date(2026, 11, 28)]


def test_a_limit_over_all_stages_counts_calendar_days() -> None:
    overall = STAGE_3.model_copy(
        update={"working_days": None, "calendar_days": 28, "counts_from": "raised_on"}
    )
    entry = Escalation(subject_key="k", raised_on=date(2026, 11, 2))
    assert due_on(overall, entry, HOURS) == date(2026, 11, 30)


def test_an_office_closure_does_not_move_a_statutory_date() -> None:
    hours = WorkingHours(WorkingDays(frozenset({date(2026, 11, 25)})))
    statutory = TRIAGE.model_copy(update={"statutory": True})
    assert due_on(TRIAGE, concern(), hours) == date(2026, 12, 2)
    assert due_on(statutory, concern(), hours) == date(2026, 12, 1)


@pytest.mark.parametrize(
    ("today", "offset"),
    [
        (date(2026, 11, 27), None),
        (date(2026, 11, 30), -1),
        (date(2026, 12, 1), 0),
        (date(2026, 12, 2), 1),
        (date(2026, 12, 7), 1),
        (date(2026, 12, 8), 5),
        (date(2027, 3, 1), 5),
    ],
)
def test_reminders_come_before_on_and_after_and_only_the_latest(
    today: date, offset: int | None
) -> None:
    milestone = Milestone(concern(), TRIAGE, date(2026, 12, 1))
    rung = rung_for_today(milestone, today, HOURS.days)
    assert (rung.offset if rung else None) == offset


def test_a_due_day_on_a_saturday_is_reminded_of_on_friday_and_on_monday() -> None:
    milestone = Milestone(concern(), TRIAGE, date(2026, 11, 28))
    friday = rung_for_today(milestone, date(2026, 11, 27), HOURS.days)
    monday = rung_for_today(milestone, date(2026, 11, 30), HOURS.days)
    assert friday is not None
    assert friday.offset == -1
    assert monday is not None
    assert monday.offset == 0
