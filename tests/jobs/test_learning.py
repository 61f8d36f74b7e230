"""Members are asked what they shared and what it changed; an answer by mail counts, once."""

from datetime import UTC, datetime
from io import BytesIO
from typing import Any

from docx import Document

from tests.jobs.stage import Stage, mail, playing
from tests.jobs.test_roster import seeded

NURSE, POLICE = "nell.notreal@nhs-mail.example", "drew.madeup@anyshire.police.example"
ASKED, ATTENTION = "your report on shared learning", "Needs Attention"
QUOTED = "\n\nFrom: CSCP <CSCP@croydon.gov.uk>\nSent: 10 December 2026 10:00\nTo: Nell Notreal\n"


def on(stage: Stage, year: int, month: int, day: int) -> None:
    stage.clock.set(datetime(year, month, day, 10, tzinfo=UTC))


def asked(stage: Stage) -> list[str]:
    return [to for to, subject in stage.sent() if ASKED in subject]


def action_of(stage: Stage, address: str) -> dict[str, Any]:
    [row] = [row for row in stage.rows("Actions") if row["OwnerAddress"] == address]
    return row


async def members_asked(stage: Stage) -> None:
    on(stage, 2026, 12, 10)
    await stage.round("reports", "outbox")


async def answers(
    stage: Stage,
    text: str = "Shared with every ward; audits twice a year show fewer gaps.",
    *documents: tuple[str, bytes],
    sender: str = NURSE,
    number: int = 1,
) -> None:
    subject = f"RE: CSCP: {ASKED}, {action_of(stage, NURSE)['Reference']}"
    stage.deliver(mail(sender, *documents, subject=subject, text=text + QUOTED, number=number))
    await stage.round("intake", "outbox")


def letter() -> bytes:
    """Write a report as a member does in Word."""
    document, content = Document(), BytesIO()
    document.add_paragraph("We shared the seven-minute briefing with all wards in November.")
    document.save(content)
    return content.getvalue()


async def test_members_are_asked_once_when_the_day_comes(stage: Stage) -> None:
    on(stage, 2026, 12, 7)  # fifteen working days before 31 December is the 8th
    await stage.round("reports", "outbox")
    assert asked(stage) == []
    on(stage, 2026, 12, 8)
    for _ in range(2):
        await stage.later("reports", "outbox")
    async with playing(stage.sandbox, stage.settings.state) as restarted:
        await restarted.later("reports", "outbox")
    held = [member.email for member in stage.work.partnership.members if member.email]
    assert sorted(asked(stage)) == sorted(held)
    assert {row["Due"][:10] for row in stage.rows("Actions")} == {"2026-12-31"}


async def test_an_action_that_a_person_deleted_is_not_opened_again(stage: Stage) -> None:
    await members_asked(stage)
    actions = stage.sandbox.sharepoint_list("Actions")
    row = next(r for r in actions.rows.values() if r.fields["OwnerAddress"] == NURSE)
    actions.delete_row(row)
    async with playing(stage.sandbox, stage.settings.state) as restarted:
        await restarted.later("reports", "outbox")
    assert NURSE not in [row["OwnerAddress"] for row in stage.rows("Actions")]
    assert asked(stage).count(NURSE) == 1


async def test_an_answer_is_filed_ticked_off_and_left_for_a_person_to_judge(stage: Stage) -> None:
    await members_asked(stage)
    for number in (1, 2):
        await answers(stage, number=number)
    row = action_of(stage, NURSE)
    assert (row["State"], row["DoneOn"][:10]) == ("Under way", "2026-12-10")
    assert row["Evidence"] == "Reported by mail on 10 December 2026: see the folder."
    assert row["ToCheck"].count("read it, note its impact") == 1
    assert len([path for path in stage.files() if path.startswith(row["Reference"])]) == 2
    assert stage.folder("Registered") == 2


async def test_whoever_has_reported_is_not_reminded_and_the_others_are(stage: Stage) -> None:
    await members_asked(stage)
    await answers(stage, "It is attached.", ("our report.docx", letter()))
    assert any(path.endswith(".docx") for path in stage.files())
    on(stage, 2027, 1, 4)
    await stage.round("reminders", "outbox", "digest")
    reminded = [to for to, subject in stage.sent() if "reminder" in subject]
    assert NURSE not in reminded
    assert POLICE in reminded
    [digest, *_] = [row["Body"] for row in stage.rows("Notices") if row["Kind"] == "Digest"]
    overdue = digest.split("## Overdue")[1].split("##")[0]
    assert action_of(stage, POLICE)["Reference"] in overdue
    assert action_of(stage, NURSE)["Reference"] not in overdue


async def test_the_quarterly_report_says_who_has_reported(stage: Stage) -> None:
    await members_asked(stage)
    await answers(stage)
    on(stage, 2027, 1, 4)
    await stage.round("reports")
    document = Document(BytesIO(stage.files()["Reports/2026-12 quarterly.docx"]))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    assert "Health (ICB): reported on 10 December 2026" in cells
    assert "Police: has not reported" in cells


async def test_an_answer_from_somebody_else_ticks_nothing_off(stage: Stage) -> None:
    await members_asked(stage)
    await answers(stage, sender=POLICE)
    assert action_of(stage, NURSE)["State"] == "Open"
    assert stage.rows(ATTENTION)[0]["About"] == action_of(stage, NURSE)["Reference"]


async def test_an_answer_from_a_sender_in_doubt_is_for_a_person(stage: Stage) -> None:
    await members_asked(stage)
    subject = f"RE: CSCP: {ASKED}, {action_of(stage, NURSE)['Reference']}"
    forged = mail(NURSE, subject=subject, text="Shared." + QUOTED)
    del forged["Authentication-Results"]
    stage.deliver(forged)
    await stage.round("intake")
    assert action_of(stage, NURSE)["State"] == "Open"
    assert "from a sender in doubt" in stage.rows(ATTENTION)[0]["Reason"]


async def test_a_successor_has_the_report_to_write(stage: Stage) -> None:
    await seeded(stage)
    await stage.round("members")
    await members_asked(stage)
    rows = stage.sandbox.sharepoint_list("Members").rows.values()
    post = next(row for row in rows if row.fields.get("Address") == NURSE)
    stage.sandbox.edit_row("Members", post.id, {"Address": "new@nhs-mail.example"}, person="Jo")
    for _ in range(2):
        await stage.later("members", "reports", "outbox")
    assert action_of(stage, "new@nhs-mail.example")["Due"][:10] == "2026-12-31"
    assert len(stage.rows("Actions")) == len(asked(stage)) == 4
