"""Reviews' meetings: called with their own people, moved as people move them, called off."""

from datetime import UTC, datetime, timedelta
from typing import Any

from bot.sandbox.calendar.model import Event
from tests.jobs.reviews import NURSE, REQUESTS, REVIEWS, asked, decide
from tests.jobs.stage import Stage

RR, SPR = "RR-2026-001", "SPR-2026-001"
AUTHOR = "author@anyshire.police.example"
HEAD = "head@sampleby-school.example"
STRANGER = "someone.else@elsewhere.example"
POLICE, CARE = "drew.madeup@anyshire.police.example", "robin.invented@anyshire.gov.example"
MANAGER = "business.manager-fictional@croydon.gov.uk"
MEETING_DAY = datetime(2026, 12, 9, 10, tzinfo=UTC)  # the eleventh working day after the SIN


async def called(stage: Stage) -> None:
    """Let a person add a Rapid Review whose agencies are asked, and its meeting be called."""
    person = "Morgan Samplewright"
    review = {"State": "Information requested", "MeetingOn": "2026-12-09T12:00:00Z"}
    stage.sandbox.add_row(REVIEWS, {"Title": "by hand"} | review, person=person)
    for agency, member in (("Anyshire Police", POLICE), ("Schools", HEAD)):
        request = {"Review": RR, "Agency": agency, "Member": member, "State": "Sent"}
        stage.sandbox.add_row(REQUESTS, {"Title": "by hand"} | request, person=person)
    await stage.round("decisions", "meetings")


def events(stage: Stage, title: str = f"Review meeting {RR}") -> list[Event]:
    return [e for e in stage.sandbox.events() if e.properties["subject"] == title]


def the_meeting(stage: Stage) -> dict[str, Any]:
    return next(row for row in stage.rows("Meetings") if row.get("Entry"))


def edit_meeting(stage: Stage, **fields: Any) -> None:
    rows = stage.sandbox.sharepoint_list("Meetings").rows.values()
    found = next(row for row in rows if row.fields.get("Entry"))
    stage.sandbox.edit_row("Meetings", found.id, fields, person="Jo Placeholder")


def told(stage: Stage) -> dict[str, int]:
    """Count what each attendee was told of the review's meeting."""
    mails = [m for m in stage.sandbox.sent if RR in str(m.message.properties["subject"])]
    people = [who for m in mails if m.message.kind != "message" for who in m.recipients]
    return {who: people.count(who) for who in people}


async def test_a_rapid_reviews_meeting_is_called_once_for_the_ladders_day(stage: Stage) -> None:
    await asked(stage)
    for _ in range(3):
        await stage.round("meetings")
    [event] = events(stage)
    assert event.start == MEETING_DAY
    assert stage.rows(REVIEWS)[0]["MeetingOn"].startswith("2026-12-09")
    assert set(told(stage).values()) == {1}
    assert {NURSE, POLICE, CARE} <= set(told(stage))


async def test_it_is_private_and_its_attendees_do_not_see_each_other(stage: Stage) -> None:
    await called(stage)
    [event] = events(stage)
    assert event.properties["sensitivity"] == "private"
    assert event.properties["hideAttendees"] is True
    alone = [m.recipients for m in stage.sandbox.sent if RR in m.message.properties["subject"]]
    assert all(len(recipients) == 1 for recipients in alone)


async def test_an_author_named_later_is_invited_and_nobody_else_told_again(stage: Stage) -> None:
    await called(stage)
    request = next(r for r in stage.rows(REQUESTS) if r["Agency"] == "Anyshire Police")
    stage.edit(REQUESTS, request["Reference"], WrittenBy=AUTHOR)
    for _ in range(2):
        await stage.round("meetings")
    assert told(stage)[AUTHOR] == 1
    assert set(told(stage).values()) == {1}


async def test_who_is_no_member_waits_for_the_chairs_agreement(stage: Stage) -> None:
    await called(stage)
    edit_meeting(stage, Others=STRANGER)
    for _ in range(2):
        await stage.later("meetings", "outbox")
    assert STRANGER not in told(stage)
    assert the_meeting(stage)["Waiting"] == STRANGER
    asked_of = [to for to, subject in stage.sent() if "may others attend" in subject]
    assert sorted(asked_of) == sorted([MANAGER, POLICE])  # the police chair next
    edit_meeting(stage, Agreed=STRANGER)
    for _ in range(2):
        await stage.round("meetings")
    assert told(stage)[STRANGER] == 1
    assert not the_meeting(stage).get("Waiting")


