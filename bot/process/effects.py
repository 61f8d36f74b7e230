"""Effects: what the rules ask for, as plain values.

The jobs carry them out, each once, whatever breaks; a dry run prints them instead, each in words
that name nobody.
"""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from bot.process.action import Action
    from bot.process.agency_request import AgencyRequest
    from bot.process.case_of_concern import CaseOfConcern
    from bot.process.columns import Row
    from bot.process.entry import Entry
    from bot.process.escalation import Escalation
    from bot.process.form import Form
    from bot.process.meeting import Invitation, Meeting
    from bot.process.needs_attention import NeedsAttention
    from bot.process.notice import Notice


@dataclass(frozen=True, slots=True)
class Paper:
    """A document to file in an entry's folder, under a name that says nothing of anybody."""

    name: str
    content: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class Acknowledgement:
    """An acknowledgement to send once the entry has its reference; held where `held_because`."""

    recipient: str
    form_name: str
    held_because: str = ""


@dataclass(frozen=True, slots=True)
class OpenCase:
    """Open an entry for a form, or bring the one up to date that stands for its matter already."""

    form: "Form"
    entry: "CaseOfConcern | Escalation"
    papers: tuple[Paper, ...]
    acknowledgement: Acknowledgement | None

    def __str__(self) -> str:
        acknowledged = "no acknowledgement"
        if self.acknowledgement:
            held = self.acknowledgement.held_because
            acknowledged = f"hold the acknowledgement ({held})" if held else "acknowledge"
        return (
            f"open an entry ({_kind(self.entry)}), or update the one that stands for this matter;"
            f" file {len(self.papers)} document(s); {acknowledged}"
        )


@dataclass(frozen=True, slots=True)
class AskAPerson:
    """Open a Needs Attention entry and file what came beside it."""

    entry: "NeedsAttention"
    papers: tuple[Paper, ...]

    def __str__(self) -> str:
        return f"ask a person: {self.entry.reason}"


@dataclass(frozen=True, slots=True)
class AddPapers:
    """File papers with the entry that the mail names; ask a person where there is no such entry."""

    reference: str
    papers: tuple[Paper, ...]
    otherwise: AskAPerson

    def __str__(self) -> str:
        return f"file {len(self.papers)} paper(s) with {self.reference}"


@dataclass(frozen=True, slots=True)
class TakeAway:
    """Move the mail out of the Inbox and mark it as dealt with: registered, or for a person."""

    message_id: str
    for_a_person: bool

    def __str__(self) -> str:
        whom = "for a person" if self.for_a_person else "as registered"
        return f"move the mail out of the Inbox and mark it {whom}"


@dataclass(frozen=True, slots=True)
class QueueNotice:
    """Put a notice on the list of what is to be sent."""

    notice: "Notice"

    def __str__(self) -> str:
        state = self.notice.state.lower()
        return f"{self.notice.kind.value.lower()} about {self.notice.entry or 'the day'} ({state})"


@dataclass(frozen=True, slots=True)
class CallMeeting:
    """Put a meeting into the calendar, or send on what changed of it."""

    invitation: "Invitation"

    def __str__(self) -> str:
        return f"call {self.invitation.title} on {self.invitation.starts:%d %B %Y at %H:%M}"


@dataclass(frozen=True, slots=True)
class MoveMeeting:
    """Let a meeting's event follow the hours that a person wrote into the Meetings list."""

    invitation: "Invitation"
    event_id: str

    def __str__(self) -> str:
        return f"move {self.invitation.title} to {self.invitation.starts:%d %B %Y at %H:%M}"


@dataclass(frozen=True, slots=True)
class CancelMeeting:
    """Take a meeting that is not needed any more out of the calendar; its attendees are told."""

    meeting: "Meeting"
    item_id: str

    def __str__(self) -> str:
        return f"cancel the meeting on {self.meeting.day}"


