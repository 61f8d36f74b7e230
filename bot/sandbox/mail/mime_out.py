"""Writes a message made through Graph as the MIME that leaves the tenant."""

from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from typing import Any

from bot.sandbox.core.clock import moment_of
from bot.sandbox.mail.model import Attachment, Message
from bot.sandbox.mail.text import text_of_html


def mime_of(message: Message) -> bytes:
    """What arrived or was sent, as it was; a draft is written afresh."""
    return message.mime if message.mime is not None else written(message)


def written(message: Message, *, calendar: str | None = None, method: str = "") -> bytes:
    """`calendar` is an iCalendar body to travel along, with its method (REQUEST, CANCEL, REPLY)."""
    properties, mail = message.properties, EmailMessage(policy=SMTP)
    _write_envelope(mail, properties)
    for name, value in message.headers:
        mail[name] = value
    _write_body(mail, properties["body"])
    if calendar is not None:
        mail.add_alternative(calendar, subtype="calendar", params={"method": method})
    for attachment in message.attachments:
        _attach(mail, attachment)
    return mail.as_bytes()


def _write_envelope(mail: EmailMessage, properties: dict[str, Any]) -> None:
    if properties.get("from"):
        mail["From"] = _addresses([properties["from"]])
    for name, key in (("To", "toRecipients"), ("Cc", "ccRecipients"), ("Reply-To", "replyTo")):
        if properties[key]:
            mail[name] = _addresses(properties[key])
    mail["Subject"] = (properties["subject"] or "").replace("\r", " ").replace("\n", " ")
    mail["Date"] = format_datetime(moment_of(properties["sentDateTime"]))
    mail["Message-ID"] = properties["internetMessageId"]
    if properties["importance"] != "normal":
        mail["Importance"] = properties["importance"]


def _addresses(recipients: list[dict[str, Any]]) -> list[Address]:
    found = (recipient["emailAddress"] for recipient in recipients)
    return [Address(_plain(e.get("name") or ""), addr_spec=e["address"]) for e in found]


def _plain(name: str) -> str:
    return name.replace("\r", " ").replace("\n", " ")


def _write_body(mail: EmailMessage, body: dict[str, str]) -> None:
    if body["contentType"] == "html":
        mail.set_content(text_of_html(body["content"]))
        mail.add_alternative(body["content"], subtype="html")
    else:
        mail.set_content(body["content"])


def _attach(mail: EmailMessage, attachment: Attachment) -> None:
    if attachment.kind == "reference":
        return
    if attachment.kind == "item":
        maintype, subtype = "application", "octet-stream"
    else:
        maintype, _, subtype = (attachment.content_type or "application/octet-stream").partition(
            "/"
        )
    mail.add_attachment(
        attachment.content,
        maintype=maintype,
        subtype=subtype or "octet-stream",
        filename=attachment.name,
        disposition="inline" if attachment.is_inline else "attachment",
        cid=f"<{attachment.content_id}>" if attachment.content_id else None,
    )
