"""What people of the agencies answer by mail: letters as Exchange delivers them, senders proven."""

from email.message import EmailMessage

from bot.demo.agencies import MAILBOX
from bot.sandbox import Sandbox


def letter(sender: str, subject: str, text: str) -> EmailMessage:
    """Write a mail to the shared mailbox, as it stands there."""
    domain = sender.rpartition("@")[2]
    message = EmailMessage()
    message["Authentication-Results"] = (
        f"spf=pass smtp.mailfrom={domain}; dkim=pass header.d={domain};"
        f" dmarc=pass action=none header.from={domain};compauth=pass reason=100"
    )
    message["From"], message["To"], message["Subject"] = sender, MAILBOX, subject
    message["Message-ID"] = f"<{len(subject)}.{sender}>"
    message.set_content(text)
    return message


def members_confirm(sandbox: Sandbox) -> None:
    """Let everybody who was told a day of publication answer that the press office knows."""
    for sent in list(sandbox.sent):
        subject = str(sent.message.properties["subject"])
        if "is to be published" in subject:
            for member in sent.recipients:
                told = "Our press office has been told.\n\nKind regards"
                sandbox.deliver(letter(member, f"RE: {subject}", told).as_bytes())
