"""What a mail is, whichever way it came: as MIME bytes (`bot.mail.parse`) or as Graph's fields."""

from collections.abc import Iterator
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Address:
    """One mailbox of an address header; `address` is "" where it holds none that is legal."""

    address: str
    name: str = ""

    @property
    def domain(self) -> str:
        """What follows the @, in lower case; "" where there is no address."""
        return self.address.rpartition("@")[2].lower() if "@" in self.address else ""

    @property
    def local_part(self) -> str:
        return self.address.rpartition("@")[0].lower()


NOBODY = Address("")


@dataclass(frozen=True, slots=True)
class Attachment:
    """A part of a mail that is not its text. `content_type` is the sender's claim, in lower case.

    `inline`: shown within the text (a logo, a signature's picture), not offered as a file.
    """

    name: str
    content_type: str
    data: bytes
    inline: bool = False
    content_id: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Mail:
    """A mail, its headers decoded and unfolded, in their order of arrival (the newest on top).

    Built from MIME by `bot.mail.parse.parse`; or, before its content has been fetched, straight
    from the fields that Graph lists, with `attachments` left None ("not known yet").
    `meeting`: Graph calls it an eventMessage; in MIME it brought iTIP (RFC 6047).
    `damage`: in words, what was wrong with the MIME, where that may have cost content.
    """

    subject: str = ""
    from_: Address = NOBODY
    sender: Address = NOBODY
    reply_to: tuple[Address, ...] = ()
    to: tuple[Address, ...] = ()
    message_id: str = ""
    headers: tuple[tuple[str, str], ...] = ()
    text: str = ""
    html: str = ""
    attachments: tuple[Attachment, ...] | None = None
    has_attachments: bool = False
    meeting: bool = False
    damage: str = ""

    def every(self, name: str) -> Iterator[str]:
        """The values of a header that may be repeated, topmost first; its case is ignored."""
        wanted = name.lower()
        return (value for header, value in self.headers if header.lower() == wanted)

    def header(self, name: str) -> str:
        """The topmost value of a header; "" where it is absent."""
        return next(self.every(name), "")

    def has(self, name: str) -> bool:
        return next(self.every(name), None) is not None

    @property
    def is_report(self) -> bool:
        """Whether it reports on a mail sent earlier (RFC 6522): not delivered, delivered, read."""
        return self.header("content-type").lower().startswith("multipart/report")

    @property
    def pictures(self) -> tuple[Attachment, ...]:
        """The pictures shown within its text."""
        return tuple(a for a in self.attachments or () if a.inline)
