"""The service, killed at every point and robbed of every answer."""

import asyncio
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from benchmarks.abreast import abreast
from benchmarks.reliability.tally import Line, ten_forms
from tests.jobs.stage import staged
from tests.reliability.running import tried
from tests.reliability.scenarios import BY_NAME, SCENARIOS
from tests.reliability.spoiling import Some, Spoiling, deaths, lost_answers, pairs

PAIRED = "a Case of Concern"


@dataclass(frozen=True, slots=True)
class Row:
    """A row of the table that is still to be counted: a scenario, and all that goes wrong in it."""

    scenario: str
    what: str
    spoiling: Spoiling

    def counted(self) -> Line:
        """Go through all tries."""
        return asyncio.run(self._counted())

    async def _counted(self) -> Line:
        points = lost = doubled = 0
        with tempfile.TemporaryDirectory() as folder:
            async with tried(BY_NAME[self.scenario], Path(folder)) as trial:
                async for one in self.spoiling(trial):
                    points += 1
                    lost += one.difference.lost
                    doubled += one.difference.doubled
        return Line(f"{self.scenario}: {self.what}", points, lost, doubled)


def service_lines(every: int, every_pair: int) -> Iterator[Line]:
    """Count all scenarios of the service, some side by side."""
    names, some = [scenario.name for scenario in SCENARIOS], Some(step=every)
    twice = partial(pairs, some=Some(step=every_pair), again=every_pair)
    rows = [
        Row(PAIRED, "killed, started again and killed again", twice),
        *(Row(name, "the process is killed", partial(deaths, some=some)) for name in names),
        *(Row(name, "an answer is lost", partial(lost_answers, some=some)) for name in names),
    ]
    work: list[Callable[[], Line]] = [row.counted for row in rows]
    yield from abreast([*work, one_bad_of_ten_forms])


def one_bad_of_ten_forms() -> Line:
    """Ten forms, one of which answers 500 for ever, at each position; three polls each."""
    return asyncio.run(_one_bad_of_ten_forms())


async def _one_bad_of_ten_forms() -> Line:
    lost = doubled = 0
    for position in range(10):
        with tempfile.TemporaryDirectory() as folder:
            async with staged(Path(folder) / "state") as stage:
                ten_forms(stage.sandbox, position)
                for _ in range(3):
                    await stage.round("intake", "outbox")
                for figure in (len(stage.rows("Cases of Concern")), len(stage.sent())):
                    lost, doubled = lost + max(0, 9 - figure), doubled + max(0, figure - 9)
                lost += len(stage.rows("Needs Attention")) != 1
    return Line("one mail of ten answers 500 for ever, three polls", 10, lost, doubled)
