"""Answers to labels that ask for several things at once: "Agency & designation", "Contact"."""

import re

from bot.forms.documents.content import text_of
from bot.forms.meaning.people import emails, phones, squash
from bot.forms.meaning.sections import Answer
from bot.forms.meaning.values import Value
from bot.forms.wordings.labels import Labels

_BESIDE = 0.9
_SHAPED = {"referrer_phone": "referrer_email", "referrer_email": "referrer_phone"}
_SAID_IN_WORDS = {"referrer_name", "referrer_role", "referrer_agency", "address"}


def taken_apart(answer: Answer, asked: list[str], labels: Labels) -> list[tuple[str, Value]]:
    """Give each field `asked` its part of an answer, told by its shape or its order."""
    text = text_of(answer.value)
    if not labels.is_answer(text):
        return [(name, Value()) for name in asked]
    mails, numbers = emails(text), phones(text)
    found = [("referrer_email", Value(mails[0], 0.95))] if mails and _wants(asked, "email") else []
    if numbers and _wants(asked, "phone"):
        found.append(("referrer_phone", Value(numbers[0], 0.95)))
    words = text
    for shaped in (*mails, *numbers):
        words = words.replace(shaped, "\n")
    said = [name for name in asked if name in _SAID_IN_WORDS]
    if "-" in answer.fields and len(said) == 1 and said != ["address"]:
        words = re.split(r"[\n,;]", words)[0]
    return found + _in_order(said, words)


def besides(asked: str, answer: Answer) -> list[tuple[str, Value]]:
    """The e-mail address in an answer that was to be a telephone number, or the other way round."""
    text = text_of(answer.value)
    mails, numbers = emails(text), phones(text)
    if len(mails) != 1 or len(numbers) != 1 or asked not in _SHAPED:
        return []
    other = {"referrer_phone": mails, "referrer_email": numbers}[asked]
    return [(_SHAPED[asked], Value(other[0], _BESIDE))]


def _wants(asked: list[str], what: str) -> bool:
    return "referrer_contact" in asked or f"referrer_{what}" in asked


def _in_order(asked: list[str], words: str) -> list[tuple[str, Value]]:
    """Parts of an answer, in the order in which its label asks for them."""
    parts = [squash(part) for part in words.replace(" / ", "\n").replace(";", "\n").split("\n")]
    parts = [part for part in parts if any(character.isalpha() for character in part)]
    if len(parts) == 1 and len(asked) > 1:
        parts = [squash(part) for part in parts[0].replace(" - ", ", ").split(", ")]
    if asked[-1:] in (["address"], ["referrer_role"]) and len(parts) > len(asked):
        parts[len(asked) - 1 :] = [", ".join(parts[len(asked) - 1 :])]
    if len(parts) == len(asked):
        return [(name, Value(part, 0.85)) for name, part in zip(asked, parts, strict=True)]
    return [(name, Value(reason="it holds several answers in one")) for name in asked]
