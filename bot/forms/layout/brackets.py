"""Labels in brackets behind the blank that they name: "________ (name of child)"."""

import re

from bot.forms.documents.content import Line
from bot.forms.layout.span import Span
from bot.forms.wordings.labels import Labels

_GOOD, _CERTAIN = 0.9, 0.99
_TRAILING = re.compile(r"^(?P<value>[^()]*?)\s*[(\[](?P<label>[^()\[\]]{3,60})[)\]][\s.]*$")
_NAMED_BLANK = re.compile(
    r"[_…]{2,}\s*(?P<value>[^_…()]*?)\s*[_…]{2,}\s*[(\[](?P<label>[^()\[\]]{3,60})[)\]]"
)


def named_blanks(line: Line, labels: Labels) -> list[Span]:
    """The labels in brackets of a line, with what is written in the blanks before them."""
    several = [
        Span(m["label"], labels.match(m["label"]), m.start(), *m.span("value"))
        for m in _NAMED_BLANK.finditer(line.text)
    ]
    if several and all(span.match.score >= _CERTAIN for span in several):
        return several
    found = _TRAILING.match(line.text)
    if not found:
        return []
    match = labels.match(found["label"])
    before = found["value"].strip(" _….\t")
    if match.score < _CERTAIN or labels.match(before).score >= _GOOD:
        return []
    if not re.search(r"[_…\t]|\.{4,}", line.text) and line.share("underline") < 0.5:
        return []
    return [Span(found["label"], match, 0, *found.span("value"))]
