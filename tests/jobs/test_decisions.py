"""Decisions in the lists: noticed within a poll, carried out once, and answered."""

import pytest

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


@pytest.mark.parametrize(("released", "state"), [(False, "Held"), (True, "Sent")])
async def test_an_outcome_for_a_sender_in_doubt_is_held_until_a_person_has_vouched(
    stage: Stage, *, released: bool, state: str
) -> None:
    stage.deliver(mail("stranger@unknown.example", ("form.docx", form())))
    await stage.round("intake", "outbox")
    [acknowledgement] = stage.rows("Notices")
    if released:
        stage.edit("Notices", "Held", State="Released")
    stage.edit(CONCERNS, "COC-2026-001", Decision="Advice")
    await stage.round("decisions", "outbox")
    outcome = stage.rows("Notices")[-1]
    assert (acknowledgement["State"], outcome["State"]) == ("Held", state)
    assert (outcome["Why"] == acknowledgement["Why"]) is not released
    assert len(stage.sent()) == released


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


async def test_a_list_that_cannot_be_read_holds_up_no_other(stage: Stage) -> None:
    typed = {"Title": "by hand", "State": "Received"}
    stage.sandbox.add_row("Serious Incidents", typed, person="Morgan Samplewright")
    stage.sandbox.plan_fault(Fault("GET", "/lists/Cases", status=403, count=None))
    assert not await stage.round("decisions")
    assert stage.rows("Serious Incidents")[0]["Reference"] == "SIN-2026-001"


async def test_what_a_decision_opens_and_where_it_leads_are_done_in_one_poll(stage: Stage) -> None:
    await received(stage, "Wren Placeholder")
    stage.edit(CONCERNS, "COC-2026-001", Decision="Re-route to SIN")
    await stage.round("decisions")
    [concern], [incident] = stage.rows(CONCERNS), stage.rows("Serious Incidents")
    assert concern["State"] == "Re-routed to SIN"
    assert (concern["Links"], incident["Links"]) == ("SIN-2026-001", "COC-2026-001")


async def test_a_duplicate_and_its_original_tell_of_each_other_in_one_poll(stage: Stage) -> None:
    await received(stage, "Wren Placeholder", "Wren Placeholderr")
    stage.edit(CONCERNS, "COC-2026-002", Decision="Duplicate", Links="COC-2026-001")
    await stage.round("decisions")
    original, duplicate = stage.rows(CONCERNS)
    assert (original["State"], duplicate["State"]) == ("Received", "Duplicate")
    assert (original["Links"], duplicate["Links"]) == ("COC-2026-002", "COC-2026-001")
    assert original["History"].endswith("COC-2026-002 is a duplicate of this entry")
    assert duplicate["History"].endswith("Received → Duplicate (of COC-2026-001)")


@pytest.mark.parametrize("named", ["the other one", "COC-2026-099", "COC-2026-001"])
async def test_a_duplicate_of_no_other_entry_is_refused_and_it_is_said_what_to_name(
    stage: Stage, named: str
) -> None:
    await received(stage, "Wren Placeholder")
    stage.edit(CONCERNS, "COC-2026-001", Decision="Duplicate", Links=named)
    await stage.round("decisions", "outbox")
    assert states(stage) == {"COC-2026-001": "Received"}
    assert "by its reference, written like COC-2026-001" in stage.rows("Notices")[-1]["Body"]


async def test_two_entries_cannot_both_end_as_duplicates_of_each_other(stage: Stage) -> None:
    await received(stage, "Wren Placeholder", "Robin Placeholder")
    for one, other in (("1", "2"), ("2", "1")):
        reference, links = f"COC-2026-00{one}", f"COC-2026-00{other}"
        stage.edit(CONCERNS, reference, Decision="Duplicate", Links=links)
    await stage.round("decisions")
    assert sorted(states(stage).values()) == ["Duplicate", "Received"]


async def test_a_state_set_by_hand_stands_and_what_it_left_undone_is_explained_once(
    stage: Stage,
) -> None:
    await received(stage, "Wren Placeholder")
    stage.edit(CONCERNS, "COC-2026-001", State="Advice given")
    for _ in range(2):
        await stage.round("decisions", "outbox")
    [row] = stage.rows(CONCERNS)
    assert row["State"] == "Advice given"
    assert "State set by hand: Received → Advice given" in row["History"]
    [told] = [n for n in stage.rows("Notices") if "set by hand" in n["Subject"]]
    assert "what belongs to the decision (Advice) was not done" in told["Body"]


async def test_a_state_set_by_hand_that_leaves_nothing_undone_is_only_noted(stage: Stage) -> None:
    stage.sandbox.add_row("Needs Attention", {"Reason": "rang us"}, person="Jo Placeholder")
    await stage.round("decisions")
    stage.edit("Needs Attention", "NA-2026-001", State="Done")
    await stage.round("decisions")
    assert "State set by hand" in stage.rows("Needs Attention")[0]["History"]
    assert stage.rows("Notices") == []


async def test_a_decision_can_be_made_again_after_a_person_set_the_state_back(
    stage: Stage,
) -> None:
    await received(stage, "Wren Placeholder")
    for changes in ({"Decision": "Withdraw"}, {"State": "Received"}, {"Decision": "Withdraw"}):
        stage.edit(CONCERNS, "COC-2026-001", **changes)
        await stage.round("decisions")
    assert states(stage) == {"COC-2026-001": "Withdrawn"}


async def test_what_a_person_typed_in_place_of_a_choice_is_in_no_mail(stage: Stage) -> None:
    await received(stage, "Wren Placeholder")
    for edit in ({"Decision": "Vexchoice of Wren"}, {"State": "Vexstate of Wren"}):
        stage.edit(CONCERNS, "COC-2026-001", **edit)
        await stage.later("decisions", "outbox")
    written = [str(row) for row in stage.rows("Notices") if row["Kind"] == "Answer"]
    assert len(written) == 2
    assert not any("Vex" in text for text in written)
    assert all("a wording of your own" in text for text in written)
