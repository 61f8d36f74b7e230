"""Six weeks of the simulated year, against the oracle; `make year` plays all of it."""

from datetime import date, time
from pathlib import Path

from benchmarks.year.playing import Played, Size, play
from benchmarks.year.verdict import SUBJECT, judge

SIX_WEEKS = Size(
    first=date(2027, 2, 22),
    last=date(2027, 4, 2),
    concerns=5,
    escalations=4,
    incidents=("practice", "leaver", "unmet"),
    actions=8,
    down=((date(2027, 3, 8), date(2027, 3, 14)),),  # a missed week; Easter and summer time follow
    hours=(time(8, 35), time(17, 35)),
)


async def test_every_reminder_of_six_weeks_goes_out_once_when_it_is_due(tmp_path: Path) -> None:
    played = await play(SIX_WEEKS, tmp_path, seed=1)
    verdict = judge(played)
    assert not played.troubles
    assert verdict.faults == {name: [] for name in verdict.faults}
    assert verdict.due > 40
    _the_oracle_sees_what_is_wrong(played)


def _the_oracle_sees_what_is_wrong(played: Played) -> None:
    """Take a reminder away and send another twice: the verdict says so."""
    sent = played.tenant.sandbox.sent
    found = [m for m in sent if SUBJECT.fullmatch(str(m.message.properties["subject"]))]
    sent.remove(found[0])
    sent.append(found[-1])
    faults = judge(played).faults
    assert (len(faults["missing"]), len(faults["twice"])) == (1, 1)
