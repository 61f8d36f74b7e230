"""Saved Outlook items (.msg, MS-OXMSG): a mail in an OLE file, read as the mail that it is."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.forms.files.ole import MAGIC, UnableToOpenOle, opened, streams
from bot.mail.headers import characters
from bot.mail.message import Address, Attachment, Mail

if TYPE_CHECKING:
    from olefile import OleFileIO

_PROPERTIES = "__properties_version1.0"
_ENCRYPTED_DOCUMENT = "EncryptedPackage"
_ATTACHMENT, _STREAM = "__attach_version1.0_", "__substg1.0_"
_EMBEDDED_ITEM = "__substg1.0_3701000D"
_SUBJECT, _BODY, _HTML = "0037", "1000", "1013"
_FROM_NAME, _FROM_ADDRESS, _FROM_SMTP = "0C1A", "0C1F", "5D01"
_LONG_NAME, _SHORT_NAME, _DISPLAY_NAME = "3707", "3704", "3001"
_MIME_TYPE, _CONTENT_ID, _CONTENT = "370E", "3712", "3701"
_MOST_ATTACHMENTS = 200

_Storage = tuple[str, ...]


class UnableToOpenOutlookMessage(Exception):
    """The saved item is damaged."""


def is_outlook_message(data: bytes) -> bool:
    """Tell a saved item from the other OLE files, such as old Word documents."""
    return _has_stream(data, _PROPERTIES)


def is_encrypted_document(data: bytes) -> bool:
    """Tell an office document that a password protects (MS-OFFCRYPTO)."""
    return _has_stream(data, _ENCRYPTED_DOCUMENT)


def read(data: bytes) -> Mail:
    """Read a saved item. Raises UnableToOpenOutlookMessage."""
    try:
        with opened(data) as ole:
            return _Item(ole, ()).mail()
    except UnableToOpenOle as error:
        raise UnableToOpenOutlookMessage("a saved Outlook item that is damaged") from error


def _has_stream(data: bytes, name: str) -> bool:
    if not data.startswith(MAGIC) or name.encode("utf-16-le") not in data:
        return False
    return name in streams(data)


@dataclass(frozen=True, slots=True)
class _Item:
    """A storage in the file: the item itself, an attachment of it, or an item attached to it."""

    ole: "OleFileIO[str]"
    storage: _Storage

    def mail(self) -> Mail:
        attached = tuple(self.attachments())
        address = self._text(_FROM_SMTP) or self._text(_FROM_ADDRESS)
        return Mail(
            subject=self._text(_SUBJECT),
            from_=Address(address if "@" in address else "", self._text(_FROM_NAME)),
            text=self._text(_BODY),
            html=self._text(_HTML) or characters(self._binary(_HTML)),
            attachments=attached,
            has_attachments=bool(attached),
        )

    def attachments(self) -> Iterator[Attachment]:
        """Give the files attached; those of an item within the item count as its own."""
        depth = len(self.storage)
        storages = {
            tuple(path[: depth + 1])
            for path in self.ole.listdir()
            if tuple(path[:depth]) == self.storage and path[depth].startswith(_ATTACHMENT)
        }
        for storage in sorted(storages)[:_MOST_ATTACHMENTS]:
            embedded = (*storage, _EMBEDDED_ITEM)
            if self.ole.exists(list(embedded)):
                yield from _Item(self.ole, embedded).attachments()
            else:
                yield _Item(self.ole, storage).attachment()

    def attachment(self) -> Attachment:
        kind = self._text(_MIME_TYPE).lower()
        content_id = self._text(_CONTENT_ID)
        return Attachment(
            name=self._text(_LONG_NAME) or self._text(_SHORT_NAME) or self._text(_DISPLAY_NAME),
            content_type=kind,
            data=self._binary(_CONTENT),
            inline=bool(content_id) and kind.startswith("image/"),
            content_id=content_id,
        )

    def _text(self, tag: str) -> str:
        unicode = self._stream(f"{tag}001F")
        text = (
            unicode.decode("utf-16-le", "replace")
            if unicode
            else characters(self._stream(f"{tag}001E"))
        )
        return text.rstrip("\0")

    def _binary(self, tag: str) -> bytes:
        return self._stream(f"{tag}0102")

    def _stream(self, tag: str) -> bytes:
        path = [*self.storage, _STREAM + tag]
        if not self.ole.exists(path):
            return b""
        with self.ole.openstream(path) as stream:
            return bytes(stream.read())
