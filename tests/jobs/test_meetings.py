"""Meetings: called once, sent on when the schedule changes, and left as a person left them."""

from datetime import UTC, date, datetime, time, timedelta

import pytest

from bot.partnership import Partnership
from bot.sandbox import Fault
from bot.sandbox.calendar.model import Attendee, Event
from tests.jobs.stage import Stage, playing

MEMBERS = 4


def first(stage: Stage) -> Event:
    return min(stage.sandbox.events(), key=lambda event: event.start)


def rescheduled(stage: Stage, **changes: object) -> Partnership:
    """Give the partnership with its first meeting changed."""
    partnership = stage.work.partnership
    meeting, *others = partnership.meetings
    changed = meeting.model_copy(update=changes)
    return partnership.model_copy(update={"meetings": (changed, *others)})


async def with_schedule(stage: Stage, partnership: Partnership) -> None:
    """Start again with another schedule, and let the meetings' job run twice."""
    async with playing(stage.sandbox, stage.settings.state, partnership=partnership) as restarted:
        for _ in range(2):
            assert await restarted.round("meetings")


async def test_each_meeting_to_come_is_called_once(stage: Stage) -> None:
    for _ in range(3):
        await stage.round("meetings")
    assert len(stage.sandbox.events()) == 6
    assert len(stage.invited()) == 6 * MEMBERS


async def test_an_invitation_is_private_and_neutral(stage: Stage) -> None:
    await stage.round("meetings")
    event = first(stage)
    assert event.properties["subject"] == "CSCP Review Group"
    assert event.properties["sensitivity"] == "private"
    assert event.start == datetime(2026, 12, 10, 10, tzinfo=UTC)


async def test_an_unchanged_schedule_costs_no_write(stage: Stage) -> None:
    await stage.round("meetings")
    before = len(stage.requests())
    await with_schedule(stage, stage.work.partnership)
    assert stage.writes(before) == []


async def test_a_moved_meeting_is_sent_on_once(stage: Stage) -> None:
    await stage.round("meetings")
    await with_schedule(stage, rescheduled(stage, on=date(2026, 12, 11)))
    assert first(stage).start.date() == date(2026, 12, 11)
    assert len(stage.invited()) == 7 * MEMBERS


async def test_an_hour_that_a_person_chose_stays_when_the_chair_changes(stage: Stage) -> None:
    await stage.round("meetings")
    first(stage).start += timedelta(hours=2)
    first(stage).end += timedelta(hours=2)
    await with_schedule(stage, rescheduled(stage, chair="Education"))
    assert first(stage).start == datetime(2026, 12, 10, 12, tzinfo=UTC)
    assert "Education" in first(stage).properties["body"]["content"]


async def test_a_changed_schedule_wins_over_an_hour_that_a_person_chose(stage: Stage) -> None:
    await stage.round("meetings")
    first(stage).start += timedelta(hours=2)
    await with_schedule(stage, rescheduled(stage, starts=time(14), ends=time(16)))
    assert first(stage).start == datetime(2026, 12, 10, 14, tzinfo=UTC)


async def test_an_event_that_a_person_deleted_is_not_made_again(stage: Stage) -> None:
    await stage.round("meetings")
    stage.sandbox.tenant.calendars.remove(stage.mailbox, first(stage))
    await with_schedule(stage, stage.work.partnership)
    await with_schedule(stage, rescheduled(stage, on=date(2026, 12, 11)))
    assert len(stage.sandbox.events()) == 5
    states = [row["State"] for row in stage.rows("Meetings")]
    assert states.count("Removed by a person") == 1


def edit_first(stage: Stage, **fields: str) -> None:
    """Let a person edit the first meeting's row."""
    rows = stage.sandbox.sharepoint_list("Meetings").rows.values()
    row = min(rows, key=lambda row: str(row.fields["Starts"]))
    stage.sandbox.edit_row("Meetings", row.id, fields, person="Jo Placeholder")