async def test_an_agency_that_knows_nobody_need_not_come(stage: Stage) -> None:
    await called(stage)
    assert HEAD in told(stage)
    schools = next(r for r in stage.rows(REQUESTS) if r["Agency"] == "Schools")
    await decide(stage, REQUESTS, schools["Reference"], "Knows nobody of the family")
    await stage.round("meetings")
    assert HEAD not in [attendee.address for attendee in events(stage)[0].attendees]


async def test_a_day_that_a_person_sets_in_the_review_moves_the_meeting(stage: Stage) -> None:
    await called(stage)
    stage.edit(REVIEWS, RR, MeetingOn="2026-12-10T12:00:00Z")
    for _ in range(2):
        await stage.round("meetings")
    [event] = events(stage)
    assert event.start == MEETING_DAY + timedelta(days=1)
    assert set(told(stage).values()) == {2}


async def test_hours_that_a_person_sets_in_the_list_reach_calendar_and_review(stage: Stage) -> None:
    await called(stage)
    edit_meeting(stage, Starts="2026-12-11T14:00:00Z", Ends="2026-12-11T15:30:00Z")
    for _ in range(2):
        await stage.round("meetings")
    [event] = events(stage)
    assert event.start == datetime(2026, 12, 11, 14, tzinfo=UTC)
    assert stage.rows(REVIEWS)[0]["MeetingOn"].startswith("2026-12-11")
    assert set(told(stage).values()) == {2}


async def test_a_meeting_moved_in_the_calendar_is_moved_in_both_lists(stage: Stage) -> None:
    await called(stage)
    [event] = events(stage)
    event.start, event.end = (
        moment + timedelta(days=1, hours=3) for moment in (event.start, event.end)
    )
    before = len(stage.requests())
    for _ in range(2):
        await stage.round("meetings", "histories")
    assert event.start == MEETING_DAY + timedelta(days=1, hours=3)
    assert the_meeting(stage)["Starts"] == "2026-12-10T13:00:00Z"
    review = stage.rows(REVIEWS)[0]
    assert review["MeetingOn"].startswith("2026-12-10")
    moved = "moved the review meeting to Thursday 10 December 2026, 13:00 to 14:30"
    assert review["History"].endswith(f"the register: {moved}")
    assert not [write for write in stage.writes(before) if "/events" in write]


async def test_whom_a_person_took_out_of_the_event_is_not_invited_again(stage: Stage) -> None:
    await called(stage)
    [event] = events(stage)
    event.attendees[:] = [a for a in event.attendees if a.address != NURSE]
    stage.edit(REVIEWS, RR, MeetingOn="2026-12-10T12:00:00Z")
    await stage.round("meetings")
    assert NURSE not in [attendee.address for attendee in event.attendees]


async def test_a_meeting_that_a_person_removed_is_called_only_for_another_day(stage: Stage) -> None:
    await called(stage)
    stage.sandbox.tenant.calendars.remove(stage.mailbox, events(stage)[0])
    for _ in range(2):
        await stage.round("meetings")
    assert not events(stage)
    assert the_meeting(stage)["State"] == "Removed by a person"
    stage.edit(REVIEWS, RR, MeetingOn="2026-12-14T12:00:00Z")
    await stage.round("meetings")
    assert [event.start.day for event in events(stage)] == [14]


async def test_the_meeting_is_called_off_once_when_its_review_is_withdrawn(stage: Stage) -> None:
    await called(stage)
    await decide(stage, REVIEWS, RR, "Withdraw", Reason="opened in error")
    for _ in range(2):
        await stage.round("meetings")
    assert not events(stage)
    assert the_meeting(stage)["State"] == "Cancelled"
    assert set(told(stage).values()) == {2}


