"""Reminders: once each, in working hours, and only the latest where several were missed."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.demo.agencies import SCHOOL, STAGE_3, disagreement
from bot.demo.story import STAGE_LIMIT
from bot.partnership import load_partnership
from bot.sandbox import Fault
from bot.settings import ROOT
from tests.jobs.stage import Stage, form, mail, playing, staged

CONCERNS = "Cases of Concern"
MANAGER = "business.manager-fictional@croydon.gov.uk"
REVIEW = "CSCP reminder: COC-2026-001, Business Manager review"


async def opened_one(stage: Stage) -> None:
    stage.deliver(mail(SCHOOL, ("form.docx", form())))
    await stage.round("intake")


def reminded(stage: Stage) -> list[tuple[str, str]]:
    return [told for told in stage.sent() if "reminder" in told[1]]


async def at(stage: Stage, day: int, hour: int = 10, month: int = 12) -> list[str]:
    """Run a round at that moment and give the reminders sent by then."""
    stage.clock.set(datetime(2026, month, day, hour, tzinfo=UTC))
    await stage.round("decisions", "reminders", "outbox", "sweep")
    return [subject for _recipient, subject in reminded(stage)]


async def test_before_on_and_after_the_due_day_once_each(stage: Stage) -> None:
    await opened_one(stage)  # on 24 November: due five working days later, on 1 December
    counted = [len(await at(stage, day, hour)) for day in range(1, 10) for hour in (9, 12, 16)]
    assert sorted(set(counted)) == [1, 2, 3]  # on the day, one after, five after
    assert [recipient for recipient, _ in reminded(stage)] == [MANAGER] * 3


async def test_a_reminder_names_the_reference_the_clock_and_the_day_only(stage: Stage) -> None:
    await opened_one(stage)
    await at(stage, 30, month=11)
    assert reminded(stage) == [(MANAGER, f"{REVIEW}, due Tuesday 1 December 2026")]


@pytest.mark.parametrize(
    ("day", "hour"), [(1, 7), (1, 8), (1, 18), (1, 23), (5, 10), (6, 10), (25, 10), (28, 10)]
)
async def test_nobody_is_reminded_at_night_at_the_weekend_or_on_a_bank_holiday(
    stage: Stage, day: int, hour: int
) -> None:
    await opened_one(stage)
    assert await at(stage, day, hour) == []


async def test_after_a_missed_fortnight_there_is_one_reminder(stage: Stage) -> None:
    await opened_one(stage)
    assert await at(stage, 14) == [f"{REVIEW}, was due Tuesday 1 December 2026"]
    assert len(await at(stage, 15)) == 1


async def test_a_recorded_decision_stops_the_clock(stage: Stage) -> None:
    await opened_one(stage)
    stage.edit(CONCERNS, "COC-2026-001", Decision="Advice")
    assert await at(stage, 1) == []


async def test_a_closed_entry_reminds_nobody(stage: Stage) -> None:
    await opened_one(stage)
    stage.edit(CONCERNS, "COC-2026-001", State="Withdrawn")
    assert await at(stage, 1) == []


async def test_a_restart_reminds_nobody_again(stage: Stage) -> None:
    await opened_one(stage)
    await at(stage, 1)
    async with playing(stage.sandbox, stage.settings.state) as restarted:
        assert len(await at(restarted, 1, 14)) == 1


async def test_a_row_that_a_person_added_by_hand_stops_no_reminder(stage: Stage) -> None:
    await opened_one(stage)
    stage.sandbox.add_row("Notices", {"Title": "typed", "State": "Held"}, person="Jo Placeholder")
    typed = {"Title": "typed", "State": "Received", "Reference": "COC-2026-900"}
    stage.sandbox.add_row(CONCERNS, typed, person="Jo Placeholder")
    assert len(await at(stage, 1)) == 1


async def test_reminders_wait_out_an_outage_of_the_register(stage: Stage) -> None:
    await opened_one(stage)
    stage.sandbox.plan_fault(Fault(method="GET", path="/items$", status=503, count=None))
    assert await at(stage, 1) == []
    stage.sandbox.tenant.faults.clear()
    assert len(await at(stage, 1, 12)) == 1


async def test_the_leads_of_both_agencies_hear_and_only_the_team_gets_links(
    tmp_path: Path,
) -> None:
    limit = STAGE_LIMIT.model_copy(update={"counts_from": "stage_3_on", "met_by": ("resolved_on",)})
    base = load_partnership(ROOT / "config" / "croydon")
    partnership = base.model_copy(update={"clocks": {"escalation": (limit,)}})
    async with staged(tmp_path, partnership=partnership) as stage:
        record = ("record.docx", disagreement(STAGE_3))
        stage.deliver(mail("named.nurse-fictional@nhs-mail.example", record))
        await stage.round("intake")
        stage.clock.advance(timedelta(days=3))
        await stage.round("reminders")
        told = {row["Recipient"]: row["Body"] for row in stage.rows("Notices")[1:]}
    assert set(told) == {
        MANAGER,
        "nell.notreal@nhs-mail.example",
        "drew.madeup@anyshire.police.example",
    }
    assert [address for address, body in told.items() if "sharepoint.com" in body] == [MANAGER]
