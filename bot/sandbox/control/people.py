"""What people do: they send mail, read their own, edit rows, and answer invitations."""

from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

from starlette.requests import Request

from bot.sandbox.calendar.render import EventView, event_json
from bot.sandbox.core.clock import iso
from bot.sandbox.core.odata.options import Expansion
from bot.sandbox.mail.mime_out import mime_of
from bot.sandbox.mail.render import View, attachment_json, message_json
from bot.sandbox.sites.render import row_json

if TYPE_CHECKING:
    from bot.sandbox.sandbox import Sandbox

_EVENTS = EventView(select=(), expand=None, expands=False, zone="UTC", body_type="text")


def send_mail(sandbox: "Sandbox", request: Request, content: Any) -> Any:
    """A raw MIME body, into `?to=` (the shared mailbox)."""
    message = sandbox.deliver(content, to=request.query_params.get("to"))
    return {"id": message.id}


def seed_folder(sandbox: "Sandbox", request: Request, content: Any) -> Any:
    """`{"folder": path, "to"?: address}` on the sandbox's machine."""
    del request
    found = sandbox.seed(Path(content["folder"]), to=content.get("to"))
    return {"ids": [message.id for message in found]}


def list_mailboxes(sandbox: "Sandbox", request: Request, content: Any) -> Any:
    del request, content
    mailboxes = sandbox.tenant.mail.mailboxes.values()
    return {
        "mailboxes": [
            {
                "address": mailbox.address,
                "folders": {f.name: len(f.messages) for f in mailbox.all_folders()},
            }
            for mailbox in mailboxes
        ]
    }


def list_messages(sandbox: "Sandbox", request: Request, content: Any) -> Any:
    """`?folder=` (inbox); whole messages, with their attachments."""
    del content
    address = request.path_params["address"]
    found = sandbox.messages(address, request.query_params.get("folder", "inbox"))
    view = View()
    return {
        "messages": [
            {
                **message_json(message, view),
                "attachments": [attachment_json(a, message.id) for a in message.attachments],
            }
            for message in found
        ]
    }


def get_mime(sandbox: "Sandbox", request: Request, content: Any) -> bytes:
    del content
    mailbox = sandbox.tenant.mail.open_mailbox(request.path_params["address"])
    return mime_of(mailbox.message(request.path_params["id"]))


def list_sent(sandbox: "Sandbox", request: Request, content: Any) -> Any:
    del request, content
    return {
        "sent": [
            {
                "at": iso(sent.at),
                "from": sent.sender,
                "to": list(sent.recipients),
                "subject": sent.message.properties["subject"],
                "id": sent.message.id,
            }
            for sent in sandbox.sent
        ]
    }


def set_bounces(sandbox: "Sandbox", request: Request, content: Any) -> None:
    """Addresses or domains that nothing can be delivered to."""
    del request
    sandbox.tenant.mail.bounces = {name.lower() for name in content["bounces"]}


def set_sent_lag(sandbox: "Sandbox", request: Request, content: Any) -> None:
    """`{"seconds": n}` that what was sent stays in the Outbox."""
    del request
    sandbox.tenant.mail.sent_lag = timedelta(seconds=content["seconds"])


def set_search_lag(sandbox: "Sandbox", request: Request, content: Any) -> None:
    """`{"seconds": n}` that $search does not find what arrived."""
    del request
    sandbox.tenant.mail.search_lag = timedelta(seconds=content["seconds"])


def list_lists(sandbox: "Sandbox", request: Request, content: Any) -> Any:
    del request, content
    return {
        "lists": [
            {"name": one.display_name, "rows": len(one.rows), "template": one.template}
            for site in sandbox.tenant.sites.all()
            for one in site.lists.values()
        ]
    }


def list_rows(sandbox: "Sandbox", request: Request, content: Any) -> Any:
    del content
    target = sandbox.sharepoint_list(request.path_params["list"])
    site = sandbox.tenant.sites.all()[0]
    wanted = Expansion("fields")
    return {"rows": [row_json(site, target, row, wanted) for row in target.rows.values()]}


def edit_row(sandbox: "Sandbox", request: Request, content: Any) -> Any:
    """`{"person": name, "fields": {…}}`."""
    name, row_id = request.path_params["list"], int(request.path_params["row"])
    row = sandbox.edit_row(name, row_id, content["fields"], person=content["person"])
    return {"id": str(row.id), "eTag": row.etag}


def add_row(sandbox: "Sandbox", request: Request, content: Any) -> Any:
    """`{"person": name, "fields": {…}}`."""
    name = request.path_params["list"]
    row = sandbox.add_row(name, content["fields"], person=content["person"])
    return {"id": str(row.id), "eTag": row.etag}


def list_events(sandbox: "Sandbox", request: Request, content: Any) -> Any:
    del request, content
    mailbox = sandbox.tenant.mail.mailbox(sandbox.names.mailbox)
    return {"events": [event_json(mailbox, event, _EVENTS) for event in sandbox.events()]}


def answer_event(sandbox: "Sandbox", request: Request, content: Any) -> None:
    """`{"attendee": address, "answer": accepted|declined|tentativelyAccepted, "comment"?}`."""
    sandbox.respond(
        request.path_params["id"],
        attendee=content["attendee"],
        answer=content["answer"],
        comment=content.get("comment", ""),
    )


ACTIONS = (
    ("POST", "/mail", send_mail),
    ("POST", "/seed", seed_folder),
    ("GET", "/mailboxes", list_mailboxes),
    ("GET", "/mailboxes/{address}/messages", list_messages),
    ("GET", "/mailboxes/{address}/messages/{id}/mime", get_mime),
    ("GET", "/sent", list_sent),
    ("POST", "/bounces", set_bounces),
    ("POST", "/sent_lag", set_sent_lag),
    ("POST", "/search_lag", set_search_lag),
    ("GET", "/lists", list_lists),
    ("GET", "/lists/{list}/rows", list_rows),
    ("POST", "/lists/{list}/rows", add_row),
    ("PATCH", "/lists/{list}/rows/{row}", edit_row),
    ("GET", "/events", list_events),
    ("POST", "/events/{id}/responses", answer_event),
)
