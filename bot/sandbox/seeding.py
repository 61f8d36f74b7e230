"""A folder of mails and forms becomes a mailbox with post: what a newcomer starts from."""

import mimetypes
from collections.abc import Iterable
from email.message import EmailMessage
from email.utils import format_datetime
from pathlib import Path
from typing import TYPE_CHECKING

from bot.sandbox.mail.model import Message
from bot.sandbox.mail.stamps import Envelope

if TYPE_CHECKING:
    from bot.sandbox.tenant import Tenant

AGENCY = "referrals@sampleby-school.example"
_MAIL, _FORMS = ".eml", frozenset({".docx", ".doc", ".docm", ".pdf", ".odt", ".rtf"})


class UnableToSeedError(Exception):
    """The folder is not there, or holds neither a mail nor a form."""


def seed(tenant: "Tenant", folder: Path, *, to: str) -> list[Message]:
    """Deliver everything in the folder, by name: mails as they are, documents from an agency.

    Mails are judged and stamped as if they came from outside. Raises UnableToSeedError, OSError.
    """
    if not folder.is_dir():
        raise UnableToSeedError(f"{folder} is not a folder: name one with .eml or .docx files.")
    found = [path for path in sorted(folder.rglob("*")) if _is_post(path)]
    if not found:
        raise UnableToSeedError(f"{folder} holds no .eml and no .docx file.")
    return list(_delivered(tenant, found, to))


def _is_post(path: Path) -> bool:
    return path.is_file() and path.suffix.lower() in {_MAIL, *_FORMS}


def _delivered(tenant: "Tenant", paths: Iterable[Path], to: str) -> Iterable[Message]:
    for path in paths:
        raw = path.read_bytes()
        if path.suffix.lower() != _MAIL:
            raw = _mail_with(tenant, path, raw, to)
        yield tenant.mail.receive(to, raw, Envelope(AGENCY))


def _mail_with(tenant: "Tenant", path: Path, document: bytes, to: str) -> bytes:
    """How an agency that does not exist sends a form."""
    mail = EmailMessage()
    mail["From"], mail["To"] = f"Sampleby School <{AGENCY}>", to
    mail["Subject"] = path.stem.replace("_", " ")
    mail["Date"] = format_datetime(tenant.clock.now())
    mail["Message-ID"] = f"<{tenant.ids.guid()}@{AGENCY.rpartition('@')[2]}>"
    mail.set_content("Please find the form attached.")
    kind = mimetypes.guess_type(path.name)[0] or "application/octet-stream"
    maintype, _, subtype = kind.partition("/")
    mail.add_attachment(document, maintype=maintype, subtype=subtype, filename=path.name)
    return mail.as_bytes()
