"""Counts what became of the post, from what was delivered and what the tenant holds; nothing else.

It knows neither keys nor rules of the service: a form is looked for by the child that it names.
"""

import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from benchmarks.soak.post import ATTENTION, CONCERNS, ESCALATIONS, Piece, SentForm
from bot.sandbox import Sandbox

REGISTERED, ASKED = "Registered", "Needs attention"
EARLY = "came back before Retry-After"
GAVE_UP = "could not be dealt with in"


@dataclass(slots=True)
class Toll:
    """Everything found wrong, in words; the numbers are told and are no fault.

    `parked` mails also stand in a list for a person; `skipped` numbers are borne by no entry, since
    a kill came between; `unmarked` mails lie in their folder, which tells as much as the mark;
    `crossed` requests were under way when another one was told to wait, or from a new process whose
    predecessor was killed before it heard.
    """

    lost: list[str] = field(default_factory=list)
    doubled: list[str] = field(default_factory=list)
    violations: Counter[str] = field(default_factory=Counter)
    parked: int = 0
    held: int = 0
    skipped: int = 0
    unmarked: int = 0
    crossed: int = 0

    @property
    def is_clean(self) -> bool:
        """Tell whether nothing is wrong."""
        return not (self.lost or self.doubled or self.violations)

    @property
    def wrong(self) -> Iterator[str]:
        """Give everything found wrong."""
        yield from (f"lost: {what}" for what in self.lost)
        yield from (f"doubled: {what}" for what in self.doubled)
        yield from (f"violation: {what} ({times})" for what, times in self.violations.items())

    def expect(self, what: str, found: int, wanted: int = 1) -> None:
        """Count a difference."""
        self.lost += [what] * (wanted - found)
        self.doubled += [what] * (found - wanted)


