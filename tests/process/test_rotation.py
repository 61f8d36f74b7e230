"""The rotation of the chair: nobody twice running, everybody in turn."""

from datetime import date, time

import pytest

from bot.partnership import ScheduledMeeting, load_partnership
from bot.process.rotation import out_of_turn
from bot.settings import ROOT

PARTNERS = ("Care", "Health", "Police")
TODAY = date(2027, 1, 15)


def schedule(*chairs: str) -> list[ScheduledMeeting]:
    """Draw up meetings from the first of January, a month apart."""
    return [
        ScheduledMeeting(
            id=str(month),
            on=date(2027, month, 1),
            starts=time(10),
            ends=time(12),
            chair=chair,
            deputy="Deputy",
        )
        for month, chair in enumerate(chairs, 1)
    ]


@pytest.mark.parametrize(
    ("chairs", "told"),
    [
        (("Care", "Police", "Health", "Care"), []),
        (
            ("Care", "Care", "Health", "Police"),
            ["Care chairs twice running, on 1 January 2027 and on 1 February 2027"],
        ),
        (
            ("Health", "Care", "Police", "Care", "Police"),
            ["Health never chairs from 1 February 2027 on"],
        ),
        (("Care", "Police", "Care"), []),  # two to come are no whole round
    ],
)
def test_a_schedule_out_of_turn_is_told(chairs: tuple[str, ...], told: list[str]) -> None:
    faults = out_of_turn(reversed(schedule(*chairs)), PARTNERS, today=TODAY)
    assert faults == [f"Meeting Schedule: {fault}" for fault in told]


def test_a_partner_is_not_its_own_deputy() -> None:
    [meeting] = schedule("Deputy")
    assert out_of_turn([meeting], PARTNERS, today=meeting.on) == [
        "Meeting Schedule: Deputy is chair and deputy on 1 January 2027"
    ]


@pytest.mark.parametrize("folder", ["croydon", "saltmarsh"])
def test_the_schedules_shipped_are_in_turn(folder: str) -> None:
    group = load_partnership(ROOT / "config" / folder)
    assert out_of_turn(group.meetings, group.meeting.quorum, today=date(2026, 1, 1)) == []
