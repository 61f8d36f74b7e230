"""One mail as its recipient sees it, with what came along; invitations can be answered."""

import base64
import re
from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from bot.sandbox.calendar.model import Event
from bot.sandbox.mail.arrive import calendar_value
from bot.sandbox.mail.errors import item_not_found
from bot.sandbox.mail.mime_out import mime_of
from bot.sandbox.mail.model import Attachment, Mailbox, Message
from bot.sandbox.page import news
from bot.sandbox.page.answering import Page
from bot.sandbox.page.mailboxes import mailbox_at
from bot.sandbox.page.security import FILE_POLICY, MAIL_POLICY, MAIL_SANDBOX
from bot.sandbox.page.wording import segment

ANSWERS = {
    "accepted": "Accept",
    "tentativelyAccepted": "Tentative",
    "declined": "Decline",
}
TOLD = {
    "none": "no answer yet",
    "notResponded": "no answer yet",
    "accepted": "accepted",
    "tentativelyAccepted": "tentative",
    "declined": "declined",
}
_SAFE_PICTURES = frozenset({"image/png", "image/jpeg", "image/gif", "image/webp"})


async def show(page: Page, request: Request) -> Response:
    mailbox = mailbox_at(page, request)
    message = mailbox.message(request.path_params["message"])
    event = _event_of(page, message)
    return page.show(
        request,
        "message.html",
        mailbox=mailbox,
        message=message,
        folder=mailbox.folder_of(message),
        event=event,
        invited=event and event.attendee(mailbox.address),
        answers=ANSWERS,
        told=TOLD,
        mail_sandbox=MAIL_SANDBOX,
    )


async def find(page: Page, request: Request) -> Response:
    """The mail of that internet message id in somebody's mailbox."""
    mailbox, identity = mailbox_at(page, request), request.path_params["identity"]
    for message in mailbox.messages():
        if message.properties["internetMessageId"] == identity:
            return page.go(f"/mail/{segment(mailbox.address)}/{message.immutable_id}")
    raise item_not_found()


async def body(page: Page, request: Request) -> Response:
    """The HTML that the mail brought, for a frame in which nothing of it can run."""
    message = mailbox_at(page, request).message(request.path_params["message"])
    content = _with_pictures(message.properties["body"]["content"], message.attachments)
    content = content.replace(f"https://{page.sandbox.names.site_host}/", "/")
    shown = f'<base target="_blank">{content}'
    return HTMLResponse(shown, headers={"Content-Security-Policy": MAIL_POLICY})


async def attachment(page: Page, request: Request) -> Response:
    """Number 0 is the whole mail as a file; the attachments count from 1."""
    message = mailbox_at(page, request).message(request.path_params["message"])
    number = request.path_params["number"]
    if number == 0:
        return download("mail.eml", mime_of(message))
    if number > len(message.attachments):
        raise item_not_found()
    found = message.attachments[number - 1]
    name = found.name if found.kind == "file" else f"{found.name or 'mail'}.eml"
    return download(name, found.content)


async def answer(page: Page, request: Request) -> Response:
    """The recipient answers an invitation. Raises GraphError 404 when it is none."""
    mailbox = mailbox_at(page, request)
    message = mailbox.message(request.path_params["message"])
    event = _event_of(page, message)
    form = await request.form()
    word = str(form.get("answer", ""))
    if event is None or word not in ANSWERS:
        raise item_not_found()
    return await respond(page, event, mailbox.address, word, back=_path(mailbox, message))


async def respond(page: Page, event: Event, address: str, word: str, *, back: str) -> Response:
    """Send the answer, and let whoever is hooked in notice it."""
    before = news.lately(page.sandbox)
    page.sandbox.respond(event.id, attendee=address, answer=word)
    troubles = await page.sandbox.run_hooks(page.sandbox.after_mail_arrived)
    told = f"{page.sandbox.cast.called(address)} answered: {TOLD[word]}."
    return page.go(back, news.said(told, news.since(page.sandbox, before), troubles))


def download(name: str, content: bytes) -> Response:
    """A file that the browser saves and never opens."""
    headers = {
        "Content-Disposition": f"attachment; filename*=UTF-8''{quote(name, safe='')}",
        "Content-Security-Policy": FILE_POLICY,
    }
    return Response(content, media_type="application/octet-stream", headers=headers)


def _event_of(page: Page, message: Message) -> Event | None:
    """The event that an invitation is about, as long as it stands in the calendar."""
    if message.calendar is None or message.kind != "eventMessageRequest":
        return None
    uid = calendar_value(message.calendar, "UID")
    return next((event for event in page.sandbox.events() if event.uid == uid), None)


def _path(mailbox: Mailbox, message: Message) -> str:
    return f"/mail/{segment(mailbox.address)}/{message.immutable_id}"


def _with_pictures(content: str, attachments: list[Attachment]) -> str:
    """The mail's own pictures in place of their content ids."""
    pictures = {a.content_id: a for a in attachments if a.content_type in _SAFE_PICTURES}

    def picture(found: re.Match[str]) -> str:
        attached = pictures.get(found[1])
        if attached is None:
            return found[0]
        return f"data:{attached.content_type};base64,{base64.b64encode(attached.content).decode()}"

    return re.sub(r"cid:([^\"'\s>)]+)", picture, content)
