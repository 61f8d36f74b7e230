"""A person's edit always wins, whatever comes after it."""

from bot.demo.agencies import NURSE, STAGE_3, STAGE_4, disagreement
from tests.jobs.stage import Stage, mail

ESCALATIONS = "Escalations"


async def test_what_a_person_wrote_stays_when_a_newer_copy_arrives(stage: Stage) -> None:
    stage.deliver(mail(NURSE.email, ("record.docx", disagreement(STAGE_3))))
    await stage.round("intake")
    stage.edit(ESCALATIONS, "ESC-2026-001", Summary="what the team makes of it", Urgent="Yes")
    stage.deliver(mail(NURSE.email, ("record.docx", disagreement(STAGE_3, STAGE_4)), number=2))
    await stage.round("intake")
    (entry,) = stage.rows(ESCALATIONS)
    assert entry["Summary"] == "what the team makes of it"
    assert (entry["Urgent"], entry["Stage"]) == ("Yes", "4")


async def test_it_stays_even_when_sharepoint_keeps_its_version_no_longer(stage: Stage) -> None:
    stage.deliver(mail(NURSE.email, ("record.docx", disagreement(STAGE_3))))
    await stage.round("intake")
    stage.edit(ESCALATIONS, "ESC-2026-001", Summary="what the team makes of it")
    await stage.round("outbox", "histories")
    [row] = stage.sandbox.sharepoint_list(ESCALATIONS).rows.values()
    del row.versions[:-1]
    stage.deliver(mail(NURSE.email, ("record.docx", disagreement(STAGE_3, STAGE_4)), number=2))
    await stage.round("intake")
    [entry] = stage.rows(ESCALATIONS)
    assert (entry["Summary"], entry["Stage"]) == ("what the team makes of it", "4")


async def test_it_stays_even_when_the_service_has_changed_the_row_since(stage: Stage) -> None:
    stage.deliver(mail(NURSE.email, ("record.docx", disagreement(STAGE_3))))
    await stage.round("intake")
    stage.edit(ESCALATIONS, "ESC-2026-001", Summary="what the team makes of it")
    for number in (2, 3):
        newer = disagreement(STAGE_3, (*STAGE_4[:2], f"Said {number} times.", "No"))
        stage.deliver(mail(NURSE.email, ("record.docx", newer), number=number))
        await stage.round("intake")
    (entry,) = stage.rows(ESCALATIONS)
    assert entry["Summary"] == "what the team makes of it"
    assert "Said 3 times." in entry["StageNotes"]
