"""What a document means: its kind and its answers."""

import itertools

from bot.forms.labels import Labels
from bot.forms.model import Document, Table, plain_text
from bot.forms.reading import Kind, Provenance, Reading


def interpret(document: Document, labels: Labels) -> Reading:
    """Read two-column tables for now: label left, answer right."""
    fields: dict[str, object] = {}
    for block in document.body:
        if isinstance(block, Table):
            for row in block.rows:
                for left, right in itertools.pairwise(row):
                    key = labels.match(left.text).key
                    if key not in {"", "-"} and labels.is_answer(right.text):
                        fields.setdefault(key, right.text.strip())
    children = [
        {
            "name": fields.pop("child.name", None) or fields.pop("name", None),
            "dob": fields.pop("child.dob", None),
            "nhs_number": fields.pop("child.nhs_number", None),
        }
    ]
    text = plain_text(document).casefold()[:600]
    kind = Kind.OTHER
    if "case of concern" in text and fields:
        kind = Kind.COC
    elif "escalation" in text and fields:
        kind = Kind.ESCALATION
    fields["children"] = children
    return Reading(
        kind,
        0.5,
        "by its title",
        fields=fields if kind is not Kind.OTHER else {},
        provenance={name: Provenance("a table", 0.5) for name in fields},
    )
