"""The commands: what can go wrong on the way in is one clear line each, and no traceback."""

import asyncio
import json
import logging
import socket
import threading
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from docx import Document
from typer.testing import CliRunner, Result

from bot import cli
from bot.cli import app
from bot.demo.agencies import SCHOOL
from bot.jobs.provision import provision
from bot.m365 import Patience
from bot.sandbox import ManualClock, Sandbox, serving
from tests.jobs.stage import MORNING, form, mail, playing


@pytest.fixture(autouse=True)
def environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("CSCP_STATE", str(tmp_path / "state"))
    monkeypatch.setenv("CSCP_HEALTH_PORT", "0")


@pytest.fixture
def served(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Sandbox]:
    """Serve a sandbox over TCP in a thread, its lists made."""
    sandbox, ready = Sandbox(clock=ManualClock(MORNING)), threading.Event()
    loop: list[Any] = []
    stop = asyncio.Event()

    async def serve() -> None:
        async with playing(sandbox, tmp_path / "made") as stage:
            async for _made in provision(stage.work.m365.site):
                pass
        async with serving(sandbox) as address:
            loop.extend((asyncio.get_running_loop(), address.graph_url))
            ready.set()
            await stop.wait()

    thread = threading.Thread(target=asyncio.run, args=(serve(),))
    thread.start()
    ready.wait()
    monkeypatch.setenv("CSCP_GRAPH_URL", loop[1])
    yield sandbox
    loop[0].call_soon_threadsafe(stop.set)
    thread.join()


def run(*words: str) -> Result:
    return CliRunner().invoke(app, words)


def one_line(result: Result) -> str:
    assert result.exit_code != 0
    assert "Traceback" not in result.output
    lines = [line for line in result.output.splitlines() if line.strip()]
    assert len(lines) == 1, lines
    return lines[0]


def test_a_wrong_setting_is_one_line_that_names_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CSCP_POLL_SECONDS", "soon")
    assert "CSCP_POLL_SECONDS" in one_line(run("run", "--once"))


def test_a_missing_configuration_is_one_line(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("CSCP_CONFIG", str(tmp_path))
    assert "does not exist: set CSCP_CONFIG" in one_line(run("run", "--once"))


def test_a_port_that_is_taken_is_one_line(monkeypatch: pytest.MonkeyPatch) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        monkeypatch.setenv("CSCP_HEALTH_PORT", str(taken.getsockname()[1]))
        assert "set CSCP_HEALTH_PORT" in one_line(run("run"))


def test_a_server_that_is_not_there_is_one_line(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CSCP_GRAPH_URL", "http://127.0.0.1:9/v1.0")  # nobody listens there
    hurried = replace(cli._surroundings(), patience=Patience(tries=1))
    monkeypatch.setattr(cli, "_surroundings", lambda: hurried)
    assert "could not be reached" in one_line(run("run", "--once"))


def test_read_gives_one_json_object_a_form(tmp_path: Path) -> None:
    file = tmp_path / "form.docx"
    file.write_bytes(form())
    told = json.loads(run("read", "--json", str(file)).output)
    assert told["kind"] == "coc"
    assert told["fields"]["children"][0]["name"] == "Wren Placeholder"


def test_read_opens_a_saved_mail_and_names_the_form_within(tmp_path: Path) -> None:
    file = tmp_path / "saved.eml"
    file.write_bytes(mail(SCHOOL, ("form.docx", form())).as_bytes())
    told = json.loads(run("read", "--json", str(file)).output)
    assert (told["file"], told["kind"]) == (f"{file} › form.docx", "coc")


def test_a_corrupt_document_is_read_as_unreadable(tmp_path: Path) -> None:
    file = tmp_path / "form.docx"
    file.write_bytes(form()[:200])
    result = run("read", "--json", str(file))
    assert json.loads(result.output)["kind"] == "unreadable"


@pytest.mark.usefixtures("served")
def test_a_round_goes_well_over_tcp() -> None:
    assert run("run", "--once").exit_code == 0


@pytest.mark.usefixtures("served")
def test_the_scheduler_fills_no_log_with_each_start_of_a_job(
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level(logging.INFO)
    caplog.set_level(logging.NOTSET, "apscheduler")
    assert run("run", "--once").exit_code == 0
    assert not logging.getLogger("apscheduler").isEnabledFor(logging.INFO)


def test_a_dry_run_over_tcp_writes_nothing(served: Sandbox) -> None:
    before = len(served.tenant.journal.entries)
    assert run("run", "--dry-run").exit_code == 0
    assert {entry.method for entry in served.tenant.journal.entries[before:]} == {"GET"}


@pytest.mark.parametrize(
    ("kind", "period"),
    [("bimonthly", "2026-09-01 to 2026-10-31"), ("quarterly", "2026-07-01 to 2026-09-30")],
)
def test_report_writes_a_document_that_hides_small_numbers(
    served: Sandbox, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, kind: str, period: str
) -> None:
    monkeypatch.setattr("bot.cli._SystemClock.now", lambda _clock: MORNING)
    for number, agency in enumerate(["Anyshire Police"] * 7 + ["Sampleby School"] * 2):
        known = {"Reference": f"COC-2026-{number:03}", "SubjectKey": str(number)}
        case = known | {"Agency": agency, "ReceivedOn": "2026-09-15T09:00:00Z"}
        served.add_row("Cases of Concern", case, person="Jo Placeholder")
    file = tmp_path / "report.docx"
    result = run("report", kind, "--out", str(file))
    assert (result.exit_code, period in result.output) == (0, True)
    counts = {r.cells[0].text: r.cells[1].text for t in Document(str(file)).tables for r in t.rows}
    assert counts["Cases of Concern"] == "9"
    schools = counts["Schools (Sampleby Learning Trust and others)"]  # as the school is known
    assert (counts["Anyshire Police"], schools) == ("c", "c")


@pytest.mark.usefixtures("served")
def test_a_report_that_cannot_be_written_is_one_line(tmp_path: Path) -> None:
    out = tmp_path / "not there" / "report.docx"
    assert "not there" in one_line(run("report", "bimonthly", "--out", str(out)))
