"""Notices: every mail that the software sends, as an intent that people can read before and after.

A notice is a row of a list first and a mail afterwards. Its key says what caused it, and the list
lets a key stand once, so that nothing is sent twice, whoever asks for it.
"""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Annotated, ClassVar

from bot.process.columns import Column, ColumnKind, Moment, Row
from bot.process.days import in_words
from bot.process.entry import is_reference
from bot.process.keys import digest

WAITING, HELD, RELEASED, SENT, CANCELLED = "Waiting", "Held", "Released", "Sent", "Cancelled"
STATES = (WAITING, HELD, RELEASED, SENT, CANCELLED)
TO_SEND = (WAITING, RELEASED)
LEASE = timedelta(minutes=10)
AT_ONCE = timedelta(minutes=1)
VOUCHED_FOR = (WAITING, RELEASED, SENT)
WITHDRAWN = "Withdrawn by a person, who deleted its draft."
REWORDED = "Its words or its attachment were changed: put them back, or write the letter yourself."
TOO_MANY = "too many to one sender in a day"
_TOLD_AS = ", told as "


class NoticeKind(StrEnum):
    """Kinds of notices, the most pressing first: when sends are scarce they go in this order."""

    ACKNOWLEDGEMENT = "Acknowledgement"
    ANSWER = "Answer"
    REMINDER = "Reminder"
    DIGEST = "Digest"


class Notice(Row):
    """A row of the Notices list: to whom, why, when, and what it said.

    `attachment` is the path, in the library, of a document that goes with the mail: filed first,
    read when the mail is written. `drafted_on` is when a draft was left that could not be sent.
    `as_written` is the digest of the words and that path, by which a change of them is seen.
    """

    KIND: ClassVar[str] = "notice"
    LIST: ClassVar[str] = "Notices"

    key: Annotated[str, Column("Key", indexed=True, unique=True)]
    kind: Annotated[
        NoticeKind,
        Column("Kind", ColumnKind.CHOICE, choices=tuple(kind.value for kind in NoticeKind)),
    ]
    entry: Annotated[str, Column("Entry", indexed=True)] = ""
    recipient: Annotated[str, Column("To")]
    subject: Annotated[str, Column("Subject")]
    body: Annotated[str, Column("What it says", ColumnKind.NOTE)]
    attachment: Annotated[str, Column("Attachment", ColumnKind.NOTE)] = ""
    why: Annotated[str, Column("Why", ColumnKind.NOTE)] = ""
    state: Annotated[str, Column("State", ColumnKind.CHOICE, indexed=True, choices=STATES)] = (
        WAITING
    )
    queued_on: Annotated[Moment, Column("Queued on", ColumnKind.MOMENT, indexed=True)] = None
    sent_on: Annotated[Moment, Column("Sent on", ColumnKind.MOMENT)] = None
    as_written: Annotated[str, Column("As written")] = ""
    drafted_on: Annotated[Moment, Column("Draft seen on", ColumnKind.MOMENT)] = None
    claimed_by: Annotated[str, Column("Claimed by")] = ""
    claimed_on: Annotated[Moment, Column("Claimed on", ColumnKind.MOMENT)] = None

    @property
    def title(self) -> str:
        """A notice's link in its list: what it is and which entry it is about."""
        return f"{self.kind.value} {self.entry}".strip()

    @property
    def reminds_of(self) -> str:
        """What a reminder is about and when that is due, without the post that is told."""
        return self.why.partition(_TOLD_AS)[0]

    @property
    def urgency(self) -> int:
        """Where the notice stands in the order of sending; 0 goes first."""
        return list(NoticeKind).index(self.kind)

    @property
    def keeps_hours(self) -> bool:
        """Tell whether it leaves in working hours only, however late it is: nobody waits for it.

        An acknowledgement leaves at once: whoever sent a form must know that it has come.
        """
        return self.kind is not NoticeKind.ACKNOWLEDGEMENT

    @property
    def about(self) -> str:
        """The entry it is about, for logs and mails: a person may type words in its place."""
        return self.entry if is_reference(self.entry) else "another matter"

    @property
    def words(self) -> str:
        """The digest of subject, body and attachment, however their lines are broken."""
        attached = filter(None, (self.attachment,))
        texts = (self.subject, self.body, *attached)
        return digest("words", *(" ".join(text.split()) for text in texts))

    @property
    def is_reworded(self) -> bool:
        """Tell whether a person changed what it says: the service sends only what it wrote."""
        return bool(self.as_written) and self.as_written != self.words

    @property
    def is_wanted_after_all(self) -> bool:
        """Tell whether a person released it after its draft was deleted: the later word wins."""
        return self.state == RELEASED and self.why.endswith(WITHDRAWN)

    def is_being_sent(self, now: datetime) -> bool:
        """Tell whether an instance of the service, this one or another, is about to send it.

        A mail on its way may for a while be found neither among the drafts nor as sent: nobody else
        takes the notice up so soon.
        """
        return self.claimed_on is not None and now < self.claimed_on + LEASE

    def may_be_sent_unasked(self, now: datetime) -> bool:
        """Tell whether the claim is so fresh that nobody can have come between."""
        return self.claimed_on is not None and now < self.claimed_on + AT_ONCE


def why_reminded(label: str, due: date, post: str) -> str:
    """Say why a reminder is sent: what is due and when, and as whom its recipient is told."""
    return f"{label}, due {in_words(due)}{_TOLD_AS}{post}"


def doubt_about(recipient: str, notices: Iterable[Notice]) -> str:
    """Say why a letter to the sender of a form is held, from what was written about its entry.

    Empty where an acknowledgement to that address went out, by itself or released by a person, and
    where there was none: the address is then one that a person gave.
    """
    acknowledged = [
        notice
        for notice in notices
        if notice.kind is NoticeKind.ACKNOWLEDGEMENT
        and notice.recipient.casefold() == recipient.casefold()
    ]
    if any(notice.state in VOUCHED_FOR for notice in acknowledged):
        return ""
    return next((notice.why or "its acknowledgement was held" for notice in acknowledged), "")
