"""`make year`: plays the year and tells what was due, what was sent, and every disagreement."""

import argparse
import asyncio
import logging
import tempfile
import time
from pathlib import Path

from benchmarks.year.oracle import TABLE
from benchmarks.year.playing import YEAR, Played, play
from benchmarks.year.verdict import Verdict, judge

SHOWN = 20


def tell(played: Played, verdict: Verdict, seconds: float) -> None:
    """Print the counts, and the first of what is wrong."""
    print(f"{len(played.rounds)} rounds in {seconds:.0f} s; {len(played.troubles)} went wrong")
    print(f"{verdict.due} reminders due by the oracle, {verdict.sent} sent")
    for label in dict.fromkeys(row.label for row in TABLE):
        rungs = {offset: n for (of, offset), n in sorted(verdict.by_rung.items()) if of == label}
        told = ", ".join(f"{n} at {offset}" for offset, n in rungs.items())
        print(f"{sum(rungs.values()):8} {label}: {told}")
    for name, found in verdict.faults.items():
        print(f"{len(found):8} {name}")
        for one in found[:SHOWN]:
            print(f"{'':9}{one}")
    print(f"{len(verdict.unproven):8} statutory reminders without an occasion {verdict.unproven}")
    for trouble in played.troubles[:SHOWN]:
        print(trouble)


def main() -> int:
    """Give 1 where anything was wrong."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seed", type=int, default=1)
    seed = parser.parse_args().seed
    logging.disable(logging.CRITICAL)
    began = time.monotonic()
    played = asyncio.run(play(YEAR, Path(tempfile.mkdtemp(prefix="year-")), seed=seed))
    verdict = judge(played)
    tell(played, verdict, time.monotonic() - began)
    return int(bool(played.troubles or verdict.unproven) or not verdict.is_clean)


if __name__ == "__main__":
    raise SystemExit(main())
