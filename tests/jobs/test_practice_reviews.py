"""Practice Reviews through the whole stack: requests, notice, press offices, impact."""

from datetime import UTC, datetime
from typing import Any

import pytest

from tests.jobs.papers import text_of
from tests.jobs.stage import Stage

REVIEWS = "Practice Reviews"
MANAGER = "business.manager-fictional@croydon.gov.uk"
OFFICER = "project.officer-fictional@croydon.gov.uk"
SPR = "SPR-2026-001"
NOTICE_DUE = (
    f"CSCP reminder: {SPR}, notice to the national Panel and Government,"
    " due Tuesday 9 February 2027"
)


async def opened(stage: Stage, state: str, **fields: str) -> None:
    """Let a person add a review that has come as far as a state."""
    known = {"State": state, "DecidedOn": "2026-11-02T12:00:00Z"}
    stage.sandbox.add_row(REVIEWS, known | fields, person="Morgan Samplewright")
    await stage.round("decisions")


async def decided(stage: Stage, decision: str, **fields: str) -> str:
    """Let a person decide, and give the state that follows."""
    stage.edit(REVIEWS, SPR, Decision=decision, **fields)
    await stage.later("decisions", "outbox")
    [row] = stage.rows(REVIEWS)
    return str(row["State"])


async def test_terms_of_reference_are_drafted_once_a_reviewer_and_a_method_are_chosen(
    stage: Stage,
) -> None:
    await opened(stage, "Considered", KnownNeeds="Handovers were missed twice.")
    assert await decided(stage, "Appoint lead reviewer") == "Considered"
    chosen = {"LeadReviewer": "Ash Madeup", "Methodology": "Thematic review"}
    assert await decided(stage, "Appoint lead reviewer", **chosen) == "Lead reviewer appointed"
    draft = f"{SPR}/{SPR} terms of reference, draft of 2026-11-24.docx"
    assert list(stage.files()) == [draft]
    told = text_of(stage.files()[draft])
    for said in ("Ash Madeup", "Thematic review", "Handovers were missed twice.", "2 May 2027"):
        assert said in told
    assert "terms of reference drafted" in stage.rows(REVIEWS)[0]["History"]


@pytest.mark.parametrize("decision", ["Do not publish", "Withdraw"])
async def test_who_was_told_a_day_is_told_that_nothing_is_published(
    stage: Stage, decision: str
) -> None:
    await planned(stage)
    await decided(stage, decision, NotPublishedBecause="proceedings")
    off = f"CSCP: {SPR} is not to be published on Thursday 11 February 2027"
    assert len([to for to, subject in stage.sent() if subject == off]) == 4
    assert not stage.rows(REVIEWS)[0].get("PressWaiting")


async def test_imrs_are_requested_from_every_agency_once(stage: Stage) -> None:
    await opened(stage, "Terms of reference agreed")
    due = "2026-12-15T12:00:00Z"
    assert await decided(stage, "Request IMRs", ReturnsDue=due) == "IMRs requested"
    await stage.later("decisions")
    requests = stage.rows("Agency Requests")
    asked = [agency for agency in stage.work.partnership.agencies if agency.asked]
    assert len(requests) == len(asked)
    assert {row["Document"] for row in requests} == {"imr-request.docx"}


async def test_a_day_too_soon_is_explained_and_left_standing(stage: Stage) -> None:
    await opened(stage, "Report finished")
    day = "2026-12-01T12:00:00Z"
    assert await decided(stage, "Plan publication", PublishOn=day) == "Report finished"
    [answer] = [row for row in stage.rows("Notices") if row["Why"] == "cannot"]
    assert "was due on 20 November 2026" in answer["Body"]
    assert stage.rows(REVIEWS)[0]["Decision"] == "Plan publication"


async def test_members_are_told_the_day_again_when_it_moves(stage: Stage) -> None:
    await opened(stage, "Report finished")
    await decided(stage, "Plan publication", PublishOn="2027-02-11T12:00:00Z")
    for day in ("2027-02-18", "2027-02-25"):
        await decided(stage, "Move publication", PublishOn=f"{day}T12:00:00Z")
    told = [to for to, subject in stage.sent() if "is to be published" in subject]
    assert len(told) == 3 * 4
    assert not stage.rows(REVIEWS)[0].get("Decision")


async def planned(stage: Stage, **fields: str) -> None:
    """Bring a review as far as a planned publication, and let the Panel be told of the day."""
    await opened(stage, "Report finished")
    await decided(stage, "Plan publication", PublishOn="2027-02-11T12:00:00Z")
    stage.edit(REVIEWS, SPR, NoticeGivenOn="2026-11-23T12:00:00Z", **fields)
    await stage.later("decisions", "outbox")


async def moved_in_the_list(stage: Stage, day: str, **fields: str) -> dict[str, Any]:
    """Let a person write another day into the list without any decision, and give the row."""
    stage.edit(REVIEWS, SPR, PublishOn=f"{day}T12:00:00Z", **fields)
    for _ in range(2):
        await stage.later("decisions", "outbox")
    [row] = stage.rows(REVIEWS)
    return row


