"""Our own references (COC-2026-014), wherever a mail names them."""

import re
from collections.abc import Iterable

USUAL = ("COC", "ESC", "SIN", "RR", "SPR", "REQ")  # how they begin, if a partnership says no other
_REFERENCE = re.compile(r"(?<![\w-])([A-Z]+)-\d{4}-\d{3,5}(?![\w-])", re.IGNORECASE)


def in_texts(texts: Iterable[str], prefixes: Iterable[str] = USUAL) -> tuple[str, ...]:
    """Give the references in these texts, in order, each once."""
    ours = frozenset(prefixes)
    found = (match for text in texts for match in _REFERENCE.finditer(text))
    named = (match[0].upper() for match in found if match[1].upper() in ours)
    return tuple(dict.fromkeys(named))


def taken_out_of(text: str, prefixes: Iterable[str] = USUAL) -> str:
    """Give a text without our references."""
    ours = frozenset(prefixes)
    return _REFERENCE.sub(lambda found: "" if found[1].upper() in ours else found[0], text)
