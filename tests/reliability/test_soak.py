"""A small soak: forms among other mail, faults of every kind, and kills."""

import re
from collections import Counter
from datetime import timedelta
from pathlib import Path

import httpx
import pytest

from benchmarks.soak import page
from benchmarks.soak.oracle import Oracle, Toll
from benchmarks.soak.outcome import Outcome
from benchmarks.soak.plan import Plan, Requests
from benchmarks.soak.post import CONCERNS, Piece, post
from benchmarks.soak.refusals import Refusals, early
from benchmarks.soak.soaking import soaked
from bot.sandbox import ManualClock
from tests.jobs.stage import MORNING, Stage, staged

SMALL = Plan(forms=6, mails=14, lasting=Requests(40, 120))
SEED = 1


async def settled(stage: Stage) -> list[Piece]:
    """Let the service deal with a post, in fair weather."""
    pieces = post(forms=3, mails=5, seed=1, start=MORNING)
    for piece in pieces:
        stage.sandbox.deliver(piece.mime)
    for _ in range(3):
        await stage.round("intake", "outbox")
    return pieces


async def test_the_oracle_sees_a_lost_entry_and_a_doubled_mail(tmp_path: Path) -> None:
    async with staged(tmp_path / "state") as stage:
        pieces = await settled(stage)
        assert Oracle(stage.sandbox, pieces, early=[]).toll().is_clean
        stage.sandbox.sent.append(stage.sandbox.sent[-1])
        assert Oracle(stage.sandbox, pieces, early=[]).toll().doubled
        stage.sandbox.sharepoint_list(CONCERNS).rows.popitem()
        assert Oracle(stage.sandbox, pieces, early=[]).toll().lost


def test_the_page_keeps_what_earlier_runs_of_its_size_came_to(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(page, "PAGE", tmp_path / "soak.md")
    full, other = Plan(forms=1000, mails=5000), Plan(forms=10, mails=50)
    page.write(full, [_outcome(3), _outcome(10)], commit="abc1234")
    page.write(full, [_outcome(2), _outcome(10)], commit="def5678")
    rows = re.findall(r"^\| (\d+) \| (\w+) \|", page.PAGE.read_text(), re.MULTILINE)
    assert rows == [("2", "def5678"), ("3", "abc1234"), ("10", "def5678")]
    page.write(other, [_outcome(1)], commit="def5678")
    assert "abc1234" not in page.PAGE.read_text()


def _outcome(seed: int) -> Outcome:
    return Outcome(seed, Toll(), 0, Counter(), 0, timedelta())


async def test_nothing_is_lost_or_doubled_through_faults_and_kills() -> None:
    outcome = await soaked(SMALL, SEED)
    assert outcome.kills
    assert outcome.struck.total()
    assert outcome.is_clean, str(outcome)


def test_a_note_of_a_refusal_that_a_kill_cut_short_is_passed_over(tmp_path: Path) -> None:
    (tmp_path / "refusals").write_text("\n1.0 2100-01-01T00:00:00+00:00 GET /a\n2.0 2100-01-")
    refusals = Refusals(tmp_path, ManualClock(MORNING), dying=3.0)
    refusals.check(httpx.Request("GET", "https://graph.example/a"))
    assert len(early(tmp_path)) == 1
