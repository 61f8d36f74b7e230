"""Mail as Graph lists it, put into the words of the mail world."""

from bot import m365
from bot.mail import Address, Mail
from bot.mail.message import NOBODY


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
