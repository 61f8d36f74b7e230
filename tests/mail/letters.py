"""Fictional mails, built the way that mail programs and Exchange build them."""

from email.message import EmailMessage
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile, ZipInfo

from bot.forms.reading import Kind, Reading
from bot.mail import (
    Address,
    Agency,
    Attachment,
    Contents,
    Correspondents,
    Mail,
    Sorted,
    load_vocabulary,
    sort,
    unwrap,
)

ROOT = Path(__file__).parents[2]
WORDS = load_vocabulary(ROOT / "config" / "mail.toml")
SCHOOL = "j.invented@village-school.example"
NEIGHBOUR = "kim@freemail.example"
MAILBOX = "partnership@council.example"
CORRESPONDENTS = Correspondents(
    mailbox=MAILBOX,
    own_domains=frozenset({"council.example"}),
    free_mail_domains=frozenset({"freemail.example"}),
    agencies=(
        Agency("Village schools", frozenset({"village-school.example"}), "education"),
        Agency("County Police", frozenset({"county.police.example"}), "police"),
    ),
)
INTERNAL = ("X-MS-Exchange-Organization-AuthAs", "Internal")


def word_document(says: str = "") -> bytes:
    """The least that a Word document is: a zip with these parts."""
    file = BytesIO()
    with ZipFile(file, "w") as package:
        package.writestr(ZipInfo("[Content_Types].xml"), "<Types/>")
        package.writestr(ZipInfo("word/document.xml"), says)
    return file.getvalue()


A_FORM = word_document("a form")


def results(domain: str, *, spf: str = "pass", dkim: str = "pass", dmarc: str = "pass") -> str:
    """Authentication-Results as Exchange Online writes them."""
    signed = f"{dkim} (signature was verified) header.d={domain}"
    return (
        f"spf={spf} (sender IP is 192.0.2.7) smtp.mailfrom={domain}; dkim={signed};"
        f"dmarc={dmarc} action=none header.from={domain};compauth=pass reason=100"
    )


def letter(  # noqa: PLR0913 - a letter has these, and tests name only what matters to them
    subject: str = "",
    text: str = "",
    *,
    sender: str = SCHOOL,
    name: str = "",
    headers: tuple[tuple[str, str], ...] = (),
    files: tuple[tuple[str, bytes], ...] = (),
    authentic: bool = True,
) -> Mail:
    """A mail with a proven sender, unless told otherwise."""
    address = Address(sender, name)
    proof = (("Authentication-Results", results(address.domain)),) if authentic else ()
    attached = tuple(Attachment(file, "application/octet-stream", data) for file, data in files)
    return Mail(
        subject=subject,
        text=text,
        from_=address,
        headers=(*proof, *headers),
        attachments=attached,
        has_attachments=bool(files),
    )


def sorted_as(mail: Mail, *kinds: Kind, stage: str = "3", body: Kind | None = None) -> Sorted:
    """Sort a mail whose documents, in order, are read as these kinds; the others are no forms."""
    brought = unwrap(mail)
    every = (*kinds, *[Kind.OTHER] * len(brought.documents))
    documents = tuple(
        (document, _reading(kind, stage, document.name))
        for document, kind in zip(brought.documents, every, strict=False)
    )
    contents = Contents(
        documents=documents,
        unopened=brought.unopened,
        mails=brought.mails,
        body=_reading(body, stage, "") if body else None,
    )
    return sort(mail, contents, CORRESPONDENTS, WORDS)


def outcome(sorted_: Sorted) -> str:
    """What becomes of a mail, in a word or two."""
    if sorted_.untouched:
        return "untouched"
    if sorted_.attention:
        return "attention, same day" if sorted_.same_day else "attention"
    return "entries" if sorted_.entries else "papers"


def mime(subject: str = "", *, files: tuple[tuple[str, bytes], ...] = ()) -> EmailMessage:
    """The same as MIME, for what only MIME can have."""
    message = EmailMessage()
    message["From"] = f"Jo Invented <{SCHOOL}>"
    message["To"] = MAILBOX
    message["Subject"] = subject
    message["Message-ID"] = "<1@village-school.example>"
    message.set_content("Dear colleague,\n\nPlease see attached.\n")
    for name, data in files:
        message.add_attachment(data, maintype="application", subtype="octet-stream", filename=name)
    return message


def zipped(path: Path, **files: bytes) -> bytes:
    """An archive of these files."""
    with ZipFile(path, "w") as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return path.read_bytes()


def _reading(kind: Kind, stage: str, name: str) -> Reading:
    fields = {"escalation_stage": stage} if kind is Kind.ESCALATION else {}
    return Reading(kind, 1.0, "as the test says", fields | {"summary": name})
