"""Small numbers: counts so low that they could point to a child are not shown in what goes round.

A count from 1 up to one below the limit becomes "c", as in national statistics. If one alone were
hidden, the total would give it away: the next smallest is hidden with it.
"""

from collections.abc import Mapping

HIDDEN = "c"


def hidden(counts: Mapping[str, int], *, below: int) -> frozenset[str]:
    """Name the counts of one table that must not be shown."""
    small = {name for name, count in counts.items() if 0 < count < below}
    others = [name for name, count in counts.items() if count >= below]
    if len(small) == 1 and others:
        small.add(min(others, key=lambda name: (counts[name], name)))
    return frozenset(small)


def shown(counts: Mapping[str, int], *, below: int) -> dict[str, str]:
    """Give the counts of one table as they may be shown."""
    kept_back = hidden(counts, below=below)
    return {name: HIDDEN if name in kept_back else str(n) for name, n in counts.items()}
