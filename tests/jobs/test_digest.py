"""The digest: one mail a working day to each of its readers, with references only."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.demo.agencies import SCHOOL
from tests.jobs.stage import CONFIGURED, Stage, form, mail, playing, staged

MANAGER = "business.manager-fictional@croydon.gov.uk"
OFFICER = "project.officer-fictional@croydon.gov.uk"


def digests(stage: Stage) -> list[str]:
    return [recipient for recipient, subject in stage.sent() if "register:" in subject]


def body(stage: Stage) -> str:
    rows = [row for row in stage.rows("Notices") if row["Kind"] == "Digest"]
    return str(rows[-1]["Body"])


async def test_each_reader_gets_it_once_a_day(stage: Stage) -> None:
    for _ in range(20):
        await stage.later("digest", "outbox", minutes=15)
    assert sorted(digests(stage)) == [MANAGER, OFFICER]


async def test_a_restart_sends_it_to_nobody_again(stage: Stage) -> None:
    await stage.round("digest", "outbox")
    async with playing(stage.sandbox, stage.settings.state) as restarted:
        await restarted.later("digest", "outbox", "sweep")
    assert len(digests(stage)) == 2


@pytest.mark.parametrize(("day", "hour"), [(24, 8), (24, 18), (28, 10), (29, 10)])
async def test_it_comes_on_working_days_in_working_hours_only(
    stage: Stage, day: int, hour: int
) -> None:
    stage.clock.set(datetime(2026, 11, day, hour, tzinfo=UTC))
    stage.clock.advance(timedelta(minutes=-1 if hour == 8 else 0))
    await stage.round("digest", "outbox")
    assert digests(stage) == []


async def test_it_tells_what_is_new_and_what_needs_a_decision(stage: Stage) -> None:
    stage.deliver(mail(SCHOOL, ("form.docx", form())))
    await stage.round("intake", "digest")
    told = body(stage)
    assert "## Needs a decision (1)" in told
    assert "## New (1)" in told
    assert "COC-2026-001" in told
    assert "Wren" not in told


async def test_it_tells_of_what_a_person_must_look_at(stage: Stage) -> None:
    stage.deliver(mail(SCHOOL, ("form.docx", form()[:200]), subject="Case of Concern form"))
    await stage.round("intake", "digest")
    assert "## Needs a person (1)" in body(stage)


async def test_it_tells_where_the_meeting_schedule_is_out_of_turn(tmp_path: Path) -> None:
    first, second, *others = CONFIGURED.meetings
    twice = (first, second.model_copy(update={"chair": first.chair}), *others)
    group = CONFIGURED.model_copy(update={"meetings": twice})
    async with staged(tmp_path / "state", partnership=group) as stage:
        await stage.round("digest")
        assert "- Meeting Schedule: Police chairs twice running, on 10 December" in body(stage)


async def test_it_names_vacant_posts_and_rows_that_cannot_be_read(stage: Stage) -> None:
    typed = {"Title": "typed", "State": "Waiting for a person", "Reference": "NA-2026-900"}
    stage.sandbox.add_row("Needs Attention", typed, person="Jo Placeholder")
    await stage.round("digest")
    assert "nobody holds the post: administrator" in body(stage)
    assert "a row of Needs Attention cannot be read: look at its Reason" in body(stage)
