"""Mails as they come in life, byte by byte: what no careful library would write."""

from base64 import b64encode
from quopri import encodestring

from bot.demo.agencies import SCHOOL
from tests.jobs.stage import PASSED, form

WORD_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
OURS = "CSCP@croydon.gov.uk"
ABOUT = "CSCP: we have received your form (COC-2026-014)"
COVER = "Dear all,\r\n\r\nPlease find our Case of Concern form attached.\r\n\r\nKind regards\r\nJo"
HIDDEN = "Hello,\r\n\r\nAs discussed.\r\n\r\nJo"  # a cover that tells nothing


def proof(spf: str, dkim: str, dmarc: str, domain: str = "sampleby-school.example") -> str:
    """Write what Exchange Online found out about a sender."""
    return (
        f"spf={spf} smtp.mailfrom={domain}; dkim={dkim} header.d={domain};"
        f" dmarc={dmarc} action=none header.from={domain}"
    )


def post(
    *parts: bytes,
    subject: str = "Form",
    sender: str = SCHOOL,
    headers: str = "Message-ID: <1@sampleby-school.example>\r\n",
    proven: str | None = None,
) -> bytes:
    """Give a mail of these parts; the first alone is the mail itself, several are mixed."""
    found = PASSED.format(sender.rpartition("@")[2].strip(">")) if proven is None else proven
    stamp = f"Authentication-Results: {found}\r\n" if found else ""
    head = f"{stamp}From: {sender}\r\nTo: {OURS}\r\nSubject: {subject}\r\n{headers}"
    body = parts[0] if len(parts) == 1 else multi("mixed", *parts)
    return f"{head}MIME-Version: 1.0\r\n".encode() + body


def multi(kind: str, *parts: bytes, boundary: str = "part-1", more: str = "") -> bytes:
    """Give parts within a multipart."""
    marks = b"".join(b"--" + boundary.encode() + b"\r\n" + part + b"\r\n" for part in parts)
    head = f'Content-Type: multipart/{kind}; boundary="{boundary}"{more}\r\n\r\n'
    return head.encode() + marks + f"--{boundary}--\r\n".encode()


def text(says: str = COVER, kind: str = "text/plain; charset=utf-8") -> bytes:
    """Give a text."""
    return f"Content-Type: {kind}\r\nContent-Transfer-Encoding: 8bit\r\n\r\n{says}\r\n".encode()


def html(says: str) -> bytes:
    """Give a text in HTML."""
    return text(f"<html><body>{says}</body></html>", "text/html; charset=utf-8")


def file(
    data: bytes | None = None,
    kind: str = WORD_TYPE,
    name: str = 'filename="form.docx"',
    *,
    shown: str = "attachment",
    how: str = "base64",
) -> bytes:
    """Give a file, a filled-in form unless told otherwise; `name` is the parameter as written."""
    content = form() if data is None else data
    encoded = {
        "base64": b64encode(content),
        "quoted-printable": encodestring(content),
        "8bit": content,
    }[how]
    named = f"; {name}" if name else ""
    head = f"Content-Type: {kind}\r\nContent-Disposition: {shown}{named}\r\n"
    return f"{head}Content-Transfer-Encoding: {how}\r\n\r\n".encode() + encoded


def mail_within(mail: bytes, *, kind: str = "message/rfc822") -> bytes:
    """Give a mail as a part of another."""
    return f"Content-Type: {kind}\r\n\r\n".encode() + mail


def calendar(method: str) -> bytes:
    """Give what a calendar sends."""
    event = "BEGIN:VEVENT\r\nUID:1\r\nSUMMARY:CSCP Review Group\r\nEND:VEVENT"
    says = f"BEGIN:VCALENDAR\r\nMETHOD:{method}\r\n{event}\r\nEND:VCALENDAR"
    return text(says, f"text/calendar; charset=utf-8; method={method}")


def report(action: str, about: str = ABOUT, *, kind: str = "delivery-status") -> bytes:
    """Give a server's report on a mail of ours, as the body of a mail."""
    returned = f"From: {OURS}\r\nTo: {SCHOOL}\r\nSubject: {about}\r\nX-CSCP-Bot: 1\r\n"
    status = f"Final-Recipient: rfc822;{SCHOOL}\r\nAction: {action}\r\n"
    return multi(
        "report",
        text("This is the mail system. What became of your message stands below."),
        f"Content-Type: message/{kind}\r\n\r\n{status}".encode(),
        text(returned, "text/rfc822-headers"),
        more=f"; report-type={kind}",
    )