@dataclass(frozen=True, slots=True)
class Tell:
    """Write to somebody about an entry, from a template; `key` says what caused it.

    `to_its_sender`: the recipient is known from the form alone, so that the letter is held for a
    person where the form's acknowledgement was.
    """

    template: str
    recipient: str
    reference: str
    key: str
    facts: Mapping[str, Any]
    to_its_sender: bool = False

    def __str__(self) -> str:
        return f"write about {self.reference} ({self.template.removesuffix('.md')})"


@dataclass(frozen=True, slots=True)
class OpenLinked:
    """Open an entry because of another, and link the two."""

    entry: "Entry"
    because_of: str

    def __str__(self) -> str:
        return f"open an entry ({_kind(self.entry)}) because of {self.because_of}"


@dataclass(frozen=True, slots=True)
class Mention:
    """Tell in an entry what happened to another: in its history and links, once.

    `to_check` is what a person should look at there, if anything.
    """

    reference: str
    because_of: str
    what: str
    to_check: str = ""

    def __str__(self) -> str:
        return f"tell in {self.reference}: {self.what}"


@dataclass(frozen=True, slots=True)
class ChangeEntry:
    """Change a row's fields, unless somebody changed it since it was read."""

    row: "type[Row]"
    item_id: str
    etag: str
    reference: str
    changes: Mapping[str, Any]

    def __str__(self) -> str:
        columns = ", ".join(name.replace("_", " ") for name in self.changes)
        return f"change {self.reference}: {columns}"


@dataclass(frozen=True, slots=True)
class EnterByHand:
    """Give a row that a person added to a list its reference, its folder and its history."""

    entry: "Entry"
    item_id: str
    etag: str
    editor: str

    def __str__(self) -> str:
        return f"give a reference to a row that a person added ({_kind(self.entry)})"


@dataclass(frozen=True, slots=True)
class FileDocument:
    """File a document that the service has written, under a path that stands for it alone."""

    path: str
    content: bytes = field(repr=False)

    def __str__(self) -> str:
        return f"file {self.path}"


@dataclass(frozen=True, slots=True)
class DraftDocument:
    """Write a document from a Word template and file it; one that is there already stays."""

    path: str
    template: str
    facts: Mapping[str, Any] = field(repr=False)

    def __str__(self) -> str:
        return f"draft {self.path}"


@dataclass(frozen=True, slots=True)
class AskAgency:
    """Send an information request, with its template, to those who answer it; addresses."""

    request: "AgencyRequest"
    to: tuple[str, ...]

    def __str__(self) -> str:
        return f"ask an agency for its part in {self.request.review}"


@dataclass(frozen=True, slots=True)
class AskForLearning:
    """Open an action by which a member is to report on learning, and write to the member."""

    action: "Action"

    def __str__(self) -> str:
        return "ask a member for a report on the sharing and impact of learning"


@dataclass(frozen=True, slots=True)
class FileReturn:
    """File an agency's return with its review and tick it off; ask a person where none fits.

    `references` are those that the mail and the form name; `answers` the return's own columns.
    """

    references: tuple[str, ...]
    sender: str
    agency: str
    returned_on: datetime
    paper: Paper
    answers: Mapping[str, str]
    otherwise: AskAPerson

    def __str__(self) -> str:
        return f"file an agency's return ({' '.join(self.references) or 'without a reference'})"


@dataclass(frozen=True, slots=True)
class DraftReport:
    """Write a review's report from what the agencies returned, and file it."""

    review: str

    def __str__(self) -> str:
        return f"draft the report of {self.review}"


Effect = (
    OpenCase
    | AskAPerson
    | AddPapers
    | TakeAway
    | QueueNotice
    | CallMeeting
    | MoveMeeting
    | CancelMeeting
    | Tell
    | OpenLinked
    | Mention
    | ChangeEntry
    | AskAgency
    | AskForLearning
    | FileReturn
    | DraftReport
    | EnterByHand
    | FileDocument
    | DraftDocument
)

Perform = Callable[[Sequence[Effect]], Awaitable[None]]
"""What carries effects out: the performer, or in a dry run what prints them."""


def _kind(entry: "Entry") -> str:
    return entry.KIND.replace("_", " ")
