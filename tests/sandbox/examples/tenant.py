"""A tenant that has one of everything that Microsoft's examples name."""

from datetime import UTC, datetime, timedelta
from email.message import EmailMessage

import httpx

from bot.sandbox import ManualClock, Sandbox
from bot.sandbox.drives.state import Put
from bot.sandbox.mail.attaching import new_attachment
from bot.sandbox.mail.drafts import new_draft
from tests.sandbox.conformance import conformance

GUEST = {"emailAddress": {"address": "worker@school.example"}}
START = datetime(2026, 9, 7, 8, 0, tzinfo=UTC)
_COLUMNS = {"Name": "text", "Color": "text", "Quantity": "number", "Weight": "number"}


def furnished_sandbox() -> Sandbox:
    """Subscribers shake hands; everything asked and answered is held to the schema."""
    sandbox = Sandbox(clock=ManualClock(START))
    sandbox.tenant.login.app(sandbox.names.client_id).roles.add("User.Read.All")
    sandbox.tenant.outward = httpx.MockTransport(_shake_hands)
    check = conformance()
    if check is not None:
        sandbox.observe(check)
    return sandbox


def _shake_hands(request: httpx.Request) -> httpx.Response:
    return httpx.Response(200, text=request.url.params.get("validationToken", ""))


async def names_in(sandbox: Sandbox, graph: httpx.AsyncClient) -> dict[str, str]:
    """Make one of everything, and say how each is addressed."""
    return {
        "user": sandbox.names.mailbox,
        **_mail(sandbox),
        **_calendar(sandbox),
        **_site(sandbox),
        **await _others(sandbox, graph),
    }


def _mail(sandbox: Sandbox) -> dict[str, str]:
    nested = EmailMessage()
    nested["Subject"], nested["From"] = "How to retain talent", "worker@school.example"
    nested.set_content("Inside.")
    outer = EmailMessage()
    outer["Subject"], outer["From"] = "Two files", "worker@school.example"
    outer["To"] = sandbox.names.mailbox
    outer.set_content("Hello.")
    outer.add_attachment(b"text", maintype="text", subtype="plain", filename="a.txt")
    outer.add_attachment(nested)
    message = sandbox.deliver(outer.as_bytes())
    mailbox = sandbox.tenant.mail.mailbox(sandbox.names.mailbox)
    folder = mailbox.add_folder("Archived", mailbox.folder("inbox"))
    other = mailbox.add_folder("Inner", folder)
    draft = new_draft(sandbox.tenant.mail, mailbox, {"toRecipients": [GUEST]})
    mailbox.add(draft, mailbox.folder("drafts"))
    file, item = (a.id_within(message.id) for a in message.attachments)
    return {
        "message": message.id,
        "folder": folder.id,
        "attachment": file,
        "nested": item,
        "draft": draft.id,
        "otherFolder": other.id,
    }


def _calendar(sandbox: Sandbox) -> dict[str, str]:
    mailbox = sandbox.tenant.mail.mailbox(sandbox.names.mailbox)
    times = {"start": START + timedelta(days=1), "end": START + timedelta(days=1, hours=1)}
    written = {
        k: {"dateTime": f"{v:%Y-%m-%dT%H:%M:%S}", "timeZone": "UTC"} for k, v in times.items()
    }
    calendars, content = sandbox.tenant.calendars, {"subject": "Review", **written}
    event = calendars.create(mailbox, {**content, "attendees": [GUEST]})
    file = {"@odata.type": "#microsoft.graph.fileAttachment", "name": "a", "contentBytes": "YQ=="}
    attachment = new_attachment(file, ids=sandbox.tenant.ids, now=event.created_at)
    calendars.attach(mailbox, event, [attachment])
    bea = sandbox.tenant.mail.open_mailbox(f"bea.manager@{sandbox.names.domain}")
    us = {"emailAddress": {"address": mailbox.address}}
    calendars.create(bea, {**content, "attendees": [us]})
    return {
        "event": event.id,
        "calendar": calendars.of(mailbox).id,
        "attachmentOfEvent": attachment.id_within(event.id),
        "invited": sandbox.events()[-1].id,
        "meeting": sandbox.messages()[-1].id,
    }


def _site(sandbox: Sandbox) -> dict[str, str]:
    sites, drives = sandbox.tenant.sites, sandbox.tenant.drives
    site = sites.all()[0]
    person = sites.person(site, "Bea Manager")
    columns = [{"name": name, kind: {}} for name, kind in _COLUMNS.items()]
    register = sites.create_list(site, "Things", columns, template="genericList", by=person)
    row = sites.add_row(register, {"Title": "Widget", "Color": "Red"}, person)
    drive = drives.of_site(site)[0]
    put = Put(drive.root, ("FolderA",), "FileA.txt")
    file, _ = drives.put_file(drive, put, b"content", person)
    return {
        "site": site.id,
        "list": register.id,
        "row": str(row.id),
        "drive": drive.id,
        "item": file.id,
        "path": "root:/FolderA/FileA.txt",
        "version": "1.0",
        "permission": sandbox.names.client_id,
    }


async def _others(sandbox: Sandbox, graph: httpx.AsyncClient) -> dict[str, str]:
    user = f"/users/{sandbox.names.mailbox}"
    category = {"displayName": "Project", "color": "preset1"}
    made = (await graph.post(f"{user}/outlook/masterCategories", json=category)).json()
    subscription = {
        "changeType": "created",
        "notificationUrl": "https://service.example/notify",
        "resource": f"{user.lstrip('/')}/messages",
        "expirationDateTime": f"{START + timedelta(days=1):%Y-%m-%dT%H:%M:%SZ}",
    }
    watched = (await graph.post("/subscriptions", json=subscription)).json()
    return {"category": made["id"], "subscription": watched["id"]}
