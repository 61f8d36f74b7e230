"""Content: upload in one piece, in a session, and download."""

from bot.sandbox.core.calls import Answer, Call
from bot.sandbox.core.clock import iso
from bot.sandbox.core.errors import unknown_property
from bot.sandbox.core.routing import Route, options
from bot.sandbox.drives.conflicts import NAME, conflict_in
from bot.sandbox.drives.errors import invalid_request, too_large
from bot.sandbox.drives.model import Drive, item_json
from bot.sandbox.sites.authors import author_of
from bot.sandbox.sites.rows import Author
from bot.sandbox.tenant import Tenant

LARGEST_BYTES = 250 * 1024 * 1024
_SESSION_ITEM = frozenset({"name", "fileSize", "description", "fileSystemInfo"})


def put_content(tenant: Tenant, call: Call) -> Answer:
    drive, author = _drive_and_author(tenant, call)
    if len(call.body) > LARGEST_BYTES:
        raise too_large()
    etag = call.headers.get("if-match")
    if ":" in call["item"]:
        conflict = conflict_in(call.options.custom, usual="replace")
        put = tenant.drives.placed(drive, call["item"], conflict, etag)
        item, is_new = tenant.drives.put_file(drive, put, call.body, author)
    else:
        item, is_new = drive.item(call["item"]), False
        tenant.drives.replace_content(drive, item, call.body, by=author, etag=etag)
    context = call.context(f"drives('{drive.id}')/items/$entity")
    content = {"@odata.context": context, **item_json(drive, item)}
    return Answer(201 if is_new else 200, content)


def get_content(tenant: Tenant, call: Call) -> Answer:
    """A redirect to an address that needs no token."""
    item = tenant.drives.drive(call["drive"]).item(call["item"])
    item.check_is_file()
    host = call.at_host(tenant.names.site_host)
    location = f"{host}/_content/{tenant.drives.download_token(item)}"
    return Answer(302, headers={"Location": location})


def create_upload_session(tenant: Tenant, call: Call) -> Answer:
    drive, author = _drive_and_author(tenant, call)
    content = call.json_if_any()
    described = content.get("item") or {}
    for name in described:
        if "@" not in name and name not in _SESSION_ITEM:
            raise unknown_property(name, "driveItemUploadableProperties")
    if ":" not in call["item"]:
        raise invalid_request("An upload session is created on a path.")
    conflict = conflict_in(described, usual="fail")
    put = tenant.drives.placed(drive, call["item"], conflict, call.headers.get("if-match"))
    token, session = tenant.drives.uploads.open(drive, put, author)
    host = call.at_host(tenant.names.site_host)
    shown = {
        "@odata.context": call.context("microsoft.graph.uploadSession"),
        "uploadUrl": f"{host}/_upload/{token}",
        "expirationDateTime": iso(session.expires),
        "nextExpectedRanges": ["0-"],
    }
    return Answer(200, shown)


def _drive_and_author(tenant: Tenant, call: Call) -> tuple[Drive, Author]:
    drive = tenant.drives.drive(call["drive"])
    return drive, author_of(tenant, call, tenant.sites.site(drive.site_id))


_ONE = "/drives/{drive}/items/{item}"
FILES = (
    Route(
        "PUT",
        f"{_ONE}/content",
        put_content,
        "Sites.ReadWrite",
        options(NAME.lower()),
    ),
    Route("GET", f"{_ONE}/content", get_content, "Sites.Read"),
    Route("POST", f"{_ONE}/createUploadSession", create_upload_session, "Sites.ReadWrite"),
)
