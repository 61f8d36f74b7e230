"""What a mail's writer says: without banners, disclaimers and the mails quoted below."""

import html
import re
from collections.abc import Iterator

from bot.mail.message import Mail
from bot.mail.vocabulary import Vocabulary

MOST = 60_000  # characters looked at: more than anyone writes

_MOST_HTML = 600_000
_TELLING = 40
_LONGEST_GREETING = 6  # words
_TAG = re.compile(r"<(/?)([a-z][a-z0-9]*)?[^<>]*>", re.IGNORECASE)
_BREAKING = frozenset(
    (
        "p",
        "div",
        "br",
        "tr",
        "td",
        "th",
        "li",
        "table",
        "blockquote",
        "hr",
        "pre",
        "h1",
        "h2",
        "h3",
        "h4",
    )
)
_UNSEEN = frozenset(("head", "style", "script", "title"))
_QUOTED = re.compile(
    r"^(?:>"
    r"|_{10,}\s*$"
    r"|-{3,} ?(?:original|forwarded)\b"
    r"|begin forwarded message"
    r"|\W{0,2}(?:from|oddi wrth):[^\n]*\n(?:[^\n]*\n){0,3}?\W{0,2}(?:sent|date|to|anfonwyd):"
    r"|on\b[^\n]{5,200}\n?[^\n]{0,100}\bwrote:"
    r"|ar\b[^\n]{5,200}\n?[^\n]{0,100}\bysgrifennodd)",
    re.MULTILINE | re.IGNORECASE,
)
_SENTENCE = re.compile(r"(?<=[.!?])\s+|\n\s*\n|\n(?=\s*[-*•])")
_PICTURE = re.compile(r"\[cid:[^\]\n]*\]|\[image[^\]\n]*\]", re.IGNORECASE)
_REPLY = re.compile(r"\s*(?:re|ateb|aw|sv)\s*(?:\[\d+\])?:", re.IGNORECASE)


def whole(mail: Mail) -> str:
    """Give the text of a mail, from its HTML where its plain text says next to nothing."""
    text = mail.text[:MOST]
    if len(text.strip()) < _TELLING and mail.html:
        shown = of_html(mail.html)[:MOST]
        text = shown if len(shown.strip()) > len(text.strip()) else text
    return _PICTURE.sub(" ", text.replace("\r\n", "\n").replace("\r", "\n"))


def of_html(source: str) -> str:
    """Give what a reader sees of HTML, one line for each block."""
    pieces: list[str] = []
    position, unseen = 0, ""
    for tag in _TAG.finditer(source, 0, _MOST_HTML):
        name = (tag[2] or "").lower()
        if not unseen:
            pieces.append(re.sub(r"\s+", " ", source[position : tag.start()]))
            pieces.append("\n" if name in _BREAKING else "")
            unseen = name if name in _UNSEEN and not tag[1] else ""
        elif tag[1] and name == unseen:
            unseen = ""
        position = tag.end()
    pieces.append("" if unseen else source[position:_MOST_HTML])
    return html.unescape("".join(pieces))


def own(mail: Mail, words: Vocabulary) -> str:
    """Give what the writer added: no quoted mail, no banner, no disclaimer."""
    text = whole(mail)
    quoted = _QUOTED.search(text)
    return _without_furniture(text[: quoted.start()] if quoted else text, words)


def told(mail: Mail, words: Vocabulary) -> str:
    """Give what the mail brings to us: as `own`, and what it forwards; but no answered mail."""
    if _REPLY.match(mail.subject):
        return own(mail, words)
    return _without_furniture(whole(mail), words)


def message(text: str, words: Vocabulary) -> str:
    """Give the middle of a mail: what stands between its greeting and the signature."""
    lines = [line.strip() for line in text.strip().splitlines()]
    kept: list[str] = []
    for line in lines:
        if kept and words.closings.are_all_of(line):
            break
        if line and not words.devices.start(line) and (kept or not _is_greeting(line, words)):
            kept.append(line)
    return "\n".join(kept)


def sentences(text: str) -> Iterator[str]:
    """Give the sentences of a text, roughly: lists and paragraphs end one as well."""
    return (sentence for sentence in _SENTENCE.split(text) if sentence and not sentence.isspace())


def _without_furniture(text: str, words: Vocabulary) -> str:
    paragraphs = re.split(r"\n\s*\n", text)
    return "\n\n".join(
        paragraph
        for paragraph in paragraphs
        if not words.banners.are_in(paragraph) and not words.disclaimers.are_in(paragraph)
    )


def _is_greeting(line: str, words: Vocabulary) -> bool:
    return len(line.split()) <= _LONGEST_GREETING and words.greetings.start(line)
