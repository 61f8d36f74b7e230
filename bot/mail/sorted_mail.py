"""What must become of a mail: the values that sorting gives and the intake carries out."""

from dataclasses import dataclass
from enum import StrEnum

from bot.forms.reading import Kind, Reading
from bot.mail.document import Document, Unopened
from bot.mail.message import Mail


class Acknowledge(StrEnum):
    """Whether an acknowledgement goes out by itself, waits for a person, or is never written."""

    YES = "yes"
    HOLD = "hold"
    NO = "no"


@dataclass(frozen=True, slots=True, kw_only=True)
class Contents:
    """All that a mail brought, read: every document with its reading, and the mail's own text.

    `body` is the reading of a form pasted into the text; None where nobody looked or none is there.
    `mails` are the mails within the mail.
    """

    documents: tuple[tuple[Document, Reading], ...] = ()
    unopened: tuple[Unopened, ...] = ()
    mails: tuple[Mail, ...] = ()
    body: Reading | None = None


@dataclass(frozen=True, slots=True)
class Entry:
    """A form for the register; `document` is None where it stands in the mail's text."""

    kind: Kind
    reading: Reading
    document: Document | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Sorted:
    """What must become of one mail. Reasons are plain English and hold no personal data.

    `entries`: forms to register; whether each is new, known or an update is the register's to say.
    `papers`: other documents, to be filed beside the entries, or, where there are none, with the
    entry that `references` names.
    `references`: those of ours that the mail names in its subject, its text or its file names.
    `attention`: why a person must look; None where nobody needs to.
    `untouched`: the mail stays in the Inbox as it is, and nothing else happens.
    `same_day`: why a person must see it the same day; None where that is not known.
    `notes`: remarks for the entries, such as a document that could not be read.
    `answers`: the references in the subject of a person's mail that brought nothing with it.
    `confirms`: its sender, beyond doubt, says that it was done, and nothing else.
    `proven`: a person wrote it in answer to us, and its sender is beyond doubt.
    `why`: what the mail was taken for.
    """

    why: str
    entries: tuple[Entry, ...] = ()
    papers: tuple[Document, ...] = ()
    references: tuple[str, ...] = ()
    attention: str | None = None
    acknowledge: Acknowledge = Acknowledge.NO
    acknowledge_why: str = ""
    untouched: bool = False
    same_day: str | None = None
    notes: tuple[str, ...] = ()
    answers: tuple[str, ...] = ()
    confirms: bool = False
    proven: bool = False
