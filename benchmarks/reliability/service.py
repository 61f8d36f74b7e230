"""The service, killed at every point and robbed of every answer."""

from itertools import product

from benchmarks.reliability.tally import Line, Tally, new_folder, ten_forms
from tests.jobs.stage import staged
from tests.reliability.running import tried
from tests.reliability.scenarios import BY_NAME, SCENARIOS, Scenario
from tests.reliability.test_ambiguous import KINDS, fault_at


async def deaths(scenario: Scenario, every: int) -> Line:
    """Die at every point of a scenario."""
    tally = Tally()
    async with tried(scenario, new_folder()) as trial:
        scene, points = trial.scene("scene"), await trial.died()
        wanted = await trial.healed()
        for point in range(0, points, every):
            scene.set()
            await trial.died(point)
            tally.add(await trial.healed(), wanted)
    return tally.line(f"{scenario.name}: the process is killed")


async def pairs(scenario: Scenario, every: int) -> Line:
    """Die at every point of a scenario, and then at every point of the process started anew."""
    tally = Tally()
    async with tried(scenario, new_folder()) as trial:
        scene, points = trial.scene("scene"), await trial.died()
        wanted = await trial.healed()
        for point in range(0, points, every):
            scene.set()
            await trial.died(point)
            dead = trial.scene(f"dead at {point}")
            for again in range(point % every, await trial.died_restarted(), every):
                dead.set()
                await trial.died_restarted(again)
                tally.add(await trial.healed(), wanted)
    return tally.line(f"{scenario.name}: killed, started again and killed again")


async def lost_answers(scenario: Scenario, every: int) -> Line:
    """Lose the answer to every kind of write of a scenario, in every way."""
    tally = Tally()
    async with tried(scenario, new_folder()) as trial:
        scene, writes = trial.scene("scene"), await trial.writes()
        wanted = await trial.healed()
        for write, kind in list(product(writes, KINDS))[::every]:
            scene.set()
            await trial.lost_answer(fault_at(write, kind))
            tally.add(await trial.healed(), wanted)
    return tally.line(f"{scenario.name}: an answer is lost")


async def one_bad_often_forms() -> Line:
    """Ten forms, one of which answers 500 for ever, at each position; three polls each."""
    lost = doubled = 0
    for position in range(10):
        async with staged(new_folder()) as stage:
            ten_forms(stage.sandbox, position)
            for _ in range(3):
                await stage.round("intake", "outbox")
            for figure in (len(stage.rows("Cases of Concern")), len(stage.sent())):
                lost, doubled = lost + max(0, 9 - figure), doubled + max(0, figure - 9)
            lost += len(stage.rows("Needs Attention")) != 1
    return Line("one mail of ten answers 500 for ever, three polls", 10, lost, doubled)


async def service_lines(every: int, every_pair: int) -> list[Line]:
    """Run all scenarios of the service."""
    lines: list[Line] = []
    runs = [run(scenario, every) for run in (deaths, lost_answers) for scenario in SCENARIOS]
    for run in (*runs, pairs(BY_NAME["a Case of Concern"], every_pair), one_bad_often_forms()):
        lines.append(await run)
        print(lines[-1], flush=True)
    return lines
