"""What a document means: its kind, and its answers if it is one of the partnership's forms."""

from bot.forms.documents.model import Document
from bot.forms.layout.entries import Heading
from bot.forms.layout.flow import go_through
from bot.forms.layout.inks import without_inks
from bot.forms.layout.looks import learn_looks
from bot.forms.layout.mending import mend
from bot.forms.meaning.assembling import assemble
from bot.forms.meaning.guessing import guess
from bot.forms.meaning.kinds import judge, titled
from bot.forms.meaning.labelled_answers import with_labelled_answers
from bot.forms.meaning.possessors import with_possessors
from bot.forms.meaning.referring_back import with_references
from bot.forms.meaning.sections import give_meaning
from bot.forms.meaning.sides import with_sides
from bot.forms.reading import Kind, Reading
from bot.forms.wordings.labels import Labels

_NAMING = ("children", "referrer_name", "referrer_agency", "referrer_email", "summary")
_FORMS = {Kind.COC, Kind.ESCALATION, Kind.AGENCY_RETURN}


def interpret(document: Document, labels: Labels) -> Reading:
    """Read a document as a careful person would."""
    document = mend(without_inks(document), labels)
    found = go_through(document, labels, learn_looks(document, labels))
    found = with_possessors(with_sides(with_labelled_answers(found, labels), labels), labels)
    returned = titled(document, labels) is Kind.AGENCY_RETURN
    heads = frozenset(item.text for item in found if isinstance(item, Heading))
    answers = with_references(give_meaning(found, labels, returned=returned), labels)
    answers = guess(answers, labels, heads)
    verdict = judge(document, answers, labels)
    if verdict.kind not in _FORMS:
        doubts = (verdict.why,) if verdict.in_doubt else ()
        return Reading(verdict.kind, verdict.confidence, verdict.why, needs_person=doubts)
    made = assemble(answers, verdict.kind, labels)
    if not any(made.fields.values()):
        why = f"{verdict.why} Nothing is filled in."
        return Reading(Kind.BLANK, verdict.confidence, why)
    if not any(made.fields.get(name) for name in _NAMING):
        why = f"{verdict.why} It names no child, nobody who sends it, and no concern."
        return Reading(Kind.BLANK, 0.6, why, needs_person=(why,))
    return Reading(
        kind=verdict.kind,
        confidence=verdict.confidence,
        why=verdict.why,
        fields=made.fields,
        provenance=made.provenance,
        needs_person=(*document.notes, *made.needs_person),
    )
