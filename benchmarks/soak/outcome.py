"""What one seed came to."""

from collections import Counter
from dataclasses import dataclass
from datetime import timedelta

from benchmarks.soak.oracle import Toll


@dataclass(frozen=True, slots=True)
class Outcome:
    """What one seed came to."""

    seed: int
    toll: Toll
    kills: int
    struck: Counter[str]
    orphans: int
    simulated: timedelta

    @property
    def is_clean(self) -> bool:
        """Tell whether nothing is wrong."""
        return self.toll.is_clean and not self.orphans

    def __str__(self) -> str:
        """Tell it in one line, and what was wrong in further ones."""
        toll = self.toll
        return (
            f"seed {self.seed}: lost {len(toll.lost)}, doubled {len(toll.doubled)}, violations"
            f" {toll.violations.total()}; {self.kills} kills, {self.struck.total()} faults,"
            f" {toll.parked} parked, {toll.held} held, {toll.skipped} numbers skipped,"
            f" {toll.unmarked} unmarked, {toll.crossed} crossed, {self.orphans} orphans,"
            f" {self.simulated.total_seconds() / 3600:.0f} h simulated"
        ) + "".join(f"\n    {wrong}" for wrong in toll.wrong)
