"""Out of its wrappers, whatever they are: the documents that a mail brings, byte for byte.

Bounded in depth, number and size, so that a hostile mail costs no more than a large one.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from bot.mail import outlook_message, signed, tnef
from bot.mail import zip as archives
from bot.mail.document import Document, Unopened, Unwrapped
from bot.mail.message import Attachment, Mail
from bot.mail.parse import is_mail, parse

DEEPEST = 6
MOST_FILES = 500
MOST_BYTES = 200 * 1024 * 1024
DECORATION_BYTES = 20_000

_ATTACHED_MAIL = ("message/rfc822", "message/global")
_SIGNED = ("application/pkcs7-mime", "application/x-pkcs7-mime")
_NOT_DOCUMENTS = frozenset(
    {
        "application/applefile",
        "application/ics",
        "application/pgp-signature",
        "application/pkcs7-signature",
        "application/x-pkcs7-signature",
        "message/delivery-status",
        "message/disposition-notification",
        "message/feedback-report",
        "message/global-delivery-status",
        "text/calendar",
        "text/directory",
        "text/rfc822-headers",
        "text/vcard",
        "text/x-vcard",
    }
)
_NOT_DOCUMENT_NAMES = (".ics", ".p7s", ".vcf")
_OTHER_ARCHIVES = (
    b"7z\xbc\xaf\x27\x1c",
    b"Rar!\x1a\x07",
    b"\x1f\x8b",
    b"BZh",
    b"\xfd7zXZ",
    b"MSCF",
)

_Route = tuple[str, ...]
_Found = Document | Unopened | Mail

_UNABLE = (
    archives.UnableToOpenZip,
    outlook_message.UnableToOpenOutlookMessage,
    signed.UnableToOpenSigned,
    tnef.UnableToOpenTnef,
)


def unwrap(mail: Mail) -> Unwrapped:
    """Open all that the mail brought. The same bytes in two wrappers are one document."""
    found = list(_Unwrapping().mail(mail, ()))
    documents = {item.sha256: item for item in reversed(found) if isinstance(item, Document)}
    return Unwrapped(
        documents=tuple(reversed(documents.values())),
        unopened=tuple(item for item in found if isinstance(item, Unopened)),
        mails=tuple(item for item in found if isinstance(item, Mail) and item is not mail),
    )


@dataclass(slots=True)
class _Unwrapping:
    """One mail's unwrapping, and how much of its bounds has been used up."""

    files: int = 0
    size: int = 0

    def mail(self, mail: Mail, route: _Route) -> Iterator[_Found]:
        """Open a mail; but what a report returns is our own, and nothing that was sent to us."""
        yield mail
        if mail.is_report:
            return
        for attachment in mail.attachments or ():
            if not _is_furniture(attachment):
                yield from self._file(
                    attachment.name, attachment.data, route, attachment.content_type
                )

    def _file(self, name: str, data: bytes, route: _Route, kind: str = "") -> Iterator[_Found]:
        self.files += 1
        self.size += len(data)
        if len(route) > DEEPEST or self.files > MOST_FILES or self.size > MOST_BYTES:
            yield Unopened(name, "more within it than is safe to open", data, route)
            return
        try:
            yield from self._contents(name, data, route, kind)
        except _UNABLE as error:
            yield Unopened(name, str(error), data, route)

    def _contents(self, name: str, data: bytes, route: _Route, kind: str) -> Iterator[_Found]:
        if kind in _ATTACHED_MAIL:
            yield from self.mail(parse(data), (*route, _ATTACHED_MAIL[0]))
        elif kind in _SIGNED or name.lower().endswith(".p7m"):
            yield from self.mail(parse(signed.content(data)), (*route, "smime"))
        elif data.startswith(tnef.MAGIC):
            yield from self._tnef(data, (*route, "tnef"))
        elif outlook_message.is_outlook_message(data):
            yield from self.mail(outlook_message.read(data), (*route, "msg"))
        elif archives.is_archive(data):
            for member, content in archives.members(data):
                yield from self._file(member, content, (*route, "zip"))
        elif is_mail(data):
            yield from self.mail(parse(data), (*route, "eml"))
        else:
            yield _sealed(name, data, route) or Document.of(name, data, route)

    def _tnef(self, data: bytes, route: _Route) -> Iterator[_Found]:
        for attached in tnef.attachments(data):
            yield from self._file(attached.name, attached.data, route)


def _sealed(name: str, data: bytes, route: _Route) -> Unopened | None:
    if outlook_message.is_encrypted_document(data):
        return Unopened(name, "a document that is protected by a password", data, route)
    if data.startswith(_OTHER_ARCHIVES):
        return Unopened(name, "an archive of a kind that is not opened", data, route)
    return None


def _is_furniture(attachment: Attachment) -> bool:
    """Tell what a mail program or a signature adds from what a person attached."""
    if attachment.content_type in _NOT_DOCUMENTS:
        return True
    if attachment.name.lower().endswith(_NOT_DOCUMENT_NAMES):
        return True
    is_shown = bool(attachment.content_id)
    return attachment.inline and (is_shown or len(attachment.data) < DECORATION_BYTES)
