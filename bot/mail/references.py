"""Our own references (COC-2026-014), wherever a mail names them."""

import re
from collections.abc import Iterable

_REFERENCE = re.compile(
    r"(?<![\w-])(COC|ESC|SIN|RR|SPR|REQ)-(\d{4})-(\d{3,5})(?![\w-])", re.IGNORECASE
)


def in_texts(texts: Iterable[str]) -> tuple[str, ...]:
    """Give the references in these texts, in order, each once."""
    found = (match[0].upper() for text in texts for match in _REFERENCE.finditer(text))
    return tuple(dict.fromkeys(found))