class Oracle:
    """Holds the end of one tenant against the post that was delivered to it."""

    def __init__(self, sandbox: Sandbox, pieces: Sequence[Piece], early: Sequence[str]) -> None:
        self._sandbox = sandbox
        self._pieces = pieces
        self._early = early
        self._rows = {
            name: [dict(row.fields) for row in sandbox.sharepoint_list(name).rows.values()]
            for name in (CONCERNS, ESCALATIONS, ATTENTION, "Notices")
        }
        library = sandbox.sharepoint_list("Case Files")
        items = sandbox.tenant.drives.of_list(library).items.values()
        self._files = {item.path: item.content for item in items if not item.is_folder}
        self._sent = Counter(
            (recipient.lower(), str(mail.message.properties["subject"]))
            for mail in sandbox.sent
            for recipient in mail.recipients
            if mail.message.kind == "message"
        )

    def toll(self) -> Toll:
        """Count everything."""
        violations = Counter(violation.kind for violation in self._sandbox.violations)
        crossed = violations.pop(EARLY, 0) - len(self._early)
        toll = Toll(violations=violations + Counter(self._early), crossed=crossed)
        self._count_entries(toll)
        self._count_questions(toll)
        self._count_notices(toll)
        self._count_mail(toll)
        self._count_events(toll)
        return toll

    def _count_entries(self, toll: Toll) -> None:
        wanted: dict[tuple[str, str], list[tuple[Piece, SentForm]]] = {}
        for piece in self._pieces:
            for form in piece.forms:
                wanted.setdefault((form.register, form.child), []).append((piece, form))
        for (register, child), sendings in wanted.items():
            rows = [row for row in self._rows[register] if child in _children(row)]
            toll.expect(f"entry of {child}", len(rows))
            for row in rows[:1]:
                self._count_papers(toll, row, [form for _, form in sendings])
                self._count_answers(toll, row, sendings)
        for register in (CONCERNS, ESCALATIONS):
            known = sum(name == register for name, _ in wanted)
            toll.expect(f"rows in {register}", len(self._rows[register]), known)
            numbers = sorted(int(r["Reference"].rpartition("-")[2]) for r in self._rows[register])
            toll.skipped += numbers[-1] - len(numbers) if numbers else 0

    def _count_papers(self, toll: Toll, row: dict[str, Any], forms: Sequence[SentForm]) -> None:
        reference, wanted = row["Reference"], {form.content for form in forms}
        filed = self._filed(f"{reference}/form-")
        for content in wanted:
            toll.expect(f"document of {reference} ({_short(content)})", filed.count(content))
        toll.expect(f"documents of {reference}", max(len(filed), len(wanted)), len(wanted))
        stage = max(form.stage for form in forms)
        if stage and str(row.get("Stage")).removeprefix("Stage ")[:1] != stage:
            toll.lost.append(f"stage of {reference}: {row.get('Stage')}")

    def _filed(self, start: str) -> list[bytes]:
        return [c for path, c in self._files.items() if path.strip("/").startswith(start)]

    def _count_answers(
        self, toll: Toll, row: dict[str, Any], sendings: Sequence[tuple[Piece, SentForm]]
    ) -> None:
        reference = row["Reference"]
        for sender in {piece.sender for piece, _ in sendings}:
            theirs = [(p, form) for p, form in sendings if p.sender == sender]
            wanted = len({form.content for _, form in theirs})
            sent = sum(
                number
                for (to, subject), number in self._sent.items()
                if to == sender.lower() and reference in subject
            )
            held = self._held(reference, sender)
            toll.held += held
            toll.expect(f"answer about {reference}", sent + held, wanted)
            if theirs[0][0].held:
                toll.expect(f"held answer about {reference}", held, wanted)

    def _held(self, reference: str, sender: str) -> int:
        return sum(
            row["State"] == "Held" and row["Entry"] == reference and row["Recipient"] == sender
            for row in self._rows["Notices"]
        )

    def _count_questions(self, toll: Toll) -> None:
        rows = self._rows[ATTENTION]
        gave_up = [row for row in rows if GAVE_UP in row["Reason"]]
        toll.parked = len(gave_up)
        senders = {piece.sender for piece in self._pieces if piece.unreadable}
        for sender in senders:
            found = [r for r in rows if r.get("Contact") == sender and r not in gave_up]
            toll.expect("question about an unreadable form", len(found))
            for row in found[:1]:
                kept = self._filed(f"{row['Reference']}/mail-")
                toll.expect(f"mail kept with {row['Reference']}", len(kept))
        toll.expect("questions", len(rows) - len(gave_up), len(senders))

    def _count_notices(self, toll: Toll) -> None:
        notices = self._rows["Notices"]
        for row in notices:
            if row["State"] in ("Waiting", "Released"):
                toll.lost.append(f"a {row['Kind']} still waits")
        sent = (row for row in notices if row["State"] == "Sent")
        wanted = Counter((row["Recipient"].lower(), row["Subject"]) for row in sent)
        for told in wanted | self._sent:
            toll.expect(f"mail of a notice: {told[1]}", self._sent[told], wanted[told])
        mailbox = self._sandbox.tenant.mail.mailbox(self._sandbox.names.mailbox)
        left = [m for m in mailbox.folder("drafts").messages.values() if m.is_draft]
        toll.doubled += ["a draft that nobody sends"] * len(left)

    def _count_mail(self, toll: Toll) -> None:
        lying: dict[str, list[tuple[str, tuple[str, ...]]]] = {}
        for folder, message in self._arrived():
            marks = tuple(message.properties.get("categories") or ())
            key = str(message.properties["internetMessageId"])
            lying.setdefault(key, []).append((folder, marks))
        for piece in self._pieces:
            places = lying.get(piece.message_id, [])
            toll.expect("mail", len(places))
            for folder, marks in places:
                toll.unmarked += folder != "Inbox" and not marks
                if not _is_right(piece, folder, marks):
                    toll.lost.append(f"mail half-way: {piece.message_id} in {folder} {marks}")

    def _arrived(self) -> Iterator[tuple[str, Any]]:
        mailbox = self._sandbox.tenant.mail.mailbox(self._sandbox.names.mailbox)
        folders: Iterable[Any] = {id(f): f for f in mailbox.all_folders()}.values()
        for folder in folders:
            for message in folder.messages.values():
                if message.arrived:
                    yield folder.name, message

    def _count_events(self, toll: Toll) -> None:
        """No two events at one time for one purpose."""
        events = Counter((e.properties.get("subject"), e.start) for e in self._sandbox.events())
        toll.doubled += ["an event"] * (events.total() - len(events))


def _is_right(piece: Piece, folder: str, marks: tuple[str, ...]) -> bool:
    if piece.forms:
        return folder == REGISTERED and len(marks) <= 1
    if piece.unreadable:
        return folder == ASKED and len(marks) <= 1
    return folder == "Inbox" and not marks


def _children(row: dict[str, Any]) -> str:
    return str(row.get("Children") or "")


def _short(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()[:12]
