"""Guidance that forms print beside their labels, and that is no answer."""

from bot.forms.documents.content import Line
from bot.forms.wordings.labels import Labels
from bot.forms.wordings.wording import fold


def is_hint(line: Line, labels: Labels) -> bool:
    """Whether a line beside a label is guidance: in italics, faint, in brackets, or worded so."""
    text = line.text.strip()
    if not text:
        return True
    if line.share("italic") > 0.8 or line.share("colour") > 0.9:
        return True
    if text[0] in "([" and text[-1] in ")]":
        return True
    return fold(text).startswith(tuple(labels.tables["guidance"]))
