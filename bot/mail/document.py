"""What comes out of a mail's wrappers: documents as they were put in, and what would not open."""

from dataclasses import dataclass
from hashlib import sha256

from bot.mail.message import Mail


@dataclass(frozen=True, slots=True)
class Document:
    """A file that a mail brought, byte for byte.

    `route` names the wrappers around it, outermost first: message/rfc822, eml, msg, zip, tnef,
    smime.
    """

    name: str
    data: bytes
    sha256: str
    route: tuple[str, ...] = ()

    @classmethod
    def of(cls, name: str, data: bytes, route: tuple[str, ...] = ()) -> "Document":
        """Give the document that these bytes are."""
        return cls(name, data, sha256(data).hexdigest(), route)

    @property
    def is_picture(self) -> bool:
        return self.data.startswith(_PICTURES) or self.data[8:12] in (b"WEBP", b"avif")


_PICTURES = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"BM", b"II*\x00", b"MM\x00*")


@dataclass(frozen=True, slots=True)
class Unopened:
    """A wrapper that could not be opened, its bytes, and why, in words without personal data."""

    name: str
    reason: str
    data: bytes = b""
    route: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Unwrapped:
    """All that a mail brought: its documents, what would not open, and the mails within it."""

    documents: tuple[Document, ...] = ()
    unopened: tuple[Unopened, ...] = ()
    mails: tuple[Mail, ...] = ()
