"""A tenant survives in a file."""

import os
import pickle
from datetime import timedelta
from pathlib import Path

import httpx
import pytest

from bot.sandbox import ManualClock, Sandbox
from bot.sandbox.snapshots import UnableToRestoreError
from tests.sandbox.conftest import START
from tests.sandbox.graph_client import INBOX, USER, graph_client, mail


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "tenant.snapshot"


async def filled(sandbox: Sandbox, graph: httpx.AsyncClient, site: str) -> str:
    """Something of every kind; the delta link to go on from."""
    raw = mail().replace(b"\r\n\r\n", b"\r\nContent-Type: application/pdf; name=a.pdf\r\n\r\n")
    sandbox.deliver(raw)
    column = {"name": "Key", "text": {}, "indexed": True, "enforceUniqueValues": True}
    await graph.post(f"{site}/lists", json={"displayName": "Register", "columns": [column]})
    sandbox.add_row("Register", {"Key": "k"}, person="Bea Manager")
    drive = (await graph.get(f"{site}/drive")).json()["id"]
    await graph.put(f"/drives/{drive}/root:/A/b.txt:/content", content=b"1")
    when = {"dateTime": "2026-09-10T10:00:00", "timeZone": "UTC"}
    await graph.post(f"{USER}/events", json={"subject": "Meet", "start": when, "end": when})
    return str((await graph.get(f"{INBOX}/messages/delta")).json()["@odata.deltaLink"])


async def test_another_sandbox_goes_on_where_the_first_stopped(
    sandbox: Sandbox, graph: httpx.AsyncClient, clock: ManualClock, site: str, file: Path
) -> None:
    link = await filled(sandbox, graph, site)
    clock.advance(timedelta(days=3))
    sandbox.save(file)
    other = Sandbox(clock=ManualClock(START))
    other.restore(file)
    assert other.clock.now() == clock.now()
    assert other.messages()[0].attachments[0].name == "a.pdf"
    assert other.events()[0].properties["subject"] == "Meet"
    async with graph_client(other) as again:
        other.deliver(mail("Later"))
        assert len((await again.get(link)).json()["value"]) == 1
        refused = await again.post(f"{site}/lists/Register/items", json={"fields": {"Key": "K"}})
    assert "duplicate values" in refused.json()["error"]["message"]


async def test_a_restored_sandbox_still_listens_to_answers_and_observers(
    sandbox: Sandbox, graph: httpx.AsyncClient, site: str, file: Path
) -> None:
    await filled(sandbox, graph, site)
    seen: list[str] = []
    sandbox.observe(lambda exchange: seen.append(exchange.template))
    sandbox.save(file)
    sandbox.reset()
    sandbox.restore(file)
    assert (await graph.get(f"{USER}/messages")).status_code == 200
    assert seen == ["/users/{user}/messages"]


@pytest.mark.parametrize("content", [b"something else", b"CSCP sandbox 2\nbroken"])
def test_a_file_that_is_no_snapshot_is_refused(
    sandbox: Sandbox, file: Path, content: bytes
) -> None:
    file.write_bytes(content)
    with pytest.raises(UnableToRestoreError, match=file.name):
        sandbox.restore(file)


def test_a_snapshot_that_names_foreign_code_is_refused(sandbox: Sandbox, file: Path) -> None:
    file.write_bytes(b"CSCP sandbox 2\n" + pickle.dumps(os.system))
    with pytest.raises(UnableToRestoreError, match="it names"):
        sandbox.restore(file)


def test_a_reset_keeps_the_old_state_in_the_file(sandbox: Sandbox, file: Path) -> None:
    sandbox.deliver(mail())
    sandbox.save(file)
    sandbox.reset()
    sandbox.restore(file)
    assert len(sandbox.messages()) == 1
