"""Reading in child processes: quick in the ordinary case, unmoved by what hangs, dies or eats."""

import asyncio
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from bot.forms import Kind, Labels, Limits, Reader, UnableToStartReader, read
from tests.forms.conftest import ROOT
from tests.forms.writing import plain_form

PARENT = """
import asyncio, sys
from pathlib import Path
from bot.forms import Reader, load_labels

async def main():
    reader = Reader(load_labels(Path("config/labels.toml")))
    await reader.read(b"some words of text")
    print(next(iter(reader._children))._process.pid, flush=True)
    await asyncio.sleep(60)

asyncio.run(main())
"""


async def test_it_reads_as_in_this_process(labels: Labels) -> None:
    data = plain_form().bytes()
    async with Reader(labels) as reader:
        assert await reader.read(data) == read(data, labels=labels)


async def test_one_process_reads_many_documents(labels: Labels) -> None:
    data = plain_form().bytes()
    async with Reader(labels) as reader:
        await asyncio.gather(*(reader.read(data) for _ in range(10)))
        assert len(reader._children) == 1


async def test_a_process_that_dies_costs_one_document(labels: Labels) -> None:
    data = plain_form().bytes()
    async with Reader(labels) as reader:
        await reader.read(data)
        os.kill(next(iter(reader._children))._process.pid, signal.SIGKILL)
        assert (await reader.read(data)).kind is Kind.UNREADABLE
        assert (await reader.read(data)).kind is Kind.COC


async def test_a_process_that_hangs_is_replaced(labels: Labels) -> None:
    data = plain_form().bytes()
    async with Reader(labels, limits=Limits(seconds=0.5)) as reader:
        await reader.read(data)
        os.kill(next(iter(reader._children))._process.pid, signal.SIGSTOP)
        hung = await reader.read(data)
        assert (hung.kind, hung.why) == (
            Kind.UNREADABLE,
            "Reading it took longer than 0.5 seconds.",
        )
        assert (await reader.read(data)).kind is Kind.COC


async def test_memory_is_limited(labels: Labels) -> None:
    async with Reader(labels, limits=Limits(memory=3_000_000)) as reader:
        big = "<p>word</p>" * 400_000
        assert (await reader.read(f"<html>{big}</html>".encode())).kind is Kind.UNREADABLE


async def test_leaving_ends_the_processes(labels: Labels) -> None:
    async with Reader(labels, workers=2) as reader:
        await asyncio.gather(*(reader.read(b"some words of text") for _ in range(2)))
        processes = [child._process for child in reader._children]
    assert [process.returncode for process in processes] == [-signal.SIGKILL] * 2


def test_a_killed_parent_leaves_no_process_behind() -> None:
    with subprocess.Popen(  # noqa: S603 - our own words
        [sys.executable, "-c", PARENT], cwd=ROOT, stdout=subprocess.PIPE, text=True
    ) as parent:
        assert parent.stdout is not None
        child = Path(f"/proc/{int(parent.stdout.readline())}")
        parent.kill()
    deadline = time.monotonic() + 10
    while child.exists() and time.monotonic() < deadline:
        pass
    assert not child.exists()


async def test_a_machine_that_cannot_start_it_is_not_the_documents_fault(
    labels: Labels, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "executable", "/bin/false")
    async with Reader(labels) as reader:
        with pytest.raises(UnableToStartReader, match="does not start"):
            await reader.read(b"some words of text")


async def test_a_file_beyond_all_measure_is_not_even_sent(labels: Labels) -> None:
    async with Reader(labels) as reader:
        assert (await reader.read(b"x" * 26_000_000)).why == "It is larger than 25 MB."
        assert not reader._children
