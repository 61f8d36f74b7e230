"""The known agency beside the form's own words: shown at no cost, corrected by people, chased."""

from pathlib import Path

from bot.demo.agencies import FREE_MAIL, MINDER, NURSE, SCHOOL, STAGE_3, concern, disagreement
from tests.jobs.stage import CONFIGURED, Stage, form, mail, staged
from tests.jobs.test_escalations import MANAGER, STAGE_3_LATE, arrives, chased, with_worked_examples

CONCERNS, ESCALATIONS = "Cases of Concern", "Escalations"
POLICE, HEALTH, COUNCIL = CONFIGURED.agencies[:3]
MOST = 9  # requests that a form may cost beyond the poll


async def test_a_forms_agency_is_shown_as_the_list_knows_it_by_name_or_by_domain(
    stage: Stage,
) -> None:
    stage.deliver(mail(SCHOOL, ("form.docx", form())))
    stage.deliver(mail(NURSE.email, ("record.docx", disagreement(STAGE_3)), number=2))
    await stage.round("intake")
    (concern,), (escalation,) = stage.rows(CONCERNS), stage.rows(ESCALATIONS)
    assert concern["Agency"] == "Mockbridge Primary School"
    assert concern["KnownAgency"] == "Schools (Sampleby Learning Trust and others)"
    assert escalation["KnownAgency"] == HEALTH.name  # it calls itself otherwise: by its domain
    assert escalation["KnownChallenged"] == POLICE.name


async def test_it_costs_a_form_no_request(stage: Stage) -> None:
    for number in (1, 2):  # the first one finds list, library and folders
        before, poll = len(stage.requests()), 1
        stage.deliver(mail(SCHOOL, ("form.docx", form(f"Wren {number}")), number=number))
        await stage.round("intake", "outbox")
    assert len(stage.requests()) - before - poll <= MOST


async def test_an_agency_that_nobody_knows_is_left_for_a_person(stage: Stage) -> None:
    unknown = concern(MINDER, "Tam Sampleby", "5 January 2021", "3 November 2026")
    stage.deliver(mail(FREE_MAIL, ("form.docx", unknown)))
    await stage.round("intake")
    [row] = stage.rows(CONCERNS)
    assert (row["Agency"], row.get("KnownAgency")) == ("Testerton Childminding", None)


async def test_a_persons_correction_stays_and_says_who_is_chased(tmp_path: Path) -> None:
    async with staged(tmp_path / "state", partnership=with_worked_examples(tmp_path)) as stage:
        await arrives(stage, STAGE_3)
        corrected = {"KnownAgency": COUNCIL.name, "KnownChallenged": HEALTH.name}
        stage.edit(ESCALATIONS, "ESC-2026-001", **corrected)
        await arrives(stage, ("3", "20/11/2026", "They spoke once more.", "No"), number=2)
        [row] = stage.rows(ESCALATIONS)
        assert "once more" in row["StageNotes"]
        assert {name: row[name] for name in corrected} == corrected
        assert await chased(stage, 27) == {
            STAGE_3_LATE: sorted([MANAGER, COUNCIL.lead, HEALTH.lead])
        }


async def test_a_correction_that_fits_no_agency_chases_nobody_in_its_place(tmp_path: Path) -> None:
    async with staged(tmp_path / "state", partnership=with_worked_examples(tmp_path)) as stage:
        await arrives(stage, STAGE_3)
        stage.edit(ESCALATIONS, "ESC-2026-001", KnownAgency="somebody else")
        assert await chased(stage, 27) == {STAGE_3_LATE: sorted([MANAGER, POLICE.lead])}


async def test_without_a_contact_the_lead_of_the_known_agency_hears_of_the_outcome(
    stage: Stage,
) -> None:
    known = {"KnownAgency": HEALTH.name, "Decision": "Advice"}
    stage.sandbox.add_row(CONCERNS, known, person="Morgan Samplewright")
    await stage.round("decisions", "outbox")
    assert [to for to, subject in stage.sent() if "the outcome for" in subject] == [HEALTH.lead]
    assert "a case that your agency raised" in stage.rows("Notices")[0]["Body"]
