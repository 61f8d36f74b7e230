"""What was sent and why: the service's notices beside the mails that really left the mailbox."""

from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from typing import TYPE_CHECKING

from starlette.requests import Request
from starlette.responses import Response

from bot.sandbox.core.clock import moment_of
from bot.sandbox.core.errors import GraphError
from bot.sandbox.mail.state import Sent
from bot.sandbox.page.answering import Page
from bot.sandbox.page.news import href_of_sent
from bot.sandbox.page.views import NOTICES
from bot.sandbox.page.wording import segment, spelled
from bot.sandbox.sites.rows import Row

if TYPE_CHECKING:
    from bot.sandbox.sandbox import Sandbox

SHOWN = 50


@dataclass(frozen=True, slots=True)
class Line:
    """A mail that left, or one that was only meant to: `href` leads to the mail itself."""

    at: datetime
    kind: str
    to: tuple[str, ...]
    subject: str
    why: str
    state: str
    entry: str = ""
    href: str = ""
    row: str = ""


async def show(page: Page, request: Request) -> Response:
    """The newest first."""
    kind = request.query_params.get("kind", "")
    first = int(request.query_params.get("from", "0") or 0)
    lines = sorted(_lines(page.sandbox), key=lambda line: line.at, reverse=True)
    kinds = sorted({line.kind for line in lines})
    chosen = [line for line in lines if kind in ("", line.kind)]
    shown = list(islice(chosen, first, first + SHOWN))
    older = first + SHOWN if len(chosen) > first + SHOWN else None
    return page.show(
        request, "notices.html", lines=shown, kinds=kinds, kind=kind, older=older, count=len(chosen)
    )


def _lines(sandbox: "Sandbox") -> list[Line]:
    """Notices with their mails, by the key that both carry; then mails that no notice asked for."""
    by_key = {key: sent for sent in sandbox.sent for key in sent.message.extended.values()}
    rows = _notices(sandbox)
    noticed = [_noticed(row, by_key.get(str(row.fields.get("Key")))) for row in rows]
    keys = {str(row.fields.get("Key")) for row in rows}
    others = [s for s in sandbox.sent if not keys.intersection(s.message.extended.values())]
    return [*noticed, *map(_unnoticed, others)]


def _notices(sandbox: "Sandbox") -> list[Row]:
    try:
        return list(sandbox.sharepoint_list(NOTICES).rows.values())
    except GraphError:
        return []


def _noticed(row: Row, sent: Sent | None) -> Line:
    said = row.fields
    return Line(
        at=sent.at if sent else moment_of(row.latest.at),
        kind=str(said.get("Kind", "")),
        to=(str(said.get("Recipient", "")),),
        subject=str(said.get("Subject", "")),
        why=spelled(str(said.get("Why", ""))),
        state=str(said.get("State", "")),
        entry=str(said.get("Entry", "")),
        href=href_of_sent(sent) if sent else "",
        row=f"/registers/{segment(NOTICES)}/{row.id}",
    )


def _unnoticed(sent: Sent) -> Line:
    """Invitations, updates and cancellations are sent by the calendar itself."""
    properties = sent.message.properties
    is_meeting = "meetingMessageType" in properties
    return Line(
        at=sent.at,
        kind="Invitation" if is_meeting else "Mail",
        to=sent.recipients,
        subject=properties["subject"],
        why="sent by the calendar to those invited" if is_meeting else "no notice asks for it",
        state="Sent",
        href=href_of_sent(sent),
    )
