"""What the history of a review tells of its meetings: called, moved, called off."""

from collections.abc import Sequence
from datetime import datetime

from bot.process.days import with_weekday
from bot.process.happenings import SOMEBODY, Happening, Stood, numbered
from bot.process.history import REGISTER
from bot.process.meeting import CALLED, CANCELLED, REMOVED, Meeting

OFF = (CANCELLED, REMOVED)


def of_meeting(stood: Sequence[Stood[Meeting]]) -> list[Happening]:
    """Tell what became of a review's meeting; `stood` are its edits from the first."""
    happened: list[Happening] = []
    state, called = "", None
    for one in stood:
        did = _did(one.row, state, called)
        if did:
            happened.append(_told(one, did))
            called = one.row.starts if one.row.state == CALLED else None
        state = one.row.state
    return numbered(happened)


def _did(meeting: Meeting, state: str, called: datetime | None) -> str:
    """Say what was done to a meeting that stood so, and was called for that moment."""
    if meeting.state == CALLED and meeting.starts != called:
        return "moved the review meeting to" if called else "called the review meeting for"
    if meeting.state in OFF and meeting.state != state:
        return "called off the review meeting of"
    return ""


def _told(one: Stood[Meeting], did: str) -> Happening:
    meeting, day = one.row, one.row.day
    removed = meeting.state == REMOVED
    return Happening(
        entry=meeting.entry,
        key=meeting.key,
        at=one.at,
        who=one.editor or (SOMEBODY if removed else REGISTER),
        did=did,
        whom=f"{with_weekday(day)}, {meeting.hours}" if day else "a day not known",
        about=" by taking it out of the calendar" if removed else "",
    )
