"""The shared samples, scored by the shared scorer: floors that must not be lost again."""

import asyncio
import json
from pathlib import Path
from typing import Any

import pytest

from benchmarks.reading_accuracy import SAMPLES, SHARED, predict, score
from bot.forms.files.office import office_program
from tests.forms.once import ReadOnce

pytestmark = [
    pytest.mark.skipif(not SHARED.exists(), reason="the shared samples are not here"),
    pytest.mark.skipif(office_program() is None, reason="LibreOffice is not installed here"),
]


@pytest.fixture(scope="module")
def result(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """Every sample read, and what the scorer counted."""
    folder: Path = tmp_path_factory.mktemp("predictions")
    asyncio.run(predict(folder, ReadOnce))
    score(folder, "--json", str(folder / "result.out"))
    counted: dict[str, Any] = json.loads((folder / "result.out").read_text())
    return counted


def test_every_document_is_taken_for_what_it_is(result: dict[str, Any]) -> None:
    assert result["crash"] == 0
    assert {kind: right for kind, (right, of) in result["kind"].items() if right < of} == {}
    assert result["leaks"] == 0


def test_what_is_said_is_read(result: dict[str, Any]) -> None:
    assert result["norm"] / result["n"] >= 0.99


def test_hardly_anything_is_read_wrongly(result: dict[str, Any]) -> None:
    assert (result["wrong"] + result["spur"]) / result["n"] <= 0.002


def test_the_samples_are_all_there() -> None:
    assert len(list(SAMPLES.glob("*/*"))) > 190
