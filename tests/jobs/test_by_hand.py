"""Rows that people add to a list themselves get what every entry has, and lose nothing."""

import pytest

from bot.demo.agencies import SCHOOL, TEACHER
from bot.process.registers import KINDS
from tests.jobs.stage import Stage, form, mail

AGENCY = TEACHER.agency


def add(stage: Stage, name: str, **fields: str) -> None:
    stage.sandbox.add_row(name, fields, person="Jo Placeholder")


@pytest.mark.parametrize("kind", KINDS.values(), ids=lambda kind: kind.KIND)
async def test_a_row_of_every_kind_gets_its_reference_once(stage: Stage, kind: type) -> None:
    name, prefix = str(kind.LIST), str(kind.PREFIX)  # type: ignore[attr-defined]
    extra = {"Reason": "rang us"} if name == "Needs Attention" else {}
    add(stage, name, Title="what I typed", **extra)
    add(stage, name, **extra)
    for _ in range(2):
        assert await stage.later("decisions")
    rows = stage.rows(name)
    assert [row["Reference"] for row in rows] == [f"{prefix}-2026-001", f"{prefix}-2026-002"]
    assert [row["Title"] for row in rows] == ["what I typed", f"{prefix}-2026-002"]
    for row in rows:
        assert row["State"]
        assert row["Folder"].endswith(row["Reference"])
        assert "added by hand" in row["History"]
    assert len({row["SubjectKey"] for row in rows}) == 2


async def test_a_decision_in_a_row_added_by_hand_is_carried_out(stage: Stage) -> None:
    add(stage, "Actions", What="Write to the schools", Decision="Start")
    await stage.round("decisions")
    await stage.later("decisions")
    assert stage.rows("Actions")[0]["State"] == "Under way"


async def test_an_action_is_reminded_before_on_and_after_its_day(stage: Stage) -> None:
    add(
        stage,
        "Actions",
        What="Write to the schools",
        OwnerAddress="drew.madeup@anyshire.police.example",
        Due="2026-11-26T12:00:00Z",
    )
    for _ in range(4):
        await stage.later("decisions", "reminders", "outbox", minutes=24 * 60)
    told = [s for to, s in stage.sent() if to.startswith("drew.madeup")]
    assert [("was due" in s, "is due" in s or ", due" in s) for s in told] == [
        (False, True),
        (False, True),
        (True, False),
    ]
    assert all("schools" not in subject for subject in told)


async def test_a_finished_action_opened_again_is_reminded_again(stage: Stage) -> None:
    add(
        stage, "Actions", OwnerAddress="a@b.example", Due="2026-11-24T12:00:00Z", Evidence="minutes"
    )
    await stage.round("decisions")
    stage.edit("Actions", "ACT-2026-001", Decision="Done")
    await stage.later("decisions", "reminders")
    assert stage.rows("Actions")[0]["DoneOn"]
    stage.edit("Actions", "ACT-2026-001", Decision="Open again")
    await stage.later("decisions", "reminders")
    assert not stage.rows("Actions")[0].get("DoneOn")
    assert any(row["Kind"] == "Reminder" for row in stage.rows("Notices"))


async def test_a_form_that_comes_after_its_row_fills_what_is_empty_and_opens_no_second(
    stage: Stage,
) -> None:
    written = {"Children": "Wren Placeholder", "Agency": AGENCY, "Summary": "they rang us"}
    add(stage, "Cases of Concern", **written)
    await stage.round("decisions")
    stage.deliver(mail(SCHOOL, ("form.docx", form())))
    await stage.round("intake")
    [row] = stage.rows("Cases of Concern")
    assert row["Summary"] == "they rang us"
    assert row["DateOfIncident"].startswith("2026-11-16")
    assert "sent a newer form" in row["History"]
    assert [n["Entry"] for n in stage.rows("Notices")] == ["COC-2026-001"]


async def test_a_row_added_by_hand_shows_the_agencies_that_are_meant(stage: Stage) -> None:
    police, health = stage.work.partnership.agencies[:2]
    add(stage, "Cases of Concern", Agency=police.name.upper())
    add(stage, "Cases of Concern", Agency=police.name, KnownAgency=health.name)
    add(stage, "Escalations", Agency="nobody's", Challenged=f"{health.name}\nnobody else's")
    await stage.round("decisions")
    shown = [row["KnownAgency"] for row in stage.rows("Cases of Concern")]
    assert shown == [police.name, health.name]
    [escalation] = stage.rows("Escalations")
    assert (escalation.get("KnownAgency"), escalation["KnownChallenged"]) == (None, health.name)


async def test_a_row_about_another_incident_is_left_and_the_form_opens_its_own(
    stage: Stage,
) -> None:
    written = {"Children": "Wren Placeholder", "Agency": AGENCY}
    add(stage, "Cases of Concern", **written, DateOfIncident="2026-09-01T12:00:00Z")
    await stage.round("decisions")
    stage.deliver(mail(SCHOOL, ("form.docx", form())))
    await stage.round("intake")
    assert len(stage.rows("Cases of Concern")) == 2


async def test_a_row_about_what_is_registered_already_gets_a_reference_of_its_own(
    stage: Stage,
) -> None:
    stage.deliver(mail(SCHOOL, ("form.docx", form())))
    await stage.round("intake")
    add(stage, "Cases of Concern", Children="Wren Placeholder", Agency=AGENCY)
    await stage.round("decisions")
    assert [row["Reference"][:9] for row in stage.rows("Cases of Concern")] == ["COC-2026-"] * 2


async def test_words_in_place_of_a_reference_are_in_no_mail_and_the_digest_says_where(
    stage: Stage,
) -> None:
    typed = {"Title": "typed", "Reference": "Vexname of Wren", "State": "Received"}
    moment = {"ReceivedOn": "2026-11-10T10:00:00Z"}
    stage.sandbox.add_row("Cases of Concern", typed | moment, person="Jo Placeholder")
    await stage.round()
    await stage.later(minutes=24 * 60)
    written = str(stage.rows("Notices"))
    assert "Vex" not in written
    assert "a row of Cases of Concern cannot be read: look at its Reference" in written
