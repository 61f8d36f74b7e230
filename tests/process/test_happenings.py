"""What a history tells of the edits of a notice, and of a review's meeting."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from bot.process.happenings import Stood
from bot.process.meeting import Meeting
from bot.process.meeting_history import of_meeting
from bot.process.notice import WITHDRAWN, Notice, NoticeKind
from bot.process.notice_history import of_notice

AT = datetime(2026, 12, 1, 10, tzinfo=UTC)
MORGAN, SERVICE = "Morgan Samplewright", ""
LATER = AT + timedelta(days=1)


def noticed(*edits: tuple[str, str], why: str = "the domain is unknown") -> list[str]:
    """Tell of an acknowledgement that stood in these states, each set by somebody."""
    notice = Notice(
        key="k",
        kind=NoticeKind.ACKNOWLEDGEMENT,
        entry="COC-2026-001",
        recipient="x",
        subject="s",
        body="b",
        why=why,
    )
    stood = [Stood(AT, by, notice.model_copy(update={"state": state})) for state, by in edits]
    return [f"{one.who}: {one.did} {one.whom}{one.about}" for one in of_notice(stood, review="")]


def met(*edits: tuple[str, str, datetime]) -> list[str]:
    """Tell of a meeting that stood so: its state, who set it, and when it was to start."""
    stood = [Stood(AT, by, meeting(state=state, starts=starts)) for state, by, starts in edits]
    return [f"{one.who}: {one.did} {one.whom}{one.about}" for one in of_meeting(stood)]


def meeting(**fields: Any) -> Meeting:
    return Meeting(key="k", name="Review meeting", entry="RR-2026-001", **fields)


@pytest.mark.parametrize(
    ("edits", "told"),
    [
        ([("Waiting", SERVICE)], []),
        ([("Sent", SERVICE)], ["the register: sent the acknowledgement to x"]),
        (
            [("Held", SERVICE), ("Released", MORGAN), ("Released", SERVICE), ("Sent", SERVICE)],
            [
                "the register: held the acknowledgement to x: the domain is unknown",
                f"{MORGAN}: released the acknowledgement to x",
                "the register: sent the acknowledgement to x",
            ],
        ),
        (
            [("Waiting", SERVICE), ("Held", MORGAN), ("Waiting", MORGAN)],
            [
                f"{MORGAN}: held the acknowledgement to x: the domain is unknown",
                f"{MORGAN}: released the acknowledgement to x",
            ],
        ),
        (
            [("Waiting", SERVICE), ("Cancelled", MORGAN)],
            [f"{MORGAN}: withdrew the acknowledgement to x"],
        ),
        (
            [("Waiting", SERVICE), ("Sent", MORGAN)],
            [f"{MORGAN}: set the acknowledgement down as sent to x"],
        ),
    ],
)
def test_what_became_of_a_notice_is_told_by_whom(
    edits: list[tuple[str, str]], told: list[str]
) -> None:
    assert noticed(*edits) == told


def test_a_draft_that_a_person_deleted_is_told_as_withdrawn() -> None:
    [told] = noticed(("Cancelled", SERVICE), why=WITHDRAWN)
    assert told == "a person: withdrew the acknowledgement to x by deleting its draft"


def test_held_and_released_twice_is_four_things() -> None:
    edits = [("Held", SERVICE), ("Released", MORGAN)] * 2
    stood = [
        Stood(
            AT,
            by,
            Notice(
                key="k", kind=NoticeKind.REMINDER, recipient="x", subject="s", body="b", state=state
            ),
        )
        for state, by in edits
    ]
    assert len({one.key for one in of_notice(stood, review="")}) == len(edits)


def test_a_meeting_is_called_moved_and_called_off() -> None:
    told = met(
        ("Calling", SERVICE, AT),
        ("Called", SERVICE, AT),
        ("Called", SERVICE, AT),
        ("Called", MORGAN, LATER),
        ("Cancelled", SERVICE, LATER),
    )
    assert told == [
        "the register: called the review meeting for Tuesday 1 December 2026, 10:00",
        f"{MORGAN}: moved the review meeting to Wednesday 2 December 2026, 10:00",
        "the register: called off the review meeting of Wednesday 2 December 2026, 10:00",
    ]


def test_a_meeting_taken_out_of_the_calendar_and_called_again_is_told() -> None:
    _, off, again = met(
        ("Called", SERVICE, AT), ("Removed by a person", SERVICE, AT), ("Called", SERVICE, AT)
    )
    assert off.startswith("a person: called off")
    assert off.endswith("out of the calendar")
    assert again.startswith("the register: called the review meeting for")
