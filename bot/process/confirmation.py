"""Confirmations by mail: a member answers that its press office knows of a day of publication.

Only who was asked can confirm, about the day that was told last, and in plain words; whatever is
less than certain is for a person.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.process.days import london_day
from bot.process.moves import Done, Refused
from bot.process.notice import Notice
from bot.process.practice_review import PLANNED, PracticeReview

LETTER, REMINDED = "press", "told as press waiting"


@dataclass(frozen=True, slots=True)
class Answer:
    """What came by mail, and when.

    `plainly`: the sender is beyond doubt, and says that the press office knows and nothing else.
    """

    subject: str
    sender: str
    plainly: bool
    at: datetime

    def is_to(self, notice: Notice) -> bool:
        """Tell by its subject whether it answers a notice, whoever got that."""
        return _said(notice.subject) in _said(self.subject)


def what_it_confirms(
    review: PracticeReview, notices: Iterable[Notice], answer: Answer
) -> Done | Refused | None:
    """Say what an answer does to a review; None where it answers nothing that was asked here."""
    asked = [notice for notice in notices if _asks(notice)]
    if not any(answer.is_to(notice) for notice in asked):
        return None
    doubt = _doubt(review, asked, answer)
    return Refused(doubt) if doubt else _ticked_off(review, answer)


def _doubt(review: PracticeReview, asked: Sequence[Notice], answer: Answer) -> str:
    theirs = [one for one in asked if one.recipient.casefold() == answer.sender.casefold()]
    if not theirs:
        return "an answer about a publication from an address that was not asked"
    if review.state != PLANNED or review.edit_means:
        return "an answer about a publication that is not planned for that day any more"
    if not any(answer.is_to(notice) for notice in _of_the_last_day(theirs, asked)):
        return "an answer about an earlier day of publication"
    if not answer.plainly:
        return "an answer about a publication that is no plain confirmation from a proven sender"
    return ""


def _of_the_last_day(theirs: Sequence[Notice], asked: Sequence[Notice]) -> list[Notice]:
    """Give the last letter to somebody, and the reminders after it.

    A successor had no letter, only reminders: those after the last letter to anybody.
    """
    letters = [one for one in theirs if one.why == LETTER] or [
        one for one in asked if one.why == LETTER
    ]
    last = max(map(_queued, letters), default=0.0)
    return [notice for notice in theirs if _queued(notice) >= last]


def _ticked_off(review: PracticeReview, answer: Answer) -> Done:
    """Take the member out of those who are waited for; when the last has gone, all have confirmed.

    Nothing is left to do where a person has taken it out already, or the mail came before.
    """
    waiting = review.press_waiting.split()
    left = [address for address in waiting if address.casefold() != answer.sender.casefold()]
    if left == waiting:
        return Done()
    changes: dict[str, object] = {"press_waiting": "\n".join(left)}
    if not left:
        changes["press_confirmed_on"] = london_day(answer.at)
    return Done(changes, said=f"press office confirmed; {len(left)} still to confirm")


def _asks(notice: Notice) -> bool:
    return notice.why == LETTER or notice.why.endswith(REMINDED)


def _queued(notice: Notice) -> float:
    return notice.queued_on.timestamp() if notice.queued_on else 0.0


def _said(subject: str) -> str:
    return " ".join(subject.split()).casefold()
