"""Keys: what caused an effect, as a digest that a list can hold in a unique column.

Hex digests, because SharePoint compares unique values without regard to case.
"""

import hashlib
import re
import unicodedata
from collections.abc import Iterable
from itertools import pairwise

_FEWEST_PAIRS = 8  # of neighbouring words: fewer prove nothing
_NEARLY_ALL = 0.9


def digest(*parts: str) -> str:
    """Give the key of something by all that makes it what it is."""
    return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()


def same_words(text: str) -> str:
    """Fold a name or a title so that two spellings of the same words become equal."""
    folded = unicodedata.normalize("NFKD", text).casefold()
    return " ".join(re.findall(r"[a-z0-9]+", folded.encode("ascii", "ignore").decode()))


def is_retold(first: str, second: str) -> bool:
    """Tell whether two texts say the same: nearly all of the shorter stands in the longer."""
    pairs = (set(pairwise(same_words(text).split())) for text in (first, second))
    shorter, longer = sorted(pairs, key=len)
    return len(shorter) >= _FEWEST_PAIRS and len(shorter & longer) >= _NEARLY_ALL * len(shorter)


def subject_key(kind: str, *, children: Iterable[str], agency: str, otherwise: str) -> str:
    """Give the key of a matter: the children that it is about and the agency that raises it.

    Where the form names no child or no agency, `otherwise` (the form's own digest) stands in, so
    that two such forms are never taken for one matter.
    """
    names = sorted(filter(None, (same_words(name) for name in children)))
    raised_by = same_words(agency)
    if not names or not raised_by:
        return digest(kind, otherwise)
    return digest(kind, *names, raised_by)
