"""A form sent to the shared mailbox: files chosen or dropped, or a form that is ready here."""

import mimetypes
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime

from starlette.datastructures import FormData, UploadFile
from starlette.requests import Request
from starlette.responses import Response

from bot.sandbox.mail.stamps import Envelope, Verdict
from bot.sandbox.page import news
from bot.sandbox.page.answering import Page, Said, way_back
from bot.sandbox.page.cast import Sample
from bot.sandbox.page.wording import local

LARGEST_BYTES = 35_000_000
MOST_FILES = 50
_ADDRESS = re.compile(r"[\w.+'-]+@[\w-]+(\.[\w-]+)+", re.ASCII)
_FAILS = Verdict(spf="fail", dkim="fail", dmarc="fail")


@dataclass(frozen=True, slots=True)
class Draft:
    """What a visitor wants to send."""

    sender: str = ""
    subject: str = ""
    text: str = ""
    sample: str = ""
    fails_checks: bool = False


class UnableToSend(Exception):
    """Something is missing or too large; says what to do, for the visitor."""


async def show(page: Page, request: Request) -> Response:
    return _show(page, request, Draft(sample=request.query_params.get("sample", "")))


def _show(page: Page, request: Request, draft: Draft, trouble: str = "") -> Response:
    status = 400 if trouble else 200
    return page.show(request, "send.html", draft=draft, trouble=trouble, status=status)


async def send(page: Page, request: Request) -> Response:
    """Send the mail; whoever is hooked in reads it before the answer comes."""
    draft = Draft()
    try:
        if int(request.headers.get("content-length") or 0) > LARGEST_BYTES:
            raise UnableToSend("The files are too large: 35 MB together at most.")  # noqa: TRY301
        async with request.form(max_files=MOST_FILES) as form:
            draft, back = _draft(form), way_back(str(form.get("back", "/send")))
            message = _message(page, draft, await _files(form))
    except UnableToSend as error:
        return _show(page, request, draft, str(error))
    before = news.lately(page.sandbox)
    _receive(page, draft, message)
    troubles = await page.sandbox.run_hooks(page.sandbox.after_mail_arrived)
    found = [item for item in news.since(page.sandbox, before) if item.kind != "Mail in"]
    if not page.sandbox.after_mail_arrived:
        return page.go(back, Said("Sent: the mail is in the shared mailbox."))
    if not found and not troubles:
        return page.go(back, Said("Sent. The service saw no need to do anything."))
    return page.go(back, news.said("Sent, and the service has read it.", found, troubles))


def _draft(form: FormData) -> Draft:
    def said(name: str) -> str:
        return str(form.get(name, "")).strip()

    return Draft(
        sender=said("other") or said("sender"),
        subject=said("subject"),
        text=said("text"),
        sample=said("sample"),
        fails_checks=bool(form.get("fails_checks")),
    )


async def _files(form: FormData) -> list[tuple[str, bytes]]:
    files = [f for f in form.getlist("files") if isinstance(f, UploadFile) and f.filename]
    return [(str(file.filename), await file.read()) for file in files]


def _message(page: Page, draft: Draft, files: Sequence[tuple[str, bytes]]) -> EmailMessage:
    """The mail as the sender's own program writes it. Raises UnableToSend."""
    sample = page.sandbox.cast.sample(draft.sample)
    if sample is not None:
        draft = replace(draft, subject=draft.subject or sample.subject)
        draft = replace(draft, sender=draft.sender or sample.sender.address)
        files = [*files, (sample.file_name, _filled(page, sample))]
    if not files and not draft.text:
        raise UnableToSend("Choose a file or a ready-made form, or write a text.")
    if not draft.sender:
        raise UnableToSend("Choose who sends the mail.")
    if not _ADDRESS.fullmatch(draft.sender):
        raise UnableToSend(f"{draft.sender} is not an e-mail address.")
    return _written(page, draft, files)


def _filled(page: Page, sample: Sample) -> bytes:
    """Each time another matter: its number is how many mails came before it."""
    mailbox = page.sandbox.tenant.mail.open_mailbox(page.sandbox.names.mailbox)
    number = sum(1 for message in mailbox.messages() if message.arrived)
    return sample.fill(local(page.sandbox.clock.now()).date(), number)


def _written(page: Page, draft: Draft, files: Sequence[tuple[str, bytes]]) -> EmailMessage:
    sandbox, message = page.sandbox, EmailMessage(policy=SMTP)
    domain = draft.sender.rpartition("@")[2]
    message["From"], message["To"] = draft.sender, sandbox.names.mailbox
    message["Subject"] = " ".join(draft.subject.split())
    message["Date"] = format_datetime(local(sandbox.clock.now()))
    message["Message-ID"] = f"<{sandbox.tenant.ids.guid()}@{domain}>"
    message.set_content(draft.text or "Please find attached.\n\nKind regards")
    for name, content in files:
        kind = mimetypes.guess_type(name)[0] or "application/octet-stream"
        main, _, sub = kind.partition("/")
        if main in {"message", "multipart"}:
            main, sub = "application", "octet-stream"
        message.add_attachment(content, maintype=main, subtype=sub, filename=name)
    return message


def _receive(page: Page, draft: Draft, message: EmailMessage) -> None:
    """In from outside, as over SMTP; the sender may fail the checks this once."""
    mail = page.sandbox.tenant.mail
    domain = str(message["From"]).rpartition("@")[2].rstrip(">").lower()
    kept = mail.verdicts.by_domain
    if draft.fails_checks:
        mail.verdicts.by_domain = {**kept, domain: _FAILS}
    sender = Envelope(sender=str(message["From"]))
    mail.receive(page.sandbox.names.mailbox, message.as_bytes(), sender)
    mail.verdicts.by_domain = kept
