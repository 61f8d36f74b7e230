"""Adding a kind of entry, a milestone or a letter touches one place each: docs/adding.md says how.

The kind here is invented, declared in this file alone and added while the test runs.
"""

from collections.abc import AsyncIterator, Mapping
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from typing import Annotated, Any, ClassVar

import pytest
from docx import Document

from bot.jobs import provision
from bot.opening import configured
from bot.process import fitting, names
from bot.process.case import Case
from bot.process.columns import Column, ColumnKind, Day
from bot.process.effects import Tell
from bot.process.entry import STATE
from bot.process.moves import Done, Move, Moves, Situation, moves
from bot.process.registers import KINDS, LISTS
from bot.settings import ROOT
from tests.jobs.stage import Stage, staged

NEW, PASSED_ON, CLOSED = "New", "With the designated officer", "Closed"
MANAGER = "business.manager-fictional@croydon.gov.uk"
CLOCKS = """
[registers.rapid_review.dates]
circulated_on = "Draft circulated on"

[[clocks.rapid_review]]
name = "circulated"
label = "the draft to the partners"
counts_from = "rr_clock_start"
working_days = 1
met_by = ["circulated_on"]
remind_at = [0]

[[clocks.allegation]]
name = "officer"
label = "word to the designated officer"
counts_from = "received_on"
working_days = 1
met_by = ["passed_on"]
remind_at = [0]
"""
LETTER = "Subject: {{ words.short_name }}: {{ reference }} is passed on\nThe officer leads now.\n"


def tell_whoever_raised_it(allegation: "Allegation", _situation: Situation) -> Done:
    reference, facts = allegation.reference, {"reference": allegation.reference}
    return Done(effects=(Tell("passed_on.md", allegation.contact, reference, reference, facts),))


class Allegation(Case):
    """A row of the Allegations against staff."""

    LIST: ClassVar[str] = "Allegations"
    PREFIX: ClassVar[str] = "ALG"
    KIND: ClassVar[str] = "allegation"
    OPEN_STATES: ClassVar[tuple[str, ...]] = (NEW, PASSED_ON)
    CLOSED_STATES: ClassVar[tuple[str, ...]] = (CLOSED,)
    MOVES: ClassVar[Moves] = moves(
        (NEW, "Pass on", Move(PASSED_ON, stamps=("passed_on",), then=(tell_whoever_raised_it,))),
        (PASSED_ON, "Close", Move(CLOSED, needs=("outcome",))),
    )
    UNDECIDED: ClassVar[Mapping[str, str]] = {NEW: "the {manager}'s"}

    state: Annotated[str, STATE] = NEW
    passed_on: Annotated[Day, Column("Passed on", ColumnKind.DATE)] = None
    outcome: Annotated[str, Column("Outcome", ColumnKind.NOTE)] = ""


@pytest.fixture
async def stage(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Stage]:
    monkeypatch.setitem(KINDS, Allegation.KIND, Allegation)
    for module in (provision, fitting, names):
        monkeypatch.setattr(module, "LISTS", (*LISTS, Allegation))
    folder = tmp_path / "config"
    (folder / "templates").mkdir(parents=True)
    (folder / "templates" / "passed_on.md").write_text(LETTER, encoding="utf-8")
    croydon = (ROOT / "config" / "croydon" / "partnership.toml").read_text(encoding="utf-8")
    (folder / "partnership.toml").write_text(croydon + CLOCKS, encoding="utf-8")
    monkeypatch.setenv("CSCP_CONFIG", str(folder))
    async with staged(tmp_path / "state", partnership=configured(folder)) as made:
        yield made


def add(stage: Stage, name: str, **fields: Any) -> None:
    stage.sandbox.add_row(name, fields, person="Jo Placeholder")


async def test_a_kind_that_is_declared_is_entered_reminded_decided_and_told(stage: Stage) -> None:
    add(stage, "Allegations", Contact="head@sampleby-school.example", Agency="Sampleby School")
    await stage.round("decisions", "digest")
    assert stage.rows("Allegations")[0]["Reference"] == "ALG-2026-001"
    stage.clock.set(datetime(2026, 11, 25, 10, tzinfo=UTC))
    await stage.round("reminders", "digest")
    stage.edit("Allegations", "ALG-2026-001", Decision="Close")
    await stage.later("decisions")
    stage.edit("Allegations", "ALG-2026-001", Decision="Pass on")
    await stage.later("decisions", "outbox")
    subjects = {subject for _to, subject in stage.sent()}
    assert "CSCP reminder: ALG-2026-001, word to the designated officer, due Wed" in str(subjects)
    assert 'CSCP: "Close" could not be done for ALG-2026-001' in subjects
    assert ("head@sampleby-school.example", "CSCP: ALG-2026-001 is passed on") in stage.sent()
    [row] = stage.rows("Allegations")
    assert (row["State"], row["PassedOn"][:10]) == (PASSED_ON, "2026-11-25")
    first, *_, second = (r["Body"] for r in stage.rows("Notices") if r["Kind"] == "Digest")
    assert "new in Allegations" in first
    assert "waits for the Business Manager's decision" in second
    assert "word to the designated officer, due Wed 25 November" in second


async def test_a_kind_that_is_declared_is_counted_in_the_reports(stage: Stage) -> None:
    add(stage, "Allegations", Agency="Anyshire Police")
    await stage.round("decisions")
    stage.clock.set(datetime(2027, 1, 5, 10, tzinfo=UTC))
    await stage.round("reports")
    [report] = [data for path, data in stage.files().items() if "bimonthly" in path]
    tables = Document(BytesIO(report)).tables
    counted = [[cell.text for cell in row.cells] for table in tables for row in table.rows]
    assert ["Allegations", "c"] in counted  # a small number, hidden


async def test_a_milestone_of_its_own_is_reminded_until_its_day_is_filled_in(stage: Stage) -> None:
    add(stage, "Rapid Reviews", RrClockStart="2026-11-24T12:00:00Z")
    add(stage, "Rapid Reviews", RrClockStart="2026-11-24T12:00:00Z")
    await stage.round("decisions")
    stage.edit("Rapid Reviews", "RR-2026-002", CirculatedOn="2026-11-24T12:00:00Z")
    await stage.later("reminders", "outbox", minutes=24 * 60)
    told = [subject for to, subject in stage.sent() if to == MANAGER and "the draft" in subject]
    assert [subject.split(",")[0] for subject in told] == ["CSCP reminder: RR-2026-001"]
    column = stage.sandbox.sharepoint_list("Rapid Reviews").columns["CirculatedOn"]
    assert column.settings["displayName"] == "Draft circulated on"
