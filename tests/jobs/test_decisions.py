"""Decisions in the lists: noticed within a poll, carried out once, and answered."""

from bot.demo.agencies import SCHOOL
from bot.sandbox import Fault
from tests.jobs.stage import Stage, form, mail

CONCERNS = "Cases of Concern"


async def received(stage: Stage, *names: str) -> None:
    for number, name in enumerate(names):
        stage.deliver(mail(SCHOOL, ("form.docx", form(name)), number=number))
    await stage.round("intake")


def states(stage: Stage) -> dict[str, str]:
    return {row["Reference"]: row["State"] for row in stage.rows(CONCERNS)}


async def test_a_decision_is_carried_out_within_a_poll_and_its_agency_told_once(
    stage: Stage,
) -> None:
    await received(stage, "Wren Placeholder")
    stage.edit(CONCERNS, "COC-2026-001", Decision="Advice")
    for _ in range(2):
        await stage.round("decisions", "outbox")
    assert states(stage) == {"COC-2026-001": "Advice given"}
    assert [s for _, s in stage.sent() if "outcome" in s] == ["CSCP: the outcome for COC-2026-001"]


async def test_a_decision_that_is_not_possible_is_explained_and_left_standing(
    stage: Stage,
) -> None:
    await received(stage, "Wren Placeholder")
    stage.edit(CONCERNS, "COC-2026-001", Decision="Accept")
    for _ in range(2):
        await stage.round("decisions", "outbox")
    assert [s for _, s in stage.sent() if "could not be done" in s] == [
        'CSCP: "Accept" could not be done for COC-2026-001'
    ]
    assert stage.rows(CONCERNS)[0]["Decision"] == "Accept"


async def test_a_row_in_trouble_holds_up_no_other_and_is_done_later(stage: Stage) -> None:
    await received(stage, "Wren Placeholder", "Robin Placeholder")
    for reference in ("COC-2026-001", "COC-2026-002"):
        stage.edit(CONCERNS, reference, Decision="Withdraw")
    fault = Fault("PATCH", r"/items/1/fields", status=403, count=None)
    stage.sandbox.plan_fault(fault)
    assert not await stage.round("decisions")
    assert states(stage) == {"COC-2026-001": "Received", "COC-2026-002": "Withdrawn"}
    stage.sandbox.tenant.faults.clear()
    assert await stage.round("decisions")
    assert set(states(stage).values()) == {"Withdrawn"}
