from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from bot.m365 import (
    Attendee,
    Body,
    Calendar,
    CalendarEvent,
    DuplicateTransaction,
    EventChanges,
    Microsoft365,
    NewEvent,
    NotFound,
)
from bot.sandbox import Sandbox

TRANSACTION = "6f1d0c36-7d6c-4f0e-8a8e-0d1e8b9c7a11"
LONDON = ZoneInfo("Europe/London")
MEETING = NewEvent(
    subject="Review Group",
    body=Body("<p>Agenda to follow.</p>"),
    start=datetime(2026, 6, 9, 10, 0, tzinfo=LONDON),
    end=datetime(2026, 6, 9, 12, 0, tzinfo=LONDON),
    location="Room 1",
    attendees=(Attendee("pat.sample@agency.example"),),
)
Plan = Callable[..., None]


@pytest.fixture
def calendar(m365: Microsoft365) -> Calendar:
    return m365.calendar


async def create(calendar: Calendar) -> CalendarEvent:
    return await calendar.create_event(MEETING, transaction_id=TRANSACTION, key="m-2026-06")


async def events_in_june(calendar: Calendar) -> list[CalendarEvent]:
    start, end = datetime(2026, 6, 1, tzinfo=UTC), datetime(2026, 7, 1, tzinfo=UTC)
    return [event async for event in calendar.events_between(start, end)]


async def test_an_event_invites_its_attendees(sandbox: Sandbox, calendar: Calendar) -> None:
    event = await create(calendar)
    assert (event.start, event.private) == (datetime(2026, 6, 9, 9, 0, tzinfo=UTC), True)
    assert [sent.recipients for sent in sandbox.sent] == [("pat.sample@agency.example",)]


async def test_an_event_is_found_by_its_key(calendar: Calendar) -> None:
    assert await calendar.find_event("m-2026-06") is None
    event = await create(calendar)
    assert await calendar.find_event("m-2026-06") == event
    assert await calendar.event(event.id) == event


@pytest.mark.parametrize("fault", [{"status": 504}, {"kind": "reset"}, {"kind": "hang"}])
@pytest.mark.parametrize("when", ["before", "after"])
async def test_an_event_is_created_once_whatever_the_answer(
    sandbox: Sandbox, calendar: Calendar, plan: Plan, fault: dict[str, object], when: str
) -> None:
    plan("POST", "/events$", when=when, **fault)
    event = await create(calendar)
    assert [found.id for found in await events_in_june(calendar)] == [event.id]
    assert len(sandbox.sent) == 1


async def test_an_event_whose_answer_was_lost_is_looked_up_and_not_posted_again(
    sandbox: Sandbox, calendar: Calendar, plan: Plan
) -> None:
    plan("POST", "/events$", status=504, when="after")
    await create(calendar)
    assert sandbox.request_counts()["POST /users/{user}/events"] == 1


async def test_the_same_transaction_gives_the_event_that_is_there(calendar: Calendar) -> None:
    assert (await create(calendar)).id == (await create(calendar)).id
    assert len(await events_in_june(calendar)) == 1


async def test_a_transaction_used_for_other_content_gives_the_event_with_the_key(
    calendar: Calendar,
) -> None:
    event = await create(calendar)
    renamed = replace(MEETING, subject="Another meeting")
    again = await calendar.create_event(renamed, transaction_id=TRANSACTION, key="m-2026-06")
    assert (again.id, again.subject) == (event.id, "Review Group")
    with pytest.raises(DuplicateTransaction):
        await calendar.create_event(renamed, transaction_id=TRANSACTION, key="m-2026-07")


@pytest.mark.parametrize("when", ["before", "after"])
async def test_an_event_is_changed_once_whatever_the_answer(
    sandbox: Sandbox, calendar: Calendar, plan: Plan, when: str
) -> None:
    event = await create(calendar)
    sandbox.sent.clear()
    plan("PATCH", "/events/", status=504, when=when)
    later = datetime(2026, 6, 10, 10, 0, tzinfo=LONDON)
    changes = EventChanges(start=later, end=datetime(2026, 6, 10, 12, 0, tzinfo=LONDON))
    changed = await calendar.update_event(event.id, changes)
    assert (changed.id, changed.start) == (event.id, later)
    assert len(sandbox.sent) == 1


@pytest.mark.parametrize("when", ["before", "after"])
async def test_a_changed_body_is_not_lost_whatever_the_answer(
    sandbox: Sandbox, calendar: Calendar, plan: Plan, when: str
) -> None:
    event = await create(calendar)
    plan("PATCH", "/events/", status=504, when=when)
    await calendar.update_event(event.id, EventChanges(body=Body("<p>The agenda is there.</p>")))
    (kept,) = sandbox.events()
    assert "The agenda is there." in kept.properties["body"]["content"]


async def test_what_is_not_to_change_stays(calendar: Calendar) -> None:
    event = await create(calendar)
    changed = await calendar.update_event(event.id, EventChanges(location="Room 2"))
    assert (changed.location, changed.subject, changed.attendees) == (
        "Room 2",
        event.subject,
        event.attendees,
    )


@pytest.mark.parametrize("when", ["before", "after"])
async def test_an_event_is_cancelled_once_whatever_the_answer(
    sandbox: Sandbox, calendar: Calendar, plan: Plan, when: str
) -> None:
    event = await create(calendar)
    sandbox.sent.clear()
    plan("POST", "/cancel$", status=504, when=when)
    await calendar.cancel_event(event.id, comment="It is called off.")
    assert await events_in_june(calendar) == []
    assert len(sandbox.sent) == 1


async def test_an_event_that_is_gone_is_not_found(calendar: Calendar) -> None:
    with pytest.raises(NotFound):
        await calendar.event("AAkAbsent=")
