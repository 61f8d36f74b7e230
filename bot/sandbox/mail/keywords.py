"""$search on messages: Outlook's keyword queries, over an index that lags behind the mailbox."""

import re
from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Any

from bot.sandbox.core.clock import moment_of
from bot.sandbox.core.errors import bad_request
from bot.sandbox.core.odata.evaluate import Test
from bot.sandbox.mail.model import Message

MOST = 1000
_TERM = re.compile(r"""(?:(\w+)\s*([:=<>]{1,2})\s*)?(?:"([^"]*)"|'([^']*)'|([^\s"']+))""")


def searched(messages: Iterable[Message], query: str, *, indexed: datetime) -> list[Message]:
    """The newest first, of what arrived up to `indexed`. Raises GraphError 400."""
    tests = [_test(*term) for term in _terms(query)]
    until = f"{indexed:%Y-%m-%dT%H:%M:%SZ}"
    found = [
        message
        for message in messages
        if message.properties["receivedDateTime"] <= until and all(t(message) for t in tests)
    ]
    return sorted(found, key=lambda m: str(m.properties["sentDateTime"]), reverse=True)[:MOST]


def _terms(query: str) -> list[tuple[str, str, str]]:
    text = query.strip()
    if len(text) > 1 and text[0] == text[-1] == '"':
        text = text[1:-1].replace('\\"', '"')
    found = [(m[1] or "", m[2] or "", m[3] or m[4] or m[5] or "") for m in _TERM.finditer(text)]
    terms = [term for term in found if term != ("", "", "AND")]
    if not terms:
        raise bad_request("Syntax error: the query of '$search' is empty.")
    return terms


def _test(name: str, sign: str, wanted: str) -> Test[Message]:
    """Raises GraphError 400 for a property that is not searchable."""
    prop = name.lower()
    if prop == "hasattachments":
        return lambda message: message.has_attachments is (wanted.lower() == "true")
    if prop in ("received", "sent"):
        return _when(f"{prop}DateTime", sign, wanted)
    if prop not in _READ:
        raise bad_request(f"Syntax error: '{name}' is not a searchable property.")
    read, word = _READ[prop], wanted.casefold().rstrip("*")
    return lambda message: word in read(message).casefold()


def _when(name: str, sign: str, wanted: str) -> Test[Message]:
    try:
        day = f"{moment_of(wanted):%Y-%m-%dT%H:%M:%SZ}"
    except ValueError:
        raise bad_request(f"Syntax error: '{wanted}' is not a date.") from None
    if ">" in sign:
        return lambda message: bool(message.properties[name] >= day)
    if "<" in sign:
        return lambda message: bool(message.properties[name] <= day)
    return lambda message: str(message.properties[name])[:10] == day[:10]


def _people(*names: str) -> Callable[[Message], str]:
    def read(message: Message) -> str:
        found: list[dict[str, Any]] = []
        for name in names:
            value = message.properties[name]
            found += value if isinstance(value, list) else [value] if value else []
        addresses = (one["emailAddress"] for one in found)
        return " ".join(f"{a.get('name') or ''} {a['address']}" for a in addresses)

    return read


def _subject(message: Message) -> str:
    return str(message.properties["subject"] or "")


def _body(message: Message) -> str:
    return str(message.properties["body"]["content"])


def _files(message: Message) -> str:
    return " ".join(attachment.name for attachment in message.attachments)


_SENDER = _people("from")
_READ: dict[str, Callable[[Message], str]] = {
    "": lambda message: f"{_subject(message)} {_body(message)} {_SENDER(message)}",
    "subject": _subject,
    "body": _body,
    "from": _SENDER,
    "to": _people("toRecipients"),
    "cc": _people("ccRecipients"),
    "bcc": _people("bccRecipients"),
    "recipients": _people("toRecipients", "ccRecipients", "bccRecipients"),
    "participants": _people("from", "toRecipients", "ccRecipients", "bccRecipients"),
    "attachment": _files,
}
