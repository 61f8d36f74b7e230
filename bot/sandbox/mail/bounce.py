"""The non-delivery report that Exchange sends back to a sender."""

from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from typing import TYPE_CHECKING

from bot.sandbox.mail.model import Message

if TYPE_CHECKING:
    from bot.sandbox.mail.state import MailSystem

_POSTMASTER = "MicrosoftExchange329e71ec88ae4615bbc36ab6ce41109e"
_REASON = "550 5.1.10 RESOLVER.ADR.RecipientNotFound; Recipient not found by SMTP address lookup"


def bounce_of(message: Message, address: str, system: "MailSystem") -> bytes:
    subject = (message.properties["subject"] or "").replace("\r", " ").replace("\n", " ")
    report = EmailMessage(policy=SMTP)
    report["From"] = f"Microsoft Outlook <{_POSTMASTER}@{system.domain}>"
    report["To"] = message.properties["from"]["emailAddress"]["address"]
    report["Subject"] = f"Undeliverable: {subject}"
    report["Date"] = format_datetime(system.now())
    report["Message-ID"] = system.new_message_id()
    report["In-Reply-To"] = report["References"] = message.properties["internetMessageId"]
    report["Auto-Submitted"] = "auto-replied"
    report["X-MS-Exchange-Message-Is-Ndr"] = ""
    report.set_content(
        f"Delivery has failed to these recipients or groups:\n\n{address}\n\n{_REASON}\n"
    )
    report.make_mixed()
    report.attach(_status(address, system.domain))
    report.attach(_original(message))
    report.replace_header(
        "Content-Type",
        f'multipart/report; report-type=delivery-status; boundary="{_boundary(report)}"',
    )
    return report.as_bytes()


def _boundary(report: EmailMessage) -> str:
    report.set_boundary("_ndr_of_the_sandbox_")
    return str(report.get_boundary())


def _status(address: str, domain: str) -> EmailMessage:
    part = EmailMessage(policy=SMTP)
    part["Content-Type"] = "message/delivery-status"
    part.set_payload(
        f"Reporting-MTA: dns;{domain}\n\nFinal-Recipient: rfc822;{address}\n"
        f"Action: failed\nStatus: 5.1.10\nDiagnostic-Code: smtp;{_REASON}\n"
    )
    return part


def _original(message: Message) -> EmailMessage:
    """Its headers only, as Exchange does for long messages."""
    part = EmailMessage(policy=SMTP)
    part["Content-Type"] = "text/rfc822-headers"
    part.set_payload(
        f"Message-ID: {message.properties['internetMessageId']}\n"
        f"Date: {message.properties['sentDateTime']}\n"
    )
    return part
