"""Upload sessions for attachments, with Outlook's rules, which are not those of files."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from bot.sandbox.core.clock import iso
from bot.sandbox.core.errors import GraphError, unknown_property
from bot.sandbox.core.fragments import Fragments
from bot.sandbox.core.sessions import Sessions
from bot.sandbox.mail.attaching import file_attachment
from bot.sandbox.mail.errors import invalid_property, item_not_found, message_too_large
from bot.sandbox.mail.model import Attachment, Mailbox, Message

LARGEST_FRAGMENT = 4 * 1024 * 1024 - 1
LARGEST_FILE = 150 * 1024 * 1024
LARGEST_MESSAGE = 35 * 1024 * 1024
_LIFETIME = timedelta(hours=6)
_KNOWN = frozenset({"attachmentType", "name", "size", "contentType", "isInline", "contentId"})


def _fragments() -> Fragments:
    return Fragments(1, LARGEST_FRAGMENT)


@dataclass(slots=True)
class Session:
    mailbox: Mailbox
    message: Message
    described: Mapping[str, Any]
    expires: datetime
    fragments: Fragments = field(default_factory=_fragments)


class Uploads(Sessions[Session]):
    def gone(self) -> GraphError:
        return item_not_found()

    def open(
        self, mailbox: Mailbox, message: Message, described: Mapping[str, Any]
    ) -> tuple[str, Session]:
        """Raises GraphError: 400 for a wrong description, 413 for a file past 150 MB."""
        for name in described:
            if "@" not in name and name not in _KNOWN:
                raise unknown_property(name, "attachmentItem")
        if str(described.get("attachmentType", "")).lower() != "file":
            raise invalid_property("attachmentType")
        if not described.get("name") or not isinstance(described.get("size"), int):
            raise invalid_property("name, size")
        if described["size"] > LARGEST_FILE:
            raise message_too_large()
        expires = self._clock.now() + _LIFETIME
        return self.keep(Session(mailbox, message, described, expires))

    def finish(self, token: str, session: Session) -> Attachment:
        """The file joins its message. Raises GraphError: 400 size, 413 the whole message."""
        self.close(token)
        content = bytes(session.fragments.received)
        if len(content) != session.described["size"]:
            raise GraphError(400, "ErrorInvalidRequest", "The size is not the one announced.")
        others = sum(len(a.content) for a in session.message.attachments)
        if others + len(content) > LARGEST_MESSAGE:
            raise message_too_large()
        now = iso(self._clock.now())
        attachment = file_attachment(session.described, content, ids=self._ids, now=now)
        session.message.attachments.append(attachment)
        return attachment
