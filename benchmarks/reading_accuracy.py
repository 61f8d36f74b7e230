"""How right the reading of the shared samples is, scored as the shared scorer scores it.

`python benchmarks/reading_accuracy.py [FOLDER]` writes one prediction a document into FOLDER (a
temporary one by default) and prints the scorer's report.
"""

import asyncio
import json
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from bot.forms import Limits, Reader, load_labels
from bot.forms.files.sniffing import needs_office

ROOT = Path(__file__).parents[1]
SHARED = ROOT.parent / "shared" / "forms"
SAMPLES = SHARED / "samples"


async def predict(folder: Path, reading: type[Reader] = Reader) -> None:
    """Read every sample as the service does, and write down what was read.

    Documents that go through LibreOffice are read two at a time, all others one by one.
    """
    labels = load_labels(ROOT / "config" / "labels.toml")
    records = [json.loads(line) for line in (SAMPLES / "gold.jsonl").read_text().splitlines()]
    files = {record["id"]: (SAMPLES / record["file"]).read_bytes() for record in records}
    async with reading(labels, limits=Limits()) as reader:
        for name, data in files.items():
            if not needs_office(data):
                await _predict_one(folder, name, data, reader)
        pair = asyncio.Semaphore(2)

        async def in_pairs(name: str, data: bytes) -> None:
            async with pair:
                await _predict_one(folder, name, data, reader)

        old = ((name, data) for name, data in files.items() if needs_office(data))
        await asyncio.gather(*(in_pairs(name, data) for name, data in old))


async def _predict_one(folder: Path, name: str, data: bytes, reader: Reader) -> None:
    start = time.perf_counter()
    reading = await reader.read(data)
    spent = 1000 * (time.perf_counter() - start)
    said = {"kind": reading.kind, "fields": reading.fields, "ms": spent}
    (folder / f"{name}.json").write_text(json.dumps(said))


def score(folder: Path, *options: str, corpus: Path = SAMPLES) -> str:
    """What the shared scorer says of the predictions in a folder."""
    command = [sys.executable, str(SHARED / "score.py"), str(corpus), str(folder), *options]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout  # noqa: S603


def main() -> None:
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(sys.argv[1] if len(sys.argv) > 1 else temporary)
        folder.mkdir(parents=True, exist_ok=True)
        asyncio.run(predict(folder))
        print(score(folder, "--errors", "40"))


if __name__ == "__main__":
    main()
