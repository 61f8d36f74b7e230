"""People who name themselves with post, agency and number: "Jo Mock, Deputy Head, Mock School".

Each part is taken for what its own words say it is; where one says nothing, the answer stays whole.
"""

import re

from bot.forms.documents.content import text_of
from bot.forms.documents.model import Block
from bot.forms.meaning.people import emails, is_officers_name, phones, squash
from bot.forms.meaning.values import Value
from bot.forms.wordings.labels import Labels
from bot.forms.wordings.wording import words

_LONGEST_ROLE = 10
_BESIDE = 0.9
_CAPITALS = re.compile(r"(?:[A-Z][\w.'’-]*\s+){1,4}[A-Z][\w'’-]+|[A-Z]{2,} \d+ .+")
_PARTED = re.compile(r"\s*[,;\n]\s*|\s+[–—-]\s+")
_REACHED_AT = re.compile(r"(?:t|tel|telephone|phone|m|mob|mobile|e|e-?mail)[.:]*", re.IGNORECASE)
_BRACKETED = re.compile(r"(?P<name>[^(),;]+?)\s*\((?P<post>[^()]+)\)(?P<rest>.*)", re.DOTALL)


def introduced(value: tuple[Block, ...], labels: Labels) -> list[tuple[str, Value]]:
    """The name, role and agency that one answer gives; nothing unless every part is told.

    The e-mail address and the telephone number come with them.
    """
    text = text_of(value)
    shaped = {"referrer_email": emails(text)[:1], "referrer_phone": phones(text)[:1]}
    for reached in (*emails(text), *phones(text)):
        text = text.replace(reached, ",")
    found = _parts(text, labels, alone=not any(shaped.values()))
    if found:
        found += [(name, reached) for name, several in shaped.items() for reached in several]
    return [
        (name, Value(said, 1.0 if name == "referrer_name" else _BESIDE)) for name, said in found
    ]


def _parts(text: str, labels: Labels, *, alone: bool) -> list[tuple[str, str]]:
    """`alone`: nothing else of the answer tells that it is more than a name."""
    bracketed = _BRACKETED.fullmatch(text.strip())
    said = "{name}, {post}{rest}".format(**bracketed.groupdict()) if bracketed else text
    parts = [squash(part) for part in _PARTED.split(said) if part.strip()]
    name, *rest = [part for part in parts if not _REACHED_AT.fullmatch(part)] or [""]
    if (alone and not rest) or not is_person(name, labels):
        return []
    found = {"referrer_name": name}
    for part in rest:
        role, body = is_role(part, labels), is_body(part, labels)
        field = "referrer_role" if role else "referrer_agency" if body else ""
        if not field or field in found:
            return []
        found[field] = part
    return list(found.items())


def is_role(text: str, labels: Labels) -> bool:
    """Whether a text names somebody's post."""
    return _holds(text, labels, "roles") and len(text.split()) <= _LONGEST_ROLE


def is_body(text: str, labels: Labels) -> bool:
    """Whether a text names an agency, by a word such as "school" or "trust"."""
    short = len(text.split()) <= _LONGEST_ROLE
    return short and _holds(text, labels, "bodies") and not _holds(text, labels, "roles")


def is_person(text: str, labels: Labels) -> bool:
    """Whether a text is a person's full name, with nothing of an agency or a post in it."""
    named = bool(_CAPITALS.fullmatch(text)) and is_officers_name(text)
    return named and not _holds(text, labels, "bodies")


def _holds(text: str, labels: Labels, name: str) -> bool:
    return not frozenset(labels.tables["asking"][name]).isdisjoint(words(text))
