"""Mail as it arrives: as Graph lists it, put into the words of the mail world, and whole."""

from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

from bot import m365
from bot.mail import Address, Document, Mail
from bot.mail.message import NOBODY
from bot.process.keys import digest


@dataclass(frozen=True, slots=True)
class Arrival:
    """A mail as it arrived: where it is, when it came, what it is and what it looks like whole."""

    message_id: str
    received: datetime
    mail: Mail
    mime: bytes

    @property
    def sent(self) -> datetime:
        """When the mail says that it was sent; no later than it came, whatever it says."""
        try:
            said = parsedate_to_datetime(self.mail.header("date"))
        except ValueError:
            return self.received
        return min(said if said.tzinfo else said.replace(tzinfo=UTC), self.received)

    @property
    def key(self) -> str:
        """The digest of what the mail is: the same mail delivered twice has the same."""
        parts = (self.mail.message_id, self.mail.from_.address, self.mail.subject, self.mail.text)
        attached = (Document.of("", part.data).sha256 for part in self.mail.attachments or ())
        return digest("mail", *parts, *attached)


def graph_mail(message: m365.ReceivedMessage) -> Mail:
    """Give what Graph tells of a mail before its content is fetched."""
    body = message.body
    return Mail(
        subject=message.subject,
        from_=_address(message.from_),
        sender=_address(message.sender),
        reply_to=tuple(_address(address) for address in message.reply_to),
        to=tuple(_address(address) for address in message.to),
        message_id=message.internet_message_id,
        headers=message.headers,
        text=body.content if body.kind == "text" else "",
        html=body.content if body.kind == "html" else "",
        attachments=None,
        has_attachments=message.has_attachments,
    )


def _address(address: m365.Address | None) -> Address:
    return Address(address.address, address.name) if address else NOBODY