async def test_a_meeting_that_is_gone_already_is_marked_when_its_review_ends(stage: Stage) -> None:
    await called(stage)
    stage.sandbox.tenant.calendars.remove(stage.mailbox, events(stage)[0])
    await decide(stage, REVIEWS, RR, "Withdraw", Reason="opened in error")
    assert await stage.round("meetings")
    assert the_meeting(stage)["State"] == "Cancelled"


async def test_quoracy_is_watched_and_papers_go_into_the_reviews_folder(
    stage: Stage,
) -> None:
    await called(stage)
    [event] = events(stage)
    stage.sandbox.respond(event.id, attendee=NURSE, answer="declined")
    stage.clock.set(datetime(2026, 12, 7, 10, tzinfo=UTC))
    for _ in range(2):
        await stage.later("intake", "papers", "outbox")
    assert "Health: declined" in the_meeting(stage)["Quoracy"]
    assert "not members" not in the_meeting(stage)["Quoracy"]
    assert f"{RR}/Meeting 2026-12-09/agenda.docx" in stage.files()
    warned = [to for to, subject in stage.sent() if "9 December 2026 quorate?" in subject]
    assert sorted(warned) == sorted([MANAGER, POLICE])


async def test_minutes_go_to_those_who_were_invited(stage: Stage) -> None:
    await called(stage)
    stage.clock.set(datetime(2026, 12, 10, 10, tzinfo=UTC))
    edit_meeting(stage, Minutes="https://croydon.sharepoint.com/minutes")
    for _ in range(2):
        await stage.later("papers", "outbox")
    readers = [to for to, subject in stage.sent() if "minutes of" in subject]
    assert sorted(readers) == sorted(told(stage))


async def test_one_panel_follows_another(stage: Stage) -> None:
    row = {"State": "IMRs requested", "DecidedOn": "2026-11-02T12:00:00Z"}
    lead = {"ReviewerAddress": "lou.nonsuch@reviewers.example"}
    stage.sandbox.add_row("Practice Reviews", row | lead, person="Morgan Samplewright")
    await stage.round("decisions")
    panel = {"Decision": "Start panel meetings", "PanelOn": "2026-12-01T12:00:00Z"}
    stage.edit("Practice Reviews", SPR, **panel)
    await stage.round("decisions", "meetings")
    stage.clock.set(datetime(2026, 12, 2, 10, tzinfo=UTC))
    stage.edit("Practice Reviews", SPR, PanelOn="2026-12-15T12:00:00Z")
    for _ in range(2):
        await stage.round("meetings")
    panels = events(stage, f"Review meeting {SPR}")
    assert [event.start.day for event in panels] == [1, 15]
    assert "lou.nonsuch@reviewers.example" in [a.address for a in panels[1].attendees]


async def test_what_a_person_types_over_its_name_and_place_stays_in_the_list(stage: Stage) -> None:
    await called(stage)
    edit_meeting(stage, Name="Wren Placeholder", Place="Wren's school", Chair="Wren's head")
    await stage.round("meetings")
    [event] = events(stage)
    assert event.properties["location"]["displayName"] == "as the business team tells you"
    assert "Wren" not in str(event.properties)
    assert the_meeting(stage)["Place"] == "Wren's school"


async def test_a_place_that_a_person_wrote_into_the_event_stays_when_its_chair_changes(
    stage: Stage,
) -> None:
    await called(stage)
    events(stage)[0].properties["location"] = {"displayName": "Room 4"}
    edit_meeting(stage, Chair="Health")
    await stage.round("meetings")
    [event] = events(stage)
    assert "Chair: Health" in event.properties["body"]["content"]
    assert event.properties["location"]["displayName"] == "Room 4"


async def test_words_in_place_of_its_review_hold_up_no_other_meeting(stage: Stage) -> None:
    await called(stage)
    edit_meeting(stage, Entry="Wren's review")
    stage.clock.set(datetime(2026, 12, 3, 10, tzinfo=UTC))
    assert await stage.round("meetings", "papers", "digest", "outbox")
    assert "Meetings/2026-12-10/agenda.docx" in stage.files()
    digests = [row["Body"] for row in stage.rows("Notices") if row["Kind"] == "Digest"]
    assert all("a row of Meetings cannot be read: look at its Entry" in body for body in digests)
