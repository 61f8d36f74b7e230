"""What kind of document it is, and why: its title, and which questions it asks and answers."""

from collections.abc import Iterator
from dataclasses import dataclass

from bot.forms.documents.content import lines_of
from bot.forms.documents.model import Block, Document, Paragraph
from bot.forms.meaning.sections import Answer
from bot.forms.reading import Kind
from bot.forms.wordings.labels import Labels
from bot.forms.wordings.titles import Title
from bot.forms.wordings.wording import fold

_TITLE_LINES = 18
_LONGEST_TITLE = 16
_COC = {"summary", "reason_for_learning", "other_agencies", "categories", "cp_status"}
_COC |= {"parents_aware", "date_of_incident"}
_ESCALATION = {"agency_challenged", "agencies_in_disagreement", "disagreement", "desired_outcome"}
_ESCALATION |= {"resolved", "escalation_stage", "outcome", "date_resolved"}
_PEOPLE = {"child.name", "child.forename", "child.dob", "referrer_name", "referrer_agency"}
_PEOPLE |= {
    "child.nhs_number",
    "referrer_role",
    "referrer_email",
    "referrer_phone",
    "date_of_form",
    "address",
}


@dataclass(frozen=True, slots=True)
class Verdict:
    """A kind, how sure it is (0 to 1), and why in a sentence.

    `in_doubt`: it may be one of the partnership's forms all the same, laid out as none before it.
    """

    kind: Kind
    confidence: float
    why: str
    in_doubt: bool = False


def judge(document: Document, answers: list[Answer], labels: Labels) -> Verdict:
    """Tell the kind of a document from its title and its questions."""
    title = _title(document, labels)
    asked = {field for answer in answers for field in answer.fields}
    stages = {answer.stage for answer in answers if answer.stage}
    escalating = len(asked & _ESCALATION) + 2 * (len(stages) > 1)
    learning = len(asked & _COC)
    people = len(asked & _PEOPLE)
    if title is not None and title.kind == "other":
        return Verdict(Kind.OTHER, 0.95, f"Its title says “{title.phrase}”.")
    if title is not None:
        return _titled(title, escalating, learning, people)
    return _untitled(asked, escalating, learning, people, stages)


def titled(document: Document, labels: Labels) -> Kind | None:
    """The kind of document that a title alone names."""
    title = _title(document, labels)
    return Kind(title.kind) if title is not None else None


def _titled(title: Title, escalating: int, learning: int, people: int) -> Verdict:
    kind = Kind(title.kind)
    questions = {Kind.COC: learning, Kind.ESCALATION: escalating}.get(kind, learning + escalating)
    named = f"Its title says “{title.phrase}”"
    if kind is Kind.COC and escalating >= 5 and learning < 3:
        why = f"{named}, but it asks the questions of an escalation record."
        return Verdict(Kind.ESCALATION, 0.7, why)
    if people >= 2 and people + questions >= 4 and questions >= 1:
        count = people + questions
        return Verdict(kind, 0.98, f"{named}, and it asks {count} of such a form's questions.")
    if kind is Kind.AGENCY_RETURN and people >= 1:
        return Verdict(kind, 0.85, f"{named}.")
    why = f"{named}, but it is not laid out as such a form."
    return Verdict(Kind.OTHER, 0.8, why, in_doubt=True)


def _untitled(
    asked: set[str], escalating: int, learning: int, people: int, stages: set[int]
) -> Verdict:
    if len(stages) > 1 and escalating >= 4 and people >= 2:
        why = "It has no title that is known, but the stages and questions of an escalation record."
        return Verdict(Kind.ESCALATION, 0.8, why)
    about = {"reason_for_learning", "summary"} <= asked
    if about and people >= 4 and {"child.name", "referrer_name"} <= asked:
        why = "It has no title that is known, but the questions of a case of concern form."
        return Verdict(Kind.COC, 0.75, why)
    if people + learning + escalating >= 6:
        why = "It is a form about a child, but neither a case of concern nor an escalation."
        return Verdict(Kind.OTHER, 0.6, why)
    return Verdict(Kind.OTHER, 0.9, "It has neither the title nor the questions of a form known.")


def _title(document: Document, labels: Labels) -> Title | None:
    """The first title that names a kind of document."""
    for line in _title_lines(document):
        title = labels.titles.title_in(line)
        if title.kind:
            return title
    return None


def _title_lines(document: Document) -> Iterator[str]:
    """Lines that may be titles: near the top, short, and set apart or among the first three."""
    seen = 0
    for paragraph in _top(document.headers + document.body):
        for line in lines_of(paragraph):
            text = line.text.strip()
            if not text:
                continue
            seen += 1
            if seen > _TITLE_LINES:
                return
            apart = paragraph.level or line.share("bold") > 0.8 or text.isupper() or seen <= 4
            if apart and len(text.split()) <= _LONGEST_TITLE and not text.endswith("."):
                yield fold(text)


def _top(blocks: tuple[Block, ...]) -> Iterator[Paragraph]:
    for block in blocks:
        if isinstance(block, Paragraph):
            yield block
        else:
            for cell in block.cells:
                yield from _top(cell.blocks)
