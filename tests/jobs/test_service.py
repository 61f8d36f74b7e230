"""The service: a stop that finishes, jobs that keep apart, a dry run that changes nothing."""

import asyncio
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

import httpx
import pytest

from bot.demo.agencies import SCHOOL
from bot.health import health_app
from bot.jobs.doctor import examine
from bot.jobs.provision import provision
from bot.process.effects import Effect
from bot.sandbox import Fault
from bot.service import Service
from tests.jobs.stage import Stage, form, mail, staged


async def test_asked_to_stop_it_finishes_what_is_under_way(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Long ago by the stage's clock: the scheduler goes by the machine's, and starts at once."""
    begun, stop, finished = asyncio.Event(), asyncio.Event(), asyncio.Event()

    async def slowly() -> None:
        begun.set()
        await stop.wait()
        for _ in range(5):
            await asyncio.sleep(0)
        finished.set()

    monkeypatch.setattr(Service, "jobs", {"intake": slowly})
    monkeypatch.setattr(Service, "_rhythms", lambda _self: {"intake": 10**9})
    async with staged(tmp_path, start=datetime(2020, 1, 6, 10, tzinfo=UTC)) as stage:
        running = asyncio.create_task(stage.service.run(stop))
        await begun.wait()
        stop.set()
        await running
    assert finished.is_set()


async def test_what_stays_wrong_is_logged_once(
    stage: Stage, caplog: pytest.LogCaptureFixture
) -> None:
    stage.sandbox.plan_fault(Fault(path="/messages/delta", status=403, count=3))
    for _ in range(4):
        await stage.round("intake")
    logged = [one.levelname for one in caplog.records if one.name == "bot.service"]
    assert logged == ["ERROR"]


async def test_one_job_that_fails_stops_no_other(stage: Stage) -> None:
    stage.sandbox.plan_fault(Fault(path="/messages/delta", status=403, count=None))
    assert not await stage.round("intake", "meetings")
    assert stage.rows("Meetings")
    assert "no permission" in stage.service.pulse.troubles["intake"]


async def test_health_tells_whether_mail_is_being_read(stage: Stage) -> None:
    app = health_app(stage.service, stage.work, poll_seconds=60)
    transport = httpx.ASGITransport(app)
    async with httpx.AsyncClient(transport=transport, base_url="http://health") as client:
        assert (await client.get("/health")).status_code == 503
        await stage.round("intake")
        assert (await client.get("/health")).json()["status"] == "ok"
        stage.sandbox.plan_fault(Fault(path="/messages/delta", status=403, count=None))
        await stage.later("intake")
        assert (await client.get("/health")).status_code == 503
        stage.sandbox.tenant.faults.clear()
        await stage.later("intake")
        stage.clock.set(stage.clock.now() - timedelta(hours=2))  # a clock that is put right
        assert (await client.get("/health")).status_code == 503


async def test_a_dry_run_writes_nothing_but_how_much_it_asked(stage: Stage) -> None:
    told: list[Effect] = []

    async def tell(effects: Sequence[Effect]) -> None:
        told.extend(effects)

    stage.deliver(mail(SCHOOL, ("form.docx", form())))
    before = len(stage.requests())
    assert await Service(stage.work, stage.settings, perform=tell).once()
    assert stage.writes(before) == []
    assert any("open an entry (case of concern)" in str(effect) for effect in told)
    assert not any("Wren" in str(effect) for effect in told)
    kept = {path.name for path in stage.settings.state.iterdir()}
    assert kept == {"mailbox-requests", "site-requests"}


async def test_provisioning_again_makes_nothing(stage: Stage) -> None:
    before = len(stage.requests())
    assert [made async for made in provision(stage.work.m365.site)] == []
    assert stage.writes(before) == []


async def test_the_doctor_finds_all_well_and_writes_nothing(stage: Stage) -> None:
    before = len(stage.requests())
    found = [finding async for finding in examine(stage.work)]
    assert [finding.what for finding in found if not finding.well] == []
    assert stage.writes(before) == []


async def test_the_doctor_names_the_permission_that_is_missing(stage: Stage) -> None:
    stage.sandbox.tenant.login.app(stage.sandbox.names.client_id).mailboxes = set()
    found = {finding.what: finding async for finding in examine(stage.work)}
    assert not found["mailbox"].well
    assert found["SharePoint site"].well
