"""Which lines of running text head a section, and which of these only look so."""

import re

from bot.forms.documents.content import Line, lines_of
from bot.forms.documents.model import Paragraph
from bot.forms.layout.running import LabelledLines
from bot.forms.wordings.labels import NOTHING, Labels, Match

_HEADING = 0.9
_HEADING_APART = 0.75
_TOLD = 0.82
_CERTAIN = 0.99
_LONGEST = 14
_BOLD = 0.9
_TITLED = {"referrer_role", "referrer_agency", "agency", "setting"}
_STAGE_ALONE = re.compile(
    r"(?:(?:stage|step|level) (?:[1-5]|one|two|three|four|five)"
    r"|(?:first|second|third|fourth|fifth) (?:stage|step|level))"
    r"(?:\s*[:–—-]\s*[^:?_.]{1,60})?",
    re.IGNORECASE,
)


def heading_in(
    paragraph: Paragraph, labels: Labels, *, started: bool, pending: LabelledLines | None
) -> Match | None:
    """What a paragraph means as the heading of a section; None where it heads none.

    `started`: the form's title is behind. `pending` is the label whose answer may still go on.
    """
    line = lines_of(paragraph)[0]
    text = paragraph.text.strip()
    apart = paragraph.level > 0 or is_all_bold(line) or _is_in_capitals(text, labels)
    if len(text.split()) > _LONGEST or "\t" in text:
        return None
    if not started and labels.titles.title_in(text).kind:
        return NOTHING if apart else None
    match = labels.headed(text) if apart else labels.heading(text)
    if match.stage and text.endswith((":", "?")) and _is_field(text, labels):
        return None
    waiting = pending is not None and not pending.lines
    titled = pending is not None and waiting and pending.match.key in _TITLED
    if _heads_section(text, match, labels, apart=apart, titled=titled):
        return match
    alone = bool(_STAGE_ALONE.fullmatch(text)) and not waiting
    numbered = (apart or alone) and bool(match.stage or match.child)
    if (numbered or paragraph.level) and not _is_field(text, labels):
        return Match("", 0.0, match.stage, match.child)
    return None


def _is_in_capitals(text: str, labels: Labels) -> bool:
    """Whether a text is in capitals as headings are, and no question with its answer ("…: Y")."""
    return text.isupper() and not labels.is_option(text.rpartition(":")[2] if ":" in text else "")


def _heads_section(text: str, match: Match, labels: Labels, *, apart: bool, titled: bool) -> bool:
    """Whether a text is the heading that its words can be, rather than a label or a sentence.

    One that is set apart may be both; it then heads the section that its answer stands in. What
    stands under "Job title" is its answer (`titled`), if it is not set apart.
    """
    if match.key in labels.tables["elsewhere"] and _is_short_label(text, labels):
        return False
    if apart:
        told = match.score <= _TOLD and not match.stage and _only_asks(text, labels)
        return match.score >= _HEADING_APART and not told
    label = labels.match(text)
    plain = not text.endswith((".", ":")) and (not label.key or label.score < match.score)
    return not titled and match.score >= _HEADING and plain


def _is_short_label(text: str, labels: Labels) -> bool:
    """Whether a text such as "Agency" asks for one thing, where "Agencies" heads a part."""
    label = labels.match(text)
    short = "in" in labels.tables["labels"].get(label.key, {})
    return label.score >= _CERTAIN and short and not text.rstrip(" :").casefold().endswith("s")


def _only_asks(text: str, labels: Labels) -> bool:
    """Whether a text is a label that opens no section when it has no answer of its own."""
    key = labels.asked(text).key
    heads = "heads" in labels.tables["labels"].get(key, {})
    return bool(key) and not heads and key not in {"setting", "person"}


def _is_field(text: str, labels: Labels) -> bool:
    return labels.match(text).key not in {"", "-", "person", "setting"}


def is_all_bold(line: Line) -> bool:
    """Whether a line is bold to its end: a bold label with a short plain answer is not."""
    said = [run for run in line.runs if any(character.isalnum() for character in run.text)]
    return line.share("bold") > _BOLD and said[-1].bold
