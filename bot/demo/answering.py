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
    _answer(sandbox, "is to be published", "Our press office has been told.\n\nKind regards")


def members_report(sandbox: Sandbox) -> None:
    """Let the members who were asked in December say what they shared, all but one."""
    told = "The briefing went to every team; two audits since found fewer gaps.\n\nKind regards"
    _answer(sandbox, "your report on shared learning", told, late=1)


def _answer(sandbox: Sandbox, about: str, text: str, *, late: int = 0) -> None:
    """Let whoever was sent a mail about something answer it; the last few are late."""
    asked = [(str(sent.message.properties["subject"]), sent.recipients) for sent in sandbox.sent]
    asked = [one for one in asked if about in one[0]]
    for subject, recipients in asked[: len(asked) - late]:
        for member in recipients:
            sandbox.deliver(letter(member, f"RE: {subject}", text).as_bytes())
