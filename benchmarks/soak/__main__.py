"""Forms among other mail, faults of every kind, and kills; what was lost or doubled.

Prints a line a seed and writes docs/soak.md; ends with 1 where anything is lost, doubled or a
violation. Two seeds run at once on two cores.
"""

import argparse
import subprocess
import sys
from collections.abc import Sequence
from functools import partial

from benchmarks.abreast import abreast
from benchmarks.soak.outcome import Outcome
from benchmarks.soak.page import write
from benchmarks.soak.plan import Plan
from benchmarks.soak.soaking import soak


def main(given: Sequence[str]) -> int:
    """Run the seeds; what is known is written after each."""
    parser = argparse.ArgumentParser(prog="benchmarks.soak", description=__doc__)
    parser.add_argument("--forms", type=int, default=1000)
    parser.add_argument("--mails", type=int, default=5000)
    parser.add_argument("--seeds", type=int, default=20)
    parser.add_argument("--first", type=int, default=1, help="the first seed")
    parser.add_argument("--chance", type=float, default=0.05, help="of each fault, a request")
    asked = parser.parse_args(given)
    plan = Plan(forms=asked.forms, mails=asked.mails, chance=asked.chance)
    seeds = range(asked.first, asked.first + asked.seeds)
    commit = _commit()
    outcomes: list[Outcome] = []
    for outcome in abreast([partial(soak, plan, seed) for seed in seeds]):
        outcomes.append(outcome)
        print(outcome, flush=True)
        write(plan, outcomes, commit=commit)
    return int(not all(outcome.is_clean for outcome in outcomes))


def _commit() -> str:
    """Name the commit at hand, with a "+" where the code differs from it."""
    commit = _git("rev-parse", "--short", "HEAD")
    changed = _git("status", "--porcelain", "--", "bot", "config", "templates", "benchmarks")
    return f"{commit}+" if changed else commit


def _git(*arguments: str) -> str:
    command = ["git", *arguments]
    done = subprocess.run(command, capture_output=True, text=True, check=True)  # noqa: S603
    return done.stdout.strip()


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
