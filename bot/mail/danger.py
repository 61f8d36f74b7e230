"""Death, serious harm or present danger, told of and not denied: a statutory clock may be running.

Only what people wrote counts, never what a form prints; "no serious harm" tells of none. Where it
cannot be told whether harm is denied, it is taken as told: a person looks the same day.
"""

import re
from collections.abc import Mapping
from typing import Any

from bot.mail import text
from bot.mail.vocabulary import Vocabulary, plain

TOLD = "it speaks of death, serious harm or present danger"
_ANSWERS = ("summary", "reason_for_learning", "desired_outcome", "outcome")
_STAGES = tuple(f"stage{number}_notes" for number in range(1, 10))
_DENIALS = r"no|not|never|without|nobody|none|neither|nor|cannot|\w+n't|(?:ruled|rules|rule) out"
_BETWEEN = (
    r"any|an?|the|one|child|children|was|were|is|are|been|be|being|has|had|have|longer|evidence"
    r"|signs?|indications?|suggestions?|reports?|risk|of|at|in|to|considered|thought|believed|felt"
    r"|suffer(?:ed|ing)?|sustain(?:ed)?|further|significant|immediate|imminent|actual|such|yet|or"
    r"|serious(?:ly)?|harm|injury|injuries|death"
)
_LIVING = re.compile(rf"^(?:(?:{_DENIALS})\b(?! known)|(?:\w+ )*(?:alive|living|survived)\b)")
_DENIED = re.compile(rf"\b(?:{_DENIALS})(?:\s+(?:{_BETWEEN}))*[\s-]+$")


def is_told_in(sentence: str, words: Vocabulary) -> bool:
    """Tell whether a sentence speaks of it, and does not say that there was none."""
    said = plain(sentence)
    found = words.grave.pattern.finditer(said)
    return any(not _DENIED.search(said[: match.start()]) for match in found)


def is_told_on(fields: Mapping[str, Any], words: Vocabulary) -> bool:
    """Tell whether the answers of a form speak of it, or give a date of death."""
    if _gives_a_death(plain(str(fields.get("date_of_death") or ""))):
        return True
    answers = (str(fields.get(name) or "") for name in _ANSWERS + _STAGES)
    return any(_tells(sentence, words) for answer in answers for sentence in text.sentences(answer))


def _gives_a_death(said: str) -> bool:
    return bool(said) and not _LIVING.search(said)


def _tells(sentence: str, words: Vocabulary) -> bool:
    told = not words.conditions.start(sentence.strip()) and not words.instructions.are_in(sentence)
    return told and is_told_in(sentence, words)