def press_letters(stage: Stage) -> list[dict[str, Any]]:
    return [row for row in stage.rows("Notices") if row["Why"] == "press"]


async def test_a_day_changed_in_the_list_is_told_anew_and_asks_for_a_new_notice(
    stage: Stage,
) -> None:
    await planned(stage)
    row = await moved_in_the_list(stage, "2027-02-18")
    assert (row["State"], row.get("NoticeGivenOn")) == ("Publication planned", None)
    assert len(row["PressWaiting"].split()) == 4
    assert "moved from 11 February 2027 to 18 February 2027" in row["History"]
    for told in press_letters(stage)[4:]:
        assert "and not on Thursday 11 February 2027" in told["Body"]
    stage.clock.set(datetime(2027, 2, 9, 10, tzinfo=UTC))  # seven working days before the new day
    await stage.round("reminders", "outbox")
    assert (MANAGER, NOTICE_DUE) in stage.sent()


async def test_a_day_put_back_is_told_anew_as_well(stage: Stage) -> None:
    await planned(stage)
    await moved_in_the_list(stage, "2027-02-18")
    row = await moved_in_the_list(stage, "2027-02-11")
    assert row["DaysTold"].split() == ["2027-02-11", "2027-02-18", "2027-02-11"]
    assert len(press_letters(stage)) == 3 * 4


async def test_a_day_beyond_the_six_months_asks_for_the_reason_of_the_delay_first(
    stage: Stage,
) -> None:
    await planned(stage)
    row = await moved_in_the_list(stage, "2027-06-01")
    assert row["DaysTold"] == "2027-02-11"
    [asked] = [told["Body"] for told in stage.rows("Notices") if told["Why"] == "cannot"]
    assert "publication is due by 2 May 2027: give 'Delayed because'" in asked
    assert "amounts to **Move publication**" in asked
    assert "the members still go by 11 February 2027" in asked
    why = {"DelayedBecause": "proceedings", "DelayedUntil": "2027-06-30T12:00:00Z"}
    row = await moved_in_the_list(stage, "2027-06-01", Decision="Delay", **why)
    assert row["DaysTold"].split() == ["2027-02-11", "2027-06-01"]
    assert len(press_letters(stage)) == 2 * 4


async def test_nothing_is_published_on_a_day_that_nobody_was_told(stage: Stage) -> None:
    await planned(stage, PressWaiting="", PressConfirmedOn="2026-11-24T12:00:00Z")
    row = await moved_in_the_list(stage, "2027-06-01", Decision="Publish")
    assert row["State"] == "Publication planned"
    [answer] = [told["Body"] for told in stage.rows("Notices") if told["Why"] == "cannot"]
    assert "the members were told of 11 February 2027" in answer


async def test_publishing_waits_for_notice_and_press_offices(stage: Stage) -> None:
    await opened(stage, "Report finished")
    await decided(stage, "Plan publication", PublishOn="2027-02-11T12:00:00Z")
    assert await decided(stage, "Publish") == "Publication planned"
    told = {"NoticeGivenOn": "2027-01-29T12:00:00Z", "PressWaiting": ""}
    await decided(stage, "Press offices confirmed", **told)
    assert await decided(stage, "Publish") == "Published"


async def test_every_members_press_office_must_have_confirmed(stage: Stage) -> None:
    await opened(stage, "Report finished")
    await decided(stage, "Plan publication", PublishOn="2027-02-11T12:00:00Z")
    await decided(stage, "Press offices confirmed")
    [answer] = [row for row in stage.rows("Notices") if row["Why"] == "cannot"]
    assert "4 members have not confirmed yet" in answer["Body"]
    assert not stage.rows(REVIEWS)[0].get("PressConfirmedOn")


async def test_only_press_offices_that_have_not_confirmed_are_reminded(stage: Stage) -> None:
    await opened(stage, "Report finished")
    await decided(stage, "Plan publication", PublishOn="2027-02-11T12:00:00Z")
    waiting = stage.rows(REVIEWS)[0]["PressWaiting"].splitlines()
    stage.edit(REVIEWS, SPR, PressWaiting=waiting[0])
    stage.clock.set(datetime(2027, 2, 8, 10, tzinfo=UTC))  # three working days before
    await stage.round("reminders", "outbox")
    reminded = [to for to, s in stage.sent() if "your press office knows" in s]
    assert sorted(reminded) == sorted([waiting[0], OFFICER])


async def test_open_actions_stay_in_view_when_their_review_is_closed(stage: Stage) -> None:
    await opened(stage, "Action plan under way")
    stage.sandbox.add_row("Actions", {"Source": SPR}, person="Jo Placeholder")
    assert await decided(stage, "Close", Impact="fewer missed handovers") == "Closed"
    await stage.round("digest")
    digest = next(row for row in stage.rows("Notices") if row["Kind"] == "Digest")
    assert "## Open actions without an owner or a day" in digest["Body"]
    assert "ACT-2026-001" in digest["Body"]
    assert f"{SPR} is closed, the action is not" in digest["Body"]
