"""What an answer to a notice of publication does, in every state of its review."""

from datetime import UTC, date, datetime
from typing import Any

import pytest

from bot.process.confirmation import Answer, what_it_confirms
from bot.process.moves import Done, Refused
from bot.process.notice import Notice, NoticeKind
from bot.process.practice_review import PLANNED, PracticeReview

NOW = datetime(2027, 1, 20, 10, tzinfo=UTC)
MEMBER, OTHER = "nell.notreal@nhs-mail.example", "kit.testerton@anyshire.gov.example"
SUBJECT = "CSCP: SPR-2026-001 is to be published on Thursday 11 February 2027"


def review(**fields: Any) -> PracticeReview:
    known: dict[str, Any] = {
        "reference": "SPR-2026-001",
        "state": PLANNED,
        "publish_on": date(2027, 2, 11),
        "days_told": "2027-02-11",
        "press_waiting": f"{MEMBER}\n{OTHER}",
    }
    return PracticeReview(**(known | fields))


def notice(to: str, subject: str, why: str, *, day: int) -> Notice:
    queued = datetime(2027, 1, day, 10, tzinfo=UTC)
    return Notice(
        key=why,
        kind=NoticeKind.ANSWER,
        recipient=to,
        subject=subject,
        body="",
        why=why,
        queued_on=queued,
    )


def outcome(entry: PracticeReview, *more: Notice, **answer: Any) -> Done | Refused | None:
    letter = notice(MEMBER, SUBJECT, "press", day=4)
    known: dict[str, Any] = {
        "subject": f"RE: {SUBJECT}",
        "sender": MEMBER,
        "plainly": True,
        "at": NOW,
    }
    return what_it_confirms(entry, [letter, *more], Answer(**(known | answer)))


@pytest.mark.parametrize("state", [*PracticeReview.OPEN_STATES, *PracticeReview.CLOSED_STATES])
def test_only_a_planned_publication_is_confirmed_in_any_other_state_a_person_is_asked(
    state: str,
) -> None:
    assert isinstance(outcome(review(state=state)), Done if state == PLANNED else Refused)


def test_the_last_member_completes_the_confirmations() -> None:
    first, last = outcome(review()), outcome(review(press_waiting=MEMBER))
    assert isinstance(first, Done)
    assert isinstance(last, Done)
    assert first.changes == {"press_waiting": OTHER}
    assert last.changes == {"press_waiting": "", "press_confirmed_on": date(2027, 1, 20)}


def test_who_was_ticked_off_already_changes_nothing() -> None:
    assert outcome(review(press_waiting=OTHER)) == Done()


def test_addresses_and_subjects_are_compared_without_regard_to_case() -> None:
    answered = outcome(review(), sender=MEMBER.upper(), subject=f"Re:  {SUBJECT.upper()}")
    assert isinstance(answered, Done)
    assert answered.changes


def test_an_answer_to_something_else_is_none() -> None:
    assert outcome(review(), subject="RE: the draft of SPR-2026-001") is None


@pytest.mark.parametrize(
    "doubtful",
    [{"sender": OTHER}, {"plainly": False}],
    ids=["not asked", "not plain"],
)
def test_a_doubt_is_for_a_person(doubtful: dict[str, Any]) -> None:
    assert isinstance(outcome(review(), **doubtful), Refused)


def test_a_day_that_was_changed_meanwhile_is_not_confirmed() -> None:
    assert isinstance(outcome(review(publish_on=date(2027, 2, 18))), Refused)


def test_a_successor_who_was_only_reminded_confirms_in_the_leavers_place() -> None:
    reminder = "CSCP reminder: SPR-2026-001, confirmation that your press office knows"
    told = notice(
        OTHER, reminder, "your press office knows, due 8 May, told as press waiting", day=8
    )
    answered = outcome(review(), told, sender=OTHER, subject=f"RE: {reminder}")
    assert isinstance(answered, Done)
    assert answered.changes == {"press_waiting": MEMBER}
