"""Mail folders."""

from bot.sandbox.core.calls import Answer, Call, collection
from bot.sandbox.core.errors import bad_request, not_implemented, unknown_property
from bot.sandbox.core.odata.evaluate import Test, comparison, test_for
from bot.sandbox.core.odata.filters import parse_filter
from bot.sandbox.core.odata.tree import Compare, Leaf
from bot.sandbox.core.paging import paged
from bot.sandbox.core.routing import Route, options
from bot.sandbox.mail.errors import invalid_property
from bot.sandbox.mail.model import Folder
from bot.sandbox.mail.render import folder_json, users_context
from bot.sandbox.mail.routes.moving import destination
from bot.sandbox.tenant import Tenant


def list_folders(tenant: Tenant, call: Call) -> Answer:
    root = tenant.mail.mailbox(call["user"]).folder("msgfolderroot")
    return _listed(tenant, call, root)


def list_children(tenant: Tenant, call: Call) -> Answer:
    return _listed(tenant, call, tenant.mail.mailbox(call["user"]).folder(call["folder"]))


def get_folder(tenant: Tenant, call: Call) -> Answer:
    mailbox = tenant.mail.mailbox(call["user"])
    content = _selected(folder_json(mailbox.folder(call["folder"])), call)
    context = users_context(call, mailbox, "mailFolders/$entity")
    return Answer(200, {"@odata.context": context, **content})


def create_folder(tenant: Tenant, call: Call) -> Answer:
    mailbox = tenant.mail.mailbox(call["user"])
    parent = mailbox.folder(call.parameters.get("folder", "msgfolderroot"))
    content = call.json()
    for name in content:
        if name not in {"displayName", "isHidden"} and "@" not in name:
            raise unknown_property(name, "mailFolder")
    if not isinstance(content.get("displayName"), str) or not content["displayName"].strip():
        raise invalid_property("displayName")
    folder = mailbox.add_folder(content["displayName"], parent)
    folder.is_hidden = bool(content.get("isHidden", False))
    context = users_context(call, mailbox, "mailFolders/$entity")
    return Answer(201, {"@odata.context": context, **folder_json(folder)})


def rename_folder(tenant: Tenant, call: Call) -> Answer:
    mailbox = tenant.mail.mailbox(call["user"])
    folder, content = mailbox.folder(call["folder"]), call.json()
    for name in content:
        if name != "displayName" and "@" not in name:
            raise unknown_property(name, "mailFolder")
    if not isinstance(content.get("displayName"), str) or not content["displayName"].strip():
        raise invalid_property("displayName")
    mailbox.rename_folder(folder, content["displayName"])
    context = users_context(call, mailbox, "mailFolders/$entity")
    return Answer(200, {"@odata.context": context, **folder_json(folder)})


def move_folder(tenant: Tenant, call: Call) -> Answer:
    mailbox = tenant.mail.mailbox(call["user"])
    folder = mailbox.folder(call["folder"])
    mailbox.move_folder(folder, destination(mailbox, call.json()))
    context = users_context(call, mailbox, "mailFolders/$entity")
    return Answer(200, {"@odata.context": context, **folder_json(folder)})


def delete_folder(tenant: Tenant, call: Call) -> Answer:
    mailbox = tenant.mail.mailbox(call["user"])
    mailbox.delete_folder(mailbox.folder(call["folder"]))
    return Answer(204)


def _listed(tenant: Tenant, call: Call, parent: Folder) -> Answer:
    hidden = call.options.custom.get("includeHiddenFolders", "").lower() == "true"
    folders = [f for f in parent.children if hidden or not f.is_hidden]
    if call.options.filter:
        test = test_for(parse_filter(call.options.filter), _leaf)
        folders = [folder for folder in folders if test(folder)]
    page, link = paged(tenant.links, call, folders)
    mailbox = tenant.mail.mailbox(call["user"])
    value = [_selected(folder_json(folder), call) for folder in page]
    count = len(folders) if call.options.count else None
    context = users_context(call, mailbox, "mailFolders")
    return collection(context, value, next_link=link, count=count)


def _leaf(node: Leaf) -> Test[Folder]:
    if not isinstance(node, Compare) or node.path != "displayName":
        raise not_implemented("this $filter on folders")
    return comparison(node, lambda folder: folder.name)


def _selected(content: dict[str, object], call: Call) -> dict[str, object]:
    chosen = call.options.select
    for name in chosen:
        if name not in content:
            raise bad_request(f"Could not find a property named '{name}' on type 'mailFolder'.")
    return {k: v for k, v in content.items() if not chosen or k in {"id", *chosen}}


_LIST = options("select", "filter", "top", "skip", "count", "includehiddenfolders")
FOLDERS = (
    Route("GET", "/users/{user}/mailFolders", list_folders, "Mail.ReadBasic", _LIST),
    Route("POST", "/users/{user}/mailFolders", create_folder, "Mail.ReadWrite"),
    Route(
        "GET",
        "/users/{user}/mailFolders/{folder}",
        get_folder,
        "Mail.ReadBasic",
        options("select", "includehiddenfolders"),
    ),
    Route("PATCH", "/users/{user}/mailFolders/{folder}", rename_folder, "Mail.ReadWrite"),
    Route("DELETE", "/users/{user}/mailFolders/{folder}", delete_folder, "Mail.ReadWrite"),
    Route("POST", "/users/{user}/mailFolders/{folder}/move", move_folder, "Mail.ReadWrite"),
    Route(
        "GET",
        "/users/{user}/mailFolders/{folder}/childFolders",
        list_children,
        "Mail.ReadBasic",
        _LIST,
    ),
    Route(
        "POST",
        "/users/{user}/mailFolders/{folder}/childFolders",
        create_folder,
        "Mail.ReadWrite",
    ),
)
