"""Duplicates: an entry is one only of another that stands, and both then tell of it."""

from bot.process.effects import Mention
from bot.process.entry import Entry
from bot.process.moves import Done, Move, Refused, Situation

DUPLICATE = "Duplicate"


def tell_the_original(entry: Entry, situation: Situation) -> Done | Refused:
    """Link the entry of the same kind that another duplicates; refuse where none is named.

    One that was itself found a duplicate does not stand for the matter: two that point at each
    other would both be closed.
    """
    originals = [
        other.reference
        for other in situation.linked
        if isinstance(other, type(entry))
        and other.reference != entry.reference
        and other.state != DUPLICATE
    ]
    if not originals:
        return Refused(
            f"name in '{entry.label('links')}' the entry that stands for this matter, by its"
            f" reference, written like {entry.reference}; what is there now names no other entry"
            " of this list, or one that is a duplicate itself"
        )
    what = f"{entry.reference} is a duplicate of this entry"
    told = (Mention(original, entry.reference, what) for original in originals)
    return Done(effects=tuple(told), said=f"of {' '.join(originals)}")


MARK_AS_DUPLICATE = Move(
    DUPLICATE, needs=("links",), then=(tell_the_original,), looks_at_links=True
)
