"""The non-delivery report that Exchange sends back to a sender."""

from email.header import Header
from email.utils import format_datetime
from typing import TYPE_CHECKING

from bot.sandbox.mail.model import Message

if TYPE_CHECKING:
    from bot.sandbox.mail.state import MailSystem

_REPORT = """\
From: Microsoft Outlook <MicrosoftExchange329e71ec88ae4615bbc36ab6ce41109e@{domain}>
To: {sender}
Subject: {subject}
Date: {date}
Message-ID: {message_id}
In-Reply-To: {original_id}
References: {original_id}
Auto-Submitted: auto-replied
X-MS-Exchange-Message-Is-Ndr:
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="_ndr_"

--_ndr_
Content-Type: text/plain; charset=utf-8

Delivery has failed to these recipients or groups:

{recipient}
The address you entered couldn't be found.

--_ndr_
Content-Type: message/delivery-status

Reporting-MTA: dns;{domain}

Final-Recipient: rfc822;{recipient}
Action: failed
Status: 5.1.10
Diagnostic-Code: smtp;550 5.1.10 RESOLVER.ADR.RecipientNotFound; not found by SMTP address lookup

--_ndr_
Content-Type: message/rfc822

Message-ID: {original_id}
Subject: {original_subject}

--_ndr_--
"""


def bounce_of(message: Message, address: str, system: "MailSystem") -> bytes:
    """As the sender of `message` receives it for the recipient `address`."""
    subject = (message.properties["subject"] or "").replace("\r", " ").replace("\n", " ")
    report = _REPORT.format(
        domain=system.domain,
        sender=message.properties["from"]["emailAddress"]["address"],
        subject=Header(f"Undeliverable: {subject}", "utf-8").encode(),
        date=format_datetime(system.now()),
        message_id=system.new_message_id(),
        original_id=message.properties["internetMessageId"],
        original_subject=Header(subject, "utf-8").encode(),
        recipient=address,
    )
    return report.replace("\n", "\r\n").encode()
