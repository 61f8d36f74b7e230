"""Triage: a sheet in the folder of every new case, with what may belong to it."""

import pytest

from bot.demo.agencies import OFFICER, POLICE, SCHOOL, concern
from tests.forms.writing import PLAIN, Form
from tests.jobs.papers import text_of
from tests.jobs.stage import Stage, form, mail


def sheets(stage: Stage, reference: str) -> list[bytes]:
    return [
        content
        for path, content in stage.files().items()
        if path.startswith(f"{reference}/triage-sheet")
    ]


async def test_a_new_case_gets_one_sheet_and_the_list_shows_where(stage: Stage) -> None:
    stage.deliver(mail(SCHOOL, ("form.docx", form())))
    await stage.round("intake")
    for _ in range(2):
        assert await stage.round("triage")
    [sheet] = sheets(stage, "COC-2026-001")
    assert "A handover was missed" in text_of(sheet)
    assert "handover" in text_of(sheet).split("Timely information sharing")[1]
    [row] = stage.rows("Cases of Concern")
    assert row["TriageSheet"].startswith(row["Folder"])


async def test_without_new_cases_it_costs_one_look(stage: Stage) -> None:
    stage.deliver(mail(SCHOOL, ("form.docx", form())))
    await stage.round("intake", "triage")
    before = len(stage.requests())
    await stage.round("triage")
    assert len(stage.requests(since=before)) <= 2


async def test_the_same_child_from_another_agency_is_shown_as_a_likely_duplicate(
    stage: Stage,
) -> None:
    stage.deliver(mail(SCHOOL, ("form.docx", form())))
    other = concern(OFFICER, "Wren  PLACEHOLDER", "12/03/2015", "16/11/2026")
    stage.deliver(mail(POLICE, ("form.docx", other), number=2))
    await stage.round("intake", "triage")
    [second] = sheets(stage, "COC-2026-002")
    told = text_of(second)
    assert "COC-2026-001" in told
    assert "same child: name and birth date; same date of incident" in told
    assert "likely" in told


async def test_a_newer_form_makes_a_new_sheet_beside_the_old(stage: Stage) -> None:
    stage.deliver(mail(SCHOOL, ("form.docx", form())))
    await stage.round("intake", "triage")
    longer = concern(
        OFFICER.__class__("Jo Invented", "Lead", "Mockbridge Primary School", SCHOOL),
        "Wren Placeholder",
        "12 March 2015",
        "16 November 2026",
    )
    stage.deliver(mail(SCHOOL, ("form.docx", longer), number=2))
    await stage.round("intake", "triage")
    assert len(stage.rows("Cases of Concern")) == 1
    assert len(sheets(stage, "COC-2026-001")) == 2


async def test_a_sheet_that_a_person_took_out_stays_out_until_a_newer_form_comes(
    stage: Stage,
) -> None:
    stage.deliver(mail(SCHOOL, ("form.docx", form())))
    await stage.round("intake")
    stage.edit("Cases of Concern", "COC-2026-001", Lead="Lou Nonsuch")
    await stage.round("triage")  # edited by a person, and never drawn up
    stage.edit("Cases of Concern", "COC-2026-001", TriageSheet="")
    await stage.round("triage")
    assert not stage.rows("Cases of Concern")[0].get("TriageSheet")
    again = form(happened="about 16 November 2026")
    stage.deliver(mail(SCHOOL, ("form.docx", again), number=2))
    await stage.round("intake", "triage")
    assert len(sheets(stage, "COC-2026-001")) == 2


async def test_a_decided_case_gets_no_sheet_any_more(stage: Stage) -> None:
    stage.deliver(mail(SCHOOL, ("form.docx", form())))
    await stage.round("intake")
    stage.edit("Cases of Concern", "COC-2026-001", Decision="Advice")
    await stage.later("decisions", "triage")
    assert sheets(stage, "COC-2026-001") == []


@pytest.mark.parametrize(
    ("concerned", "look_today"),
    [
        ("The baby died in hospital on Sunday.", "Yes"),
        ("He was bruised. There was no serious harm and nobody died.", "No"),
    ],
)
async def test_a_form_that_tells_of_death_or_harm_is_for_the_same_day_and_its_guidance_is_not(
    stage: Stage, concerned: str, look_today: str
) -> None:
    rows = [
        ("Nature of concern", concerned) if a == "Nature of concern" else (a, b) for a, b in PLAIN
    ]
    written = (
        Form().line("If a child has died or suffered serious harm, ring us first.").table(*rows)
    )
    stage.deliver(mail(SCHOOL, ("form.docx", written.bytes())))
    await stage.round("intake", "triage")
    [row] = stage.rows("Cases of Concern")
    [sheet] = sheets(stage, row["Reference"])
    assert row["SameDay"] == look_today
    assert ("1 December 2026" in text_of(sheet)) == (look_today == "Yes")


async def test_a_date_of_death_on_a_form_is_for_the_same_day(stage: Stage) -> None:
    written = Form().table(*PLAIN, ("Date of death", "20 November 2026"))
    stage.deliver(mail(SCHOOL, ("form.docx", written.bytes())))
    await stage.round("intake")
    assert [row["SameDay"] for row in stage.rows("Cases of Concern")] == ["Yes"]
