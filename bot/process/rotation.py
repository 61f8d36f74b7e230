"""The rotation of the chair: whether the Meeting Schedule lets the partners chair in turn.

The partners of the quorum take turns (Children's Social Care, Police and Health in Croydon). What
is wrong is only said: people draw up the schedule.
"""

from collections.abc import Iterable, Sequence
from datetime import date
from itertools import pairwise

from bot.partnership import ScheduledMeeting
from bot.process.days import in_words


def out_of_turn(
    meetings: Iterable[ScheduledMeeting], partners: Sequence[str], *, today: date
) -> list[str]:
    """Say where a partner chairs twice running, or never does, in what is still to come."""
    schedule = sorted(meetings, key=lambda meeting: meeting.on)
    coming = [meeting for meeting in schedule if meeting.on >= today]
    return [
        *_twice_running(schedule, today),
        *(_alone(meeting) for meeting in coming if meeting.chair == meeting.deputy),
        *_never(coming, partners),
    ]


def _twice_running(schedule: Sequence[ScheduledMeeting], today: date) -> Iterable[str]:
    for before, after in pairwise(schedule):
        if before.chair == after.chair and after.on >= today:
            yield (
                f"Meeting Schedule: {after.chair} chairs twice running,"
                f" on {in_words(before.on)} and on {in_words(after.on)}"
            )


def _alone(meeting: ScheduledMeeting) -> str:
    return f"Meeting Schedule: {meeting.chair} is chair and deputy on {in_words(meeting.on)}"


def _never(coming: Sequence[ScheduledMeeting], partners: Sequence[str]) -> Iterable[str]:
    """Name who has no turn; fewer meetings than partners are no whole round."""
    if len(coming) >= len(partners):
        chairing = {meeting.chair for meeting in coming}
        for partner in partners:
            if partner not in chairing:
                yield f"Meeting Schedule: {partner} never chairs from {in_words(coming[0].on)} on"
