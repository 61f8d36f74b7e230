"""Forms among other mail, faults of every kind, and kills; what was lost or doubled.

Prints a line a seed; ends with 1 where anything is lost, doubled or a violation.
"""

import argparse
import asyncio
import logging
import time

from benchmarks.soak.lives import Outcome, Plan, soak


def main() -> int:
    """Run the seeds one after another."""
    parser = argparse.ArgumentParser(prog="benchmarks.soak", description=__doc__)
    parser.add_argument("--forms", type=int, default=1000)
    parser.add_argument("--mails", type=int, default=5000)
    parser.add_argument("--seeds", type=int, default=20)
    parser.add_argument("--first", type=int, default=1, help="the first seed")
    parser.add_argument("--chance", type=float, default=0.05)
    parser.add_argument("--verbose", action="store_true", help="say what was lost and doubled")
    asked = parser.parse_args()
    logging.disable(logging.CRITICAL)
    plan = Plan(forms=asked.forms, mails=asked.mails, chance=asked.chance)
    outcomes: list[tuple[Outcome, float]] = []
    for seed in range(asked.first, asked.first + asked.seeds):
        began = time.perf_counter()
        outcome = asyncio.run(soak(plan, seed))
        outcomes.append((outcome, time.perf_counter() - began))
        print(told(*outcomes[-1]), flush=True)
        if asked.verbose:
            for what in (outcome.toll.lost, outcome.toll.doubled, outcome.toll.violations.items()):
                print("   ", *list(what)[:20], sep="\n    ", flush=True)
            print(outcome.struck)
    return int(not all(outcome.toll.is_clean and not outcome.orphans for outcome, _ in outcomes))


def told(outcome: Outcome, seconds: float) -> str:
    """Tell a seed in one line."""
    toll = outcome.toll
    return (
        f"seed {outcome.seed}: lost {len(toll.lost)}, doubled {len(toll.doubled)}, violations"
        f" {toll.violations.total()}; {outcome.kills} kills, {outcome.struck.total()} faults,"
        f" {toll.parked} parked, {toll.held} held, {toll.skipped} numbers skipped,"
        f" {toll.unmarked} unmarked, {toll.crossed} crossed, {outcome.orphans} orphans,"
        f" {outcome.simulated.total_seconds() / 3600:.0f} h simulated in {seconds:.0f} s"
    )


if __name__ == "__main__":
    raise SystemExit(main())
