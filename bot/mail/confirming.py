"""Whether a mail says, and says nothing else, that what it was asked for has been done."""

from bot.mail import references, text
from bot.mail.vocabulary import Vocabulary, plain


def is_plain(said: str, words: Vocabulary, *, prefixes: tuple[str, ...], signed: str) -> bool:
    """Tell whether a message is a bare confirmation: a reference, or words that confirm.

    `said` is the message without greeting and signature; `signed` the sender's name, which may
    stand below it all the same. Anything more, a thank-you apart, is for a person to read.
    """
    names = frozenset(plain(signed).split())
    rest = references.taken_out_of(said, prefixes)
    unthanked = (words.closings.taken_out_of(one) for one in text.sentences(rest))
    telling = [one for one in (_unsigned(one, names) for one in unthanked) if one]
    named = bool(references.in_texts((said,), prefixes))
    return bool(telling or named) and all(map(words.confirmations.are_all_of, telling))


def _unsigned(sentence: str, names: frozenset[str]) -> str:
    """Take the sender's name off a sentence's end; empty where only marks are left."""
    tokens = sentence.split()
    while tokens and tokens[-1].strip(" ,.-") in {*names, ""}:
        tokens.pop()
    return " ".join(tokens) if any(map(str.isalnum, "".join(tokens))) else ""
