"""Attachments that a client adds."""

import base64
import binascii
from collections.abc import Mapping
from typing import Any

from bot.sandbox.core.errors import bad_request, not_implemented, unknown_property
from bot.sandbox.core.ids import Ids
from bot.sandbox.mail.errors import attachment_too_large, invalid_property
from bot.sandbox.mail.model import Attachment

MOST_BYTES = 3 * 1024 * 1024
_FILE = "#microsoft.graph.fileattachment"
_KNOWN = frozenset({"name", "contentType", "contentBytes", "isInline", "contentId", "size"})


def new_attachment(content: Mapping[str, Any], *, ids: Ids, now: str) -> Attachment:
    """Raises GraphError: 400 for what is no file attachment, 413 past 3 MB, 501 for other kinds."""
    kind = str(content.get("@odata.type", ""))
    if not kind:
        raise bad_request("The annotation 'odata.type' is required for an attachment.")
    if kind.lower() != _FILE:
        raise not_implemented(f"creating a {kind.rpartition('.')[2]}")
    for name in content:
        if "@" not in name and name not in _KNOWN:
            raise unknown_property(name, "fileAttachment")
    if not isinstance(content.get("name"), str) or not content["name"]:
        raise invalid_property("name")
    data = _decoded(content.get("contentBytes"))
    return file_attachment(content, data, ids=ids, now=now)


def file_attachment(described: Mapping[str, Any], data: bytes, *, ids: Ids, now: str) -> Attachment:
    return Attachment(
        kind="file",
        token=ids.token()[:24],
        name=described["name"],
        content=data,
        content_type=described.get("contentType") or "application/octet-stream",
        is_inline=bool(described.get("isInline", False)),
        content_id=described.get("contentId"),
        modified=now,
    )


def _decoded(text: Any) -> bytes:
    try:
        data = base64.b64decode(text, validate=True)
    except (binascii.Error, TypeError, ValueError):
        raise invalid_property("contentBytes") from None
    if len(data) > MOST_BYTES:
        raise attachment_too_large()
    return data
