"""All mailboxes that mail has reached, and what lies in their folders."""

from itertools import islice

from starlette.requests import Request
from starlette.responses import Response

from bot.sandbox.mail.errors import item_not_found
from bot.sandbox.mail.model import Mailbox, Message
from bot.sandbox.page.answering import Page

SHOWN = 50


async def show_all(page: Page, request: Request) -> Response:
    """The shared mailbox first, then everybody whom mail reached."""
    mailboxes = sorted(
        page.sandbox.tenant.mail.mailboxes.values(), key=lambda m: not _is_shared(page, m)
    )
    shown = [(mailbox, *_latest(mailbox)) for mailbox in mailboxes]
    return page.show(request, "mailboxes.html", mailboxes=shown, shared=page.sandbox.names.mailbox)


async def show(page: Page, request: Request) -> Response:
    """One folder, the newest mail first."""
    mailbox = mailbox_at(page, request)
    folder = mailbox.folder(request.query_params.get("folder", "inbox"))
    first = int(request.query_params.get("from", "0") or 0)
    newest = list(islice(reversed(folder.messages.values()), first, first + SHOWN + 1))
    folders = [f for f in mailbox.all_folders() if f.messages or f.well_known == "inbox"]
    return page.show(
        request,
        "mailbox.html",
        mailbox=mailbox,
        folder=folder,
        folders=folders,
        messages=newest[:SHOWN],
        older=first + SHOWN if len(newest) > SHOWN else None,
        is_shared=_is_shared(page, mailbox),
    )


def mailbox_at(page: Page, request: Request) -> Mailbox:
    """The mailbox in the address; looking never opens one. Raises GraphError 404."""
    found = page.sandbox.tenant.mail.mailboxes.get(request.path_params["address"].lower())
    if found is None:
        raise item_not_found()
    return found


def _is_shared(page: Page, mailbox: Mailbox) -> bool:
    return mailbox.address.lower() == page.sandbox.names.mailbox.lower()


def _latest(mailbox: Mailbox) -> tuple[int, Message | None]:
    """How many mails lie there, and the newest of them."""
    newest = max(mailbox.messages(), key=lambda m: m.properties["receivedDateTime"], default=None)
    return sum(len(folder.messages) for folder in mailbox.all_folders()), newest
