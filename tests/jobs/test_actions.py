"""Actions through the whole stack: reminders, evidence, the Chair's list, closed reviews."""

from datetime import UTC, datetime
from typing import Any

import pytest

from tests.jobs.papers import text_of
from tests.jobs.stage import Stage, mail
from tests.jobs.test_papers import AGENDA

ACTIONS, ACT = "Actions", "ACT-2026-001"
OWNER, CHAIR = "robin.invented@anyshire.gov.example", "drew.madeup@anyshire.police.example"
MANAGER = "business.manager-fictional@croydon.gov.uk"
WHAT = "Ask Wren Placeholder's school for its handover notes"


async def opened(stage: Stage, **fields: str) -> None:
    """Let a person open an action that is due on Tuesday 1 December."""
    known = {"What": WHAT, "OwnerAddress": OWNER, "Due": "2026-12-01T12:00:00Z"}
    stage.sandbox.add_row(ACTIONS, known | fields, person="Jo Placeholder")
    await stage.round("decisions")


async def reminded(stage: Stage, day: int, month: int = 12) -> list[tuple[str, str]]:
    """Run a day's reminders, and give those that went out."""
    before = len(stage.sent())
    stage.clock.set(datetime(2026, month, day, 10, tzinfo=UTC))
    await stage.round("decisions", "reminders", "outbox")
    return stage.sent()[before:]


async def decided(stage: Stage, decision: str, **fields: str) -> dict[str, Any]:
    stage.edit(ACTIONS, ACT, Decision=decision, **fields)
    await stage.later("decisions", "outbox")
    [row] = stage.rows(ACTIONS)
    return row


async def in_the_digest(stage: Stage) -> str:
    await stage.round("digest")
    return str([row["Body"] for row in stage.rows("Notices") if row["Kind"] == "Digest"][-1])


async def test_its_owner_is_reminded_before_on_and_after_the_day_without_its_words(
    stage: Stage,
) -> None:
    await opened(stage)
    told = [await reminded(stage, day, month) for month, day in ((11, 24), (11, 25), (12, 1))]
    told += [await reminded(stage, day) for day in (2, 4, 8, 15)]
    assert [[to for to, _ in day] for day in told] == [[OWNER], [], *[[OWNER]] * 2, [], [OWNER], []]
    subject = f"CSCP reminder: {ACT}, the action, was due Tuesday 1 December 2026"
    assert told[5] == [(OWNER, subject)]
    assert all("Wren" not in row["Subject"] + row["Body"] for row in stage.rows("Notices"))


async def test_it_is_done_with_evidence_only_and_reminds_nobody_after_that(stage: Stage) -> None:
    await opened(stage)
    assert (await decided(stage, "Done"))["State"] == "Open"
    [answer] = [row["Body"] for row in stage.rows("Notices") if row["Why"] == "cannot"]
    assert "first fill in: Evidence, or why withdrawn" in answer
    row = await decided(stage, "Done", Evidence="The notes are in the file.")
    assert (row["State"], row["DoneOn"][:10]) == ("Done", "2026-11-24")
    assert await reminded(stage, 2) == []


async def test_an_answer_to_its_reminder_is_brought_to_a_person_however_short(
    stage: Stage,
) -> None:
    await opened(stage)
    [(_to, subject)] = await reminded(stage, 1)
    stage.deliver(mail(OWNER, subject=f"RE: {subject}", text="Done, thanks"))
    await stage.round("intake")
    [asked] = stage.rows("Needs Attention")
    assert asked["Reason"] == "it says that something was done; nothing was changed"
    assert asked["About"] == ACT


async def test_one_that_is_opened_again_reminds_again(stage: Stage) -> None:
    await opened(stage)
    await decided(stage, "Done", Evidence="The notes are in the file.")
    assert (await decided(stage, "Open again"))["State"] == "Open"
    assert [to for to, _ in await reminded(stage, 2)] == [OWNER]


async def test_what_was_done_is_reported_with_its_evidence_and_its_impact(stage: Stage) -> None:
    await opened(stage, Source="SPR-2026-001")
    await decided(stage, "Done", Evidence="Audit of May.")
    stage.edit(ACTIONS, ACT, Impact="Fewer missed handovers.")
    stage.clock.set(datetime(2027, 1, 4, 10, tzinfo=UTC))
    await stage.round("reports")
    told = text_of(stage.files()["Reports/2026-12 quarterly.docx"])
    for said in (ACT, "SPR-2026-001", "Audit of May.", "Fewer missed handovers."):
        assert said in told


@pytest.mark.parametrize("source", ["SPR-2026-001", "CSCP Review Group, 8 October 2026"])
async def test_an_overdue_one_is_before_the_chair_at_the_next_meeting_wherever_it_comes_from(
    stage: Stage, source: str
) -> None:
    await opened(stage, Source=source, Agency="Police")
    await stage.round("meetings")
    stage.clock.set(datetime(2026, 12, 3, 10, tzinfo=UTC))
    await stage.round("papers", "outbox")
    assert ACT in text_of(stage.files()[AGENDA])
    letters = {row["Recipient"]: row["Body"] for row in stage.rows("Notices")}
    for address in (CHAIR, MANAGER):
        assert f"{ACT}: due 1 December 2026" in letters[address]
    assert ("from SPR-2026-001" in letters[CHAIR]) == (source == "SPR-2026-001")


@pytest.mark.parametrize(
    ("lacks", "said"),
    [
        ({"OwnerAddress": ""}, "fill in Owner's address"),
        ({"OwnerAddress": "Robin Invented"}, "fill in Owner's address"),
        ({"Due": ""}, "fill in Due"),
    ],
)
async def test_one_that_can_remind_nobody_is_in_the_digest(
    stage: Stage, lacks: dict[str, str], said: str
) -> None:
    await opened(stage, **lacks)
    assert await reminded(stage, 2) == []
    digest = await in_the_digest(stage)
    assert f"{ACT}](" in digest
    assert f"nobody is reminded: {said}" in digest


@pytest.mark.parametrize("source", ["SPR-2026-001", "spr-2026-001, the final report"])
async def test_a_closed_review_keeps_it_in_view(stage: Stage, source: str) -> None:
    review = {"State": "Action plan under way", "Impact": "fewer missed handovers"}
    stage.sandbox.add_row("Practice Reviews", review, person="Jo Placeholder")
    await opened(stage, Source=source)
    await stage.round("decisions")  # the review was told of the action
    assert stage.rows("Practice Reviews")[0]["Links"] == stage.rows(ACTIONS)[0]["Reference"] == ACT
    assert "is closed, the action is not" not in await in_the_digest(stage)
    stage.edit("Practice Reviews", "SPR-2026-001", Decision="Close")
    await stage.round("decisions")
    [closed] = stage.rows("Practice Reviews")
    assert f"Closed (still open: {ACT})" in closed["History"]
    stage.clock.set(datetime(2026, 11, 25, 10, tzinfo=UTC))
    assert "SPR-2026-001 is closed, the action is not" in await in_the_digest(stage)


async def test_a_link_that_a_person_takes_out_stays_out_and_a_new_source_is_linked(
    stage: Stage,
) -> None:
    await opened(stage, Source="RR-2026-001")
    stage.edit(ACTIONS, ACT, Links="")
    await stage.later("decisions")
    assert not stage.rows(ACTIONS)[0].get("Links")
    stage.edit(ACTIONS, ACT, Source="RR-2026-001, SPR-2026-001")
    await stage.later("decisions")
    assert stage.rows(ACTIONS)[0]["Links"] == "SPR-2026-001"
