"""Meetings: quoracy from the replies, the agenda when papers are due, the minutes when they are."""

from datetime import UTC, datetime

from bot.sandbox.calendar.model import Attendee
from tests.jobs.papers import text_of
from tests.jobs.stage import Stage
from tests.jobs.test_roster import edit_police, seeded

DEPUTY = "deputy-fictional@anyshire.police.example"
POLICE = "drew.madeup@anyshire.police.example"
NURSE = "nell.notreal@nhs-mail.example"
CARE = "robin.invented@anyshire.gov.example"
MANAGER = "business.manager-fictional@croydon.gov.uk"
OFFICER = "project.officer-fictional@croydon.gov.uk"
AGENDA = "Meetings/2026-12-10/agenda.docx"


def on(stage: Stage, day: int) -> None:
    stage.clock.set(datetime(2026, 12, day, 10, tzinfo=UTC))


async def watched(stage: Stage, **answers: str) -> str:
    """Let members answer the first invitation, and give how the list tells it."""
    await stage.round("meetings")
    event = min(stage.sandbox.events(), key=lambda one: one.start)
    people = {"care": CARE, "nurse": NURSE, "police": POLICE}
    for who, answer in answers.items():
        stage.sandbox.respond(event.id, attendee=people[who], answer=answer)
    await stage.later("papers", "outbox")
    row = min(stage.rows("Meetings"), key=lambda one: str(one["Starts"]))
    return str(row.get("Quoracy", ""))


def warned(stage: Stage) -> list[str]:
    return sorted(to for to, subject in stage.sent() if "quorate?" in subject)


async def test_replies_are_watched_only_when_the_meeting_is_near(stage: Stage) -> None:
    assert await watched(stage) == ""
    on(stage, 1)
    assert "Police: no answer yet" in await watched(stage)


async def test_chair_and_manager_are_warned_once_for_each_state(stage: Stage) -> None:
    on(stage, 1)
    await watched(stage)
    told = await watched(stage, care="accepted", nurse="declined")
    assert told.startswith("not quorate yet (Children's Social Care: attends; Health: declined")
    for _ in range(2):
        await stage.later("papers", "outbox")
    assert warned(stage) == sorted([MANAGER, POLICE] * 2)


async def test_a_quorate_meeting_warns_nobody(stage: Stage) -> None:
    on(stage, 1)
    told = await watched(stage, care="accepted", nurse="accepted", police="accepted")
    assert told.startswith("quorate (")
    assert warned(stage) == []


async def test_a_proxy_of_unknown_seniority_is_asked_about_once(stage: Stage) -> None:
    await seeded(stage)
    edit_police(stage, DeputyIsSenior="")
    on(stage, 1)
    await watched(stage, police="declined")
    event = min(stage.sandbox.events(), key=lambda one: one.start)
    event.attendees.append(Attendee(DEPUTY, ""))
    stage.sandbox.respond(event.id, attendee=DEPUTY, answer="accepted")
    for answer in ("accepted", "tentativelyAccepted"):  # another partner's reply is another state
        told = await watched(stage, nurse=answer)
    assert "Police: attends by a proxy of unknown seniority" in told
    asked = [(to, subject) for to, subject in stage.sent() if "a proxy for Police" in subject]
    assert sorted(to for to, _ in asked) == sorted([MANAGER, POLICE])


async def test_the_agenda_is_filed_once_when_papers_are_due(stage: Stage) -> None:
    await stage.round("meetings")
    on(stage, 2)
    await stage.round("papers")
    assert AGENDA not in stage.files()
    on(stage, 3)
    for _ in range(2):
        await stage.later("papers", "outbox")
    assert AGENDA in stage.files()
    told = [to for to, subject in stage.sent() if "agenda" in subject]
    assert sorted(told) == sorted([MANAGER, OFFICER, POLICE])


async def test_the_agenda_holds_what_the_registers_bring_to_it(stage: Stage) -> None:
    sandbox, person = stage.sandbox, "Jo Placeholder"
    case = {
        "MeetingOn": "2026-12-10T12:00:00Z",
        "State": "Scheduled",
        "Children": "Wren Placeholder",
    }
    sandbox.add_row("Cases of Concern", case, person=person)
    sandbox.add_row("Escalations", {"Stage": "3"}, person=person)
    sandbox.add_row("Escalations", {"Stage": "2"}, person=person)
    sandbox.add_row("Practice Reviews", {"DecidedOn": "2026-11-02T12:00:00Z"}, person=person)
    late = {"Due": "2026-11-20T12:00:00Z", "What": "Ask Wren's school"}
    sandbox.add_row("Actions", late, person=person)
    await stage.round("decisions", "meetings")
    on(stage, 3)
    await stage.round("papers")
    told = text_of(stage.files()[AGENDA])
    for reference in ("COC-2026-001", "ESC-2026-001", "SPR-2026-001", "ACT-2026-001"):
        assert reference in told
    assert "ESC-2026-002" not in told
    assert "Wren" not in told
    letters = [row["Body"] for row in stage.rows("Notices") if row["Why"] == "papers"]
    assert all("ACT-2026-001: due 20 November 2026" in body for body in letters)


async def test_minutes_go_to_every_member_once_their_address_is_known(stage: Stage) -> None:
    await stage.round("meetings")
    on(stage, 14)
    await stage.round("papers", "outbox")
    first = min(
        stage.sandbox.sharepoint_list("Meetings").rows.values(),
        key=lambda row: str(row.fields["Starts"]),
    )
    link = {"Minutes": "https://croydon.sharepoint.com/minutes"}
    stage.sandbox.edit_row("Meetings", first.id, link, person="Jo Placeholder")
    for _ in range(2):
        await stage.later("papers", "outbox")
    told = [to for to, subject in stage.sent() if "minutes" in subject]
    assert len(told) == len(set(told)) == 4