async def test_hours_that_a_person_sets_in_the_list_reach_the_calendar_and_stay(
    stage: Stage,
) -> None:
    await stage.round("meetings")
    edit_first(stage, Starts="2026-12-10T14:00:00Z")
    await stage.later("meetings")  # it would end before it starts: nothing is done yet
    edit_first(stage, Ends="2026-12-10T16:00:00Z")
    for _ in range(2):
        await stage.later("meetings")
    assert (first(stage).start.hour, first(stage).end.hour) == (14, 16)
    assert "14:00" in first(stage).properties["body"]["content"]
    assert len(stage.invited()) == 7 * MEMBERS
    await with_schedule(stage, rescheduled(stage, chair="Education"))
    assert first(stage).start == datetime(2026, 12, 10, 14, tzinfo=UTC)


@pytest.mark.parametrize("hour", [10, 15])  # put back, and moved on
async def test_after_an_edit_in_the_list_the_calendars_later_word_counts(
    stage: Stage, hour: int
) -> None:
    await stage.round("meetings")
    edit_first(stage, Starts="2026-12-10T14:00:00Z", Ends="2026-12-10T16:00:00Z")
    await stage.later("meetings")
    first(stage).start = datetime(2026, 12, 10, hour, tzinfo=UTC)
    first(stage).end = datetime(2026, 12, 10, hour + 2, tzinfo=UTC)
    for _ in range(2):
        await stage.later("meetings")
    assert first(stage).start.hour == hour
    assert min(row["Starts"] for row in stage.rows("Meetings")) == f"2026-12-10T{hour}:00:00Z"


async def test_a_meeting_that_could_not_be_called_is_called_later(stage: Stage) -> None:
    stage.sandbox.plan_fault(Fault(method="POST", path="/events$", status=503, count=5))
    assert not await stage.round("meetings")
    assert await stage.later("meetings")
    assert len(stage.sandbox.events()) == 6
    assert len(stage.invited()) == 6 * MEMBERS


async def test_a_proxy_whom_a_person_added_stays_when_the_chair_changes(stage: Stage) -> None:
    await stage.round("meetings")
    first(stage).attendees.append(Attendee("proxy@anyshire.police.example", ""))
    await with_schedule(stage, rescheduled(stage, chair="Education"))
    assert len(first(stage).attendees) == MEMBERS + 1


async def test_another_attendee_is_invited_when_the_chair_agrees(stage: Stage) -> None:
    await stage.round("meetings")
    row = min(
        stage.sandbox.sharepoint_list("Meetings").rows.values(),
        key=lambda row: str(row.fields["Starts"]),
    )
    guest = "guest@elsewhere.example"
    for column, invited in (("Others", 0), ("Agreed", 1), ("Place", 1)):
        stage.sandbox.edit_row("Meetings", row.id, {column: guest}, person="Jo Placeholder")
        await stage.round("meetings")
        assert stage.invited().count(guest) == invited
    assert len(stage.invited()) == 6 * MEMBERS + 1


@pytest.mark.parametrize("where", ["in the schedule", "in the calendar", "in the list"])
async def test_what_was_to_be_discussed_moves_with_its_meeting(stage: Stage, where: str) -> None:
    case = {"State": "Scheduled", "MeetingOn": "2026-12-10T12:00:00Z"}
    stage.sandbox.add_row("Cases of Concern", case, person="Jo Placeholder")
    await stage.round("decisions", "meetings")
    if where == "in the calendar":
        first(stage).start += timedelta(days=1)
        first(stage).end += timedelta(days=1)
        await stage.round("meetings")
    elif where == "in the list":
        edit_first(stage, Starts="2026-12-11T10:00:00Z", Ends="2026-12-11T12:00:00Z")
        await stage.round("meetings")
    else:
        await with_schedule(stage, rescheduled(stage, on=date(2026, 12, 11)))
    assert stage.rows("Cases of Concern")[0]["MeetingOn"].startswith("2026-12-11")
    assert min(row["Starts"] for row in stage.rows("Meetings")) == "2026-12-11T10:00:00Z"


async def test_nobody_is_invited_at_night(stage: Stage) -> None:
    stage.clock.advance(timedelta(hours=12))
    await stage.round("meetings")
    assert stage.invited() == []
    stage.clock.advance(timedelta(hours=12))
    await stage.round("meetings")
    assert stage.invited() != []


async def test_a_meeting_that_cannot_be_called_holds_up_no_other(stage: Stage) -> None:
    stage.sandbox.plan_fault(Fault("POST", "/events$", status=400))
    assert not await stage.round("meetings")
    assert len(stage.sandbox.events()) == 5
    assert await stage.round("meetings")
    assert len(stage.sandbox.events()) == 6
