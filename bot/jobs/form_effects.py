"""What a form in a mail asks for: its entry, its papers, its acknowledgement."""

from bot.forms import Kind, content_digest
from bot.jobs.arrivals import Arrival
from bot.jobs.mail_papers import paper, papers, whole_mail
from bot.jobs.workplace import hours_of
from bot.mail import Acknowledge, Entry, Sorted, answer_address
from bot.partnership import Partnership, Words
from bot.process.case_of_concern import CaseOfConcern
from bot.process.child import children_of
from bot.process.effects import Acknowledgement, OpenCase, Paper
from bot.process.escalation import Escalation, agencies_meant
from bot.process.form import Form

FORMS = (Kind.COC, Kind.ESCALATION)


def effect_of_form(
    arrival: Arrival, sorted_: Sorted, entry: Entry, partnership: Partnership
) -> OpenCase:
    """Open its entry; what came beside several forms is filed with the first."""
    form = _form(arrival, sorted_, entry, partnership.mailbox)
    first = entry is sorted_.entries[0]
    case = _row(form, sorted_, partnership)
    return OpenCase(
        form=form,
        entry=case.model_copy(update=agencies_meant(case, partnership.agencies)),
        papers=_original(arrival, entry) + (papers(sorted_.papers) if first else ()),
        acknowledgement=_acknowledgement(arrival, sorted_, entry, partnership.words),
    )


def _form(arrival: Arrival, sorted_: Sorted, entry: Entry, mailbox: str) -> Form:
    """Give the form; what the team itself mailed in has nobody to write back to."""
    fields, sender = entry.reading.fields, answer_address(arrival.mail)
    return Form(
        kind=entry.kind.value,
        fields=fields,
        key=_form_key(entry),
        received_on=arrival.received,
        contact="" if sender.casefold() == mailbox.casefold() else sender,
        sent_on=arrival.sent,
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
    return Escalation.from_form(
        form,
        days=hours_of(partnership).days,
        late_after=partnership.late_after_working_days,
        policy=partnership.escalations,
        same_day=bool(sorted_.same_day),
    )


def _original(arrival: Arrival, entry: Entry) -> tuple[Paper, ...]:
    if entry.document is None:  # the form stands in the mail's own text
        return (whole_mail(arrival),)
    return (paper("form", entry.document),)


def _acknowledgement(
    arrival: Arrival, sorted_: Sorted, entry: Entry, words: Words
) -> Acknowledgement | None:
    recipient = answer_address(arrival.mail)
    if sorted_.acknowledge is Acknowledge.NO or not recipient:
        return None
    held = sorted_.acknowledge_why if sorted_.acknowledge is Acknowledge.HOLD else ""
    called = words.concern_form if entry.kind is Kind.COC else words.escalation_form
    return Acknowledgement(recipient, called, held)
