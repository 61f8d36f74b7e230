"""What a client may write into a message: names, types, and which of them only a draft takes."""

from collections.abc import Callable, Mapping
from typing import Any

from bot.sandbox.core.errors import GraphError, not_implemented, unknown_property
from bot.sandbox.mail.errors import (
    invalid_header,
    invalid_property,
    not_a_draft,
    too_many_headers,
)
from bot.sandbox.mail.extended import write_extended
from bot.sandbox.mail.model import Message
from bot.sandbox.mail.text import preview

MOST_HEADERS = 5
_IMPORTANCE = {"low": "low", "normal": "normal", "high": "high"}
_CLASSES = {"focused": "focused", "other": "other"}
_BODY_TYPES = {"text": "text", "html": "html"}
_FLAGS = {"notflagged": "notFlagged", "complete": "complete", "flagged": "flagged"}


class _WrongValueError(Exception):
    """The value does not fit the property's type."""


def _boolean(value: Any) -> bool:
    if not isinstance(value, bool):
        raise _WrongValueError
    return value


def _text(value: Any) -> str:
    if value is not None and not isinstance(value, str):
        raise _WrongValueError
    return value or ""


def _one_of(names: Mapping[str, str]) -> Callable[[Any], str]:
    def read(value: Any) -> str:
        if not isinstance(value, str) or value.lower() not in names:
            raise _WrongValueError
        return names[value.lower()]

    return read


def _strings(value: Any) -> list[str]:
    if not isinstance(value, list) or not all(isinstance(v, str) for v in value):
        raise _WrongValueError
    return value


def _body(value: Any) -> dict[str, str]:
    if not isinstance(value, dict):
        raise _WrongValueError
    content_type = _one_of(_BODY_TYPES)(value.get("contentType", "text"))
    return {"contentType": content_type, "content": _text(value.get("content"))}


def _flag(value: Any) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise _WrongValueError
    status = _one_of(_FLAGS)(value.get("flagStatus", "notFlagged"))
    return {**{k: v for k, v in value.items() if not k.startswith("@")}, "flagStatus": status}


def read_recipient(value: Any) -> dict[str, Any]:
    address = value.get("emailAddress") if isinstance(value, dict) else None
    if not isinstance(address, dict) or not isinstance(address.get("address"), str):
        raise _WrongValueError
    mail = address["address"].strip()
    return {"emailAddress": {"name": address.get("name") or mail, "address": mail}}


def _recipients(value: Any) -> list[dict[str, Any]]:
    if not isinstance(value, list):
        raise _WrongValueError
    return [read_recipient(one) for one in value]


_ALWAYS: dict[str, Callable[[Any], Any]] = {
    "categories": _strings,
    "flag": _flag,
    "importance": _one_of(_IMPORTANCE),
    "inferenceClassification": _one_of(_CLASSES),
    "isRead": _boolean,
    "isDeliveryReceiptRequested": _boolean,
    "isReadReceiptRequested": _boolean,
}
_DRAFT_ONLY: dict[str, Callable[[Any], Any]] = {
    "subject": _text,
    "body": _body,
    "toRecipients": _recipients,
    "ccRecipients": _recipients,
    "bccRecipients": _recipients,
    "replyTo": _recipients,
    "from": read_recipient,
    "sender": read_recipient,
    "internetMessageId": _text,
}
_KNOWN_BUT_ABSENT = frozenset({"extensions", "multiValueExtendedProperties", "uniqueBody"})


def write_properties(message: Message, content: Mapping[str, Any]) -> None:
    """Raises GraphError: 400 unknown name, wrong value or not a draft; 501 not imitated."""
    for name, value in content.items():
        if "@" in name:
            continue
        if name == "singleValueExtendedProperties":
            message.extended.update(write_extended(value))
        else:
            message.properties[name] = _read(message, name, value)
    if "body" in content:
        message.properties["bodyPreview"] = preview(message.properties["body"])


def _read(message: Message, name: str, value: Any) -> Any:
    reader = _ALWAYS.get(name) or _DRAFT_ONLY.get(name)
    if reader is None:
        raise _refusal(name)
    if name in _DRAFT_ONLY and not message.is_draft:
        raise not_a_draft()
    try:
        return reader(value)
    except _WrongValueError:
        raise invalid_property(name) from None


def _refusal(name: str) -> GraphError:
    if name in _KNOWN_BUT_ABSENT:
        return not_implemented(f"message.{name} in a request")
    return unknown_property(name, "message")


def read_headers(value: Any) -> list[tuple[str, str]]:
    """Custom headers of a new message. Raises GraphError 400."""
    if not isinstance(value, list):
        raise invalid_property("internetMessageHeaders")
    headers = [(str(h.get("name", "")), str(h.get("value", ""))) for h in value]
    for name, _ in headers:
        if not name.lower().startswith("x-"):
            raise invalid_header(name)
    if len(headers) > MOST_HEADERS:
        raise too_many_headers()
    return headers
