"""What a sorted mail asks for, as effects: entries to open, papers to file, people to ask."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import PurePath

from bot.forms import Kind, content_digest
from bot.mail import Acknowledge, Document, Entry, Sorted, answer_address
from bot.mail.message import Mail
from bot.mail.references import in_texts
from bot.partnership import Partnership
from bot.process.case_of_concern import CaseOfConcern
from bot.process.child import children_of
from bot.process.effects import (
    Acknowledgement,
    AddPapers,
    AskAPerson,
    Effect,
    FileReturn,
    OpenCase,
    Paper,
    TakeAway,
)
from bot.process.entry import Form
from bot.process.escalation import Escalation
from bot.process.history import REGISTER, told
from bot.process.keys import digest
from bot.process.needs_attention import NeedsAttention
from bot.process.registers import Names
from bot.process.working_days import WorkingDays

FORM_NAMES = {Kind.COC: "Case of Concern form", Kind.ESCALATION: "escalation record"}


ANSWERS = {  # columns of an Agency Request, and the answers of a form that fill them
    "facts": "agency_involvement",
    "immediate_action": "immediate_action",
    "learning": "reason_for_learning",
    "next_steps": "next_steps",
}


@dataclass(frozen=True, slots=True)
class Arrival:
    """A mail as it arrived: where it is, when it came, what it is and what it looks like whole."""

    message_id: str
    received: datetime
    mail: Mail
    mime: bytes

    @property
    def key(self) -> str:
        """The digest of what the mail is: the same mail delivered twice has the same."""
        parts = (self.mail.message_id, self.mail.from_.address, self.mail.subject, self.mail.text)
        attached = (Document.of("", part.data).sha256 for part in self.mail.attachments or ())
        return digest("mail", *parts, *attached)


def effects_of(arrival: Arrival, sorted_: Sorted, partnership: Partnership) -> list[Effect]:
    """Give all that a mail asks for, in the order in which it must be done; nothing if untouched.

    The mail leaves the Inbox last, when all that it caused is durable.
    """
    if sorted_.untouched:
        return []
    cases = [entry for entry in sorted_.entries if entry.kind in FORM_NAMES]
    effects: list[Effect] = [_open_case(arrival, sorted_, entry, partnership) for entry in cases]
    returns = [entry for entry in sorted_.entries if _is_return(entry)]
    prefixes = Names.of(partnership).prefixes
    effects += [_return(arrival, sorted_, entry, prefixes) for entry in returns]
    if sorted_.papers and sorted_.references and not sorted_.entries:
        otherwise = _ask(arrival, sorted_)
        effects += [AddPapers(sorted_.references[0], papers(sorted_.papers), otherwise)]
    if sorted_.attention or not effects:
        effects.append(_ask(arrival, sorted_))
    asked = not any(isinstance(effect, OpenCase | AddPapers | FileReturn) for effect in effects)
    return [*effects, TakeAway(arrival.message_id, for_a_person=asked)]


def _open_case(
    arrival: Arrival, sorted_: Sorted, entry: Entry, partnership: Partnership
) -> OpenCase:
    form = _form(arrival, sorted_, entry)
    first = entry is sorted_.entries[0]
    return OpenCase(
        form=form,
        entry=_row(form, sorted_, partnership),
        papers=_original(arrival, entry) + (papers(sorted_.papers) if first else ()),
        acknowledgement=_acknowledgement(arrival, sorted_, entry),
    )


def _form(arrival: Arrival, sorted_: Sorted, entry: Entry) -> Form:
    fields = entry.reading.fields
    return Form(
        kind=entry.kind.value,
        fields=fields,
        key=_form_key(entry),
        received_on=arrival.received,
        contact=answer_address(arrival.mail),
        children=children_of(fields.get("children") or ()),
        to_check=(*entry.reading.needs_person, *sorted_.notes),
    )


def _form_key(entry: Entry) -> str:
    """Tell one form from another by what it says; by its bytes where too little could be read.

    Two forms of which hardly anything is legible must never pass for the same one.
    """
    fields = entry.reading.fields
    named = any(child.get("name") for child in fields.get("children") or ())
    if entry.document is None or (named and fields.get("summary")):
        return content_digest(entry.reading)
    return entry.document.sha256


def _row(form: Form, sorted_: Sorted, partnership: Partnership) -> CaseOfConcern | Escalation:
    if form.kind == Kind.COC:
        return CaseOfConcern.from_form(form, same_day=bool(sorted_.same_day))
    days = WorkingDays(frozenset(partnership.closures))
    return Escalation.from_form(
        form,
        days=days,
        late_after=partnership.late_after_working_days,
        same_day=bool(sorted_.same_day),
    )


def _original(arrival: Arrival, entry: Entry) -> tuple[Paper, ...]:
    if entry.document is None:  # the form stands in the mail's own text
        return (whole_mail(arrival),)
    return (paper("form", entry.document),)


def _acknowledgement(arrival: Arrival, sorted_: Sorted, entry: Entry) -> Acknowledgement | None:
    recipient = answer_address(arrival.mail)
    if sorted_.acknowledge is Acknowledge.NO or not recipient:
        return None
    held = sorted_.acknowledge_why if sorted_.acknowledge is Acknowledge.HOLD else ""
    return Acknowledgement(recipient, FORM_NAMES[entry.kind], held)


def _is_return(entry: Entry) -> bool:
    return entry.kind is Kind.AGENCY_RETURN


def _return(
    arrival: Arrival, sorted_: Sorted, entry: Entry, prefixes: tuple[str, ...]
) -> FileReturn | AskAPerson:
    """File a return; one whose sender is in doubt stops no reminder before a person has looked."""
    asked = _ask(arrival, sorted_)
    fields = entry.reading.fields
    answers = {column: fields[name] for column, name in ANSWERS.items() if fields.get(name)}
    if sorted_.acknowledge is not Acknowledge.YES or entry.document is None or not answers:
        return asked
    named = in_texts((str(fields.get("our_reference") or ""), entry.document.name), prefixes)
    return FileReturn(
        references=tuple(dict.fromkeys((*named, *sorted_.references))),
        sender=answer_address(arrival.mail),
        agency=fields.get("referrer_agency") or "",
        returned_on=arrival.received,
        paper=paper("return", entry.document),
        answers=answers,
        thank=True,
        otherwise=asked,
    )


def _ask(arrival: Arrival, sorted_: Sorted) -> AskAPerson:
    row = NeedsAttention(
        reason=sorted_.attention or _why(sorted_),
        same_day="Yes" if sorted_.same_day else "No",
        about=", ".join(sorted_.references),
        received_on=arrival.received,
        history=told("", at=arrival.received, who=REGISTER, what="the mail arrived"),
        contact=answer_address(arrival.mail),
        to_check="\n".join(sorted_.notes),
        subject_key=arrival.key,
    )
    return AskAPerson(row, (whole_mail(arrival),))


def _why(sorted_: Sorted) -> str:
    if not any(_is_return(entry) for entry in sorted_.entries):
        return sorted_.why
    doubt = sorted_.acknowledge_why if sorted_.acknowledge is not Acknowledge.YES else ""
    return f"an agency's return that fits no request for certain; {doubt}".rstrip("; ")


def papers(documents: Sequence[Document]) -> tuple[Paper, ...]:
    """Name documents for an entry's folder."""
    return tuple(paper("paper", document) for document in documents)


def paper(what: str, document: Document) -> Paper:
    """Name a document by what it is and its content: never by the sender's name for it."""
    ending = PurePath(document.name).suffix.lower()
    known = ending if ending[1:].isalnum() and len(ending) <= len(".docx") else ".bin"
    return Paper(f"{what}-{document.sha256[:12]}{known}", document.data)


def whole_mail(arrival: Arrival) -> Paper:
    """Keep the mail itself, as it was delivered."""
    return Paper(f"mail-{arrival.key[:12]}.eml", arrival.mime)


def gave_up(message_id: str, received: datetime, tries: int) -> list[Effect]:
    """Give what is asked for a mail that failed every time: a person, told why."""
    row = NeedsAttention(
        reason=f"the mail could not be dealt with in {tries} tries; it is still in the Inbox",
        received_on=received,
        subject_key=digest("mail", message_id),
    )
    return [AskAPerson(row, ())]
