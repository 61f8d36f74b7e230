"""Reading forms beside other ways to get at their text: speed, memory and what is read right.

`python -m benchmarks.reading` measures each reader in a process of its own, over the same Word
files of the shared samples. The other readers only give text; our own reading of plain text stands
on top of theirs, with the cells of a table row a tab apart. A reader that is not installed is left
out (`uv run --with docx2python --with 'markitdown[docx]' python -m benchmarks.reading`).
"""

import importlib.util
import io
import json
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import docx

from benchmarks.reading_accuracy import ROOT, SAMPLES, score
from bot.forms import Labels, Reading, load_labels, read, read_text

Read = Callable[[bytes], Reading]


@dataclass(frozen=True, slots=True)
class Measured:
    """One reader's run over all the files; `seconds` is processor time for reading alone."""

    documents: int
    seconds: float
    peak_megabytes: float
    failures: int


def ours(labels: Labels) -> Read:
    return lambda data: read(data, labels=labels)


def python_docx(labels: Labels) -> Read:
    def text(data: bytes) -> str:
        document = docx.Document(io.BytesIO(data))
        lines = [paragraph.text for paragraph in document.paragraphs]
        rows = (row for table in document.tables for row in table.rows)
        lines += ["\t".join(cell.text for cell in row.cells) for row in rows]
        return "\n".join(lines)

    return lambda data: read_text(text(data), labels=labels)


def docx2python(labels: Labels) -> Read:
    library: Any = importlib.import_module("docx2python")

    def text(data: bytes) -> str:
        with library.docx2python(io.BytesIO(data)) as found:
            rows = (row for table in found.document for row in table)
            return "\n".join("\t".join("\n".join(cell) for cell in row) for row in rows)

    return lambda data: read_text(text(data), labels=labels)


def markitdown(labels: Labels) -> Read:
    library: Any = importlib.import_module("markitdown")
    converter = library.MarkItDown()

    def text(data: bytes) -> str:
        found = converter.convert_stream(io.BytesIO(data), file_extension=".docx").text_content
        return str(found).replace("|", "\t").replace("**", "")

    return lambda data: read_text(text(data), labels=labels)


READERS = {"ours": ours, "docx": python_docx, "docx2python": docx2python, "markitdown": markitdown}


def word_files() -> dict[str, Path]:
    """The Word forms of the samples that were never anything else, by id."""
    records = [json.loads(line) for line in (SAMPLES / "gold.jsonl").read_text().splitlines()]
    forms = (r for r in records if r["kind"] in {"coc", "escalation"} and r["format"] == "docx")
    return {record["id"]: SAMPLES / record["file"] for record in forms}


def measure(name: str, folder: Path) -> Measured:
    """Read every file with one reader, in this process, and write down what was read."""
    reader = READERS[name](load_labels(ROOT / "config" / "labels.toml"))
    files = {key: path.read_bytes() for key, path in word_files().items()}
    failures = 0
    start = time.process_time()
    for key, data in files.items():
        try:
            reading = reader(data)
        except Exception:  # noqa: BLE001 - a peer's failure is counted, whatever it is
            failures += 1
            continue
        said = {"kind": reading.kind, "fields": reading.fields}
        (folder / f"{key}.json").write_text(json.dumps(said))
    spent = time.process_time() - start
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return Measured(len(files), spent, peak, failures)


def gold(folder: Path) -> Path:
    """A corpus of only the files that are read here, for the scorer."""
    wanted = word_files()
    lines = (SAMPLES / "gold.jsonl").read_text().splitlines()
    kept = [line for line in lines if json.loads(line)["id"] in wanted]
    (folder / "gold.jsonl").write_text("\n".join(kept) + "\n")
    return folder


def compare(name: str) -> dict[str, float]:
    """One reader measured in a process of its own, and scored."""
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        command = [sys.executable, "-m", "benchmarks.reading", name, temporary]
        told = subprocess.run(command, capture_output=True, text=True, check=True, cwd=ROOT)  # noqa: S603
        figures: dict[str, float] = json.loads(told.stdout)
        score(folder, "--json", str(folder / "score.out"), corpus=gold(folder))
        counted = json.loads((folder / "score.out").read_text())
    figures["right"] = counted["norm"] / counted["n"]
    figures["wrong"] = (counted["wrong"] + counted["spur"]) / counted["n"]
    return figures


def main() -> None:
    """Compare all readers that are installed, if the shared samples are beside this checkout."""
    if not (SAMPLES / "gold.jsonl").exists():
        print("reading: skipped, the shared samples are not beside this checkout")
        return
    names = [name for name in READERS if name == "ours" or importlib.util.find_spec(name)]
    found = {name: compare(name) for name in names}
    mine = found["ours"]
    print(f"{'reader':12} {'docs/s':>8} {'ours is':>9} {'peak MB':>8} {'right':>7} {'wrong':>7}")
    for name, figures in found.items():
        ratio = figures["seconds"] / mine["seconds"]
        print(
            f"{name:12} {figures['documents'] / figures['seconds']:8.1f} {ratio:8.2f}x"
            f" {figures['peak_megabytes']:8.0f} {figures['right']:7.1%} {figures['wrong']:7.2%}"
        )


if __name__ == "__main__":
    if sys.argv[2:]:
        run = measure(sys.argv[1], Path(sys.argv[2]))
        print(
            json.dumps(
                {
                    "documents": run.documents,
                    "seconds": run.seconds,
                    "peak_megabytes": run.peak_megabytes,
                    "failures": run.failures,
                }
            )
        )
    else:
        main()
