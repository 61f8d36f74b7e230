"""The first minutes of a newcomer, with the service at work: form, decision, week, reminder."""

from collections.abc import AsyncIterator
from datetime import date
from pathlib import Path

import httpx
import pytest

from bot.demo.practice import employed, first_morning, put_to_work
from bot.partnership import load_partnership
from bot.sandbox import ManualClock, Sandbox, serving
from bot.service import Service
from bot.settings import Settings, SignIn

CASES = "/registers/Cases%20of%20Concern"


@pytest.fixture
async def practised(tmp_path: Path) -> AsyncIterator[tuple[Sandbox, httpx.AsyncClient]]:
    clock = ManualClock(first_morning(date(2026, 11, 22)))
    sandbox = Sandbox(clock=clock)
    settings = Settings(sign_in=SignIn.SANDBOX, state=tmp_path, readers=1)
    partnership = load_partnership(settings.config)
    async with (
        serving(sandbox) as address,
        employed(clock, address, settings=settings, partnership=partnership) as stage,
        httpx.AsyncClient(base_url=address.login_url, follow_redirects=True, timeout=60) as visitor,
    ):
        await put_to_work(sandbox, Service(*stage), partnership)
        yield sandbox, visitor


def test_practising_starts_on_a_working_mornings_nine_o_clock() -> None:
    assert first_morning(date(2026, 11, 22)).isoformat() == "2026-11-23T09:00:00+00:00"
    assert first_morning(date(2026, 11, 23)).isoformat() == "2026-11-23T09:00:00+00:00"


async def test_a_newcomer_sends_a_form_decides_moves_the_clock_and_reads_the_reminder(
    practised: tuple[Sandbox, httpx.AsyncClient],
) -> None:
    sandbox, visitor = practised
    await visitor.post("/send", data={"sample": "concern"})
    sent = await visitor.post("/send", data={"sample": "concern", "back": "/"})
    assert "COC-2026-002 in Cases of Concern: opened by the service" in sent.text
    row = sandbox.sharepoint_list("Cases of Concern").row("2")
    decision = {"Decision": "Advice", "etag": row.etag}
    decided = await visitor.post(f"{CASES}/2", data=decision)
    assert "State Advice given" in decided.text
    week = await visitor.post("/clock", data={"to": "week"})
    assert "CSCP reminder: COC-2026-001" in week.text
    assert "CSCP reminder: COC-2026-002" not in week.text
    assert sandbox.violations == []


async def test_every_ready_made_form_is_what_it_says(
    practised: tuple[Sandbox, httpx.AsyncClient],
) -> None:
    _, visitor = practised
    escalation = await visitor.post("/send", data={"sample": "escalation"})
    assert "ESC-2026-001 in Escalations: opened" in escalation.text
    damaged = await visitor.post("/send", data={"sample": "damaged"})
    assert "NA-2026-001 in Needs Attention: opened" in damaged.text
