"""Messages: list, read, create, change, move, copy, delete."""

import copy

from bot.sandbox.core.calls import Answer, Call, collection
from bot.sandbox.core.paging import paged
from bot.sandbox.core.routing import Route, options
from bot.sandbox.mail.compose import write_properties
from bot.sandbox.mail.drafts import new_draft
from bot.sandbox.mail.errors import search_with_filter
from bot.sandbox.mail.keywords import searched
from bot.sandbox.mail.mime_out import mime_of
from bot.sandbox.mail.model import RECOVERABLE, Mailbox, Message
from bot.sandbox.mail.raw import is_raw, raw_draft
from bot.sandbox.mail.render import message_json, users_context, view_of
from bot.sandbox.mail.routes.moving import destination
from bot.sandbox.mail.search import found, ordered
from bot.sandbox.tenant import Tenant


def shown(call: Call, mailbox: Mailbox, message: Message, status: int) -> Answer:
    """The whole message as an answer."""
    context = users_context(call, mailbox, "messages/$entity")
    content = {"@odata.context": context, **message_json(message, view_of(call))}
    return Answer(status, content, call.prefer.applied())


def list_all(tenant: Tenant, call: Call) -> Answer:
    return _listed(tenant, call, list(tenant.mail.mailbox(call["user"]).messages()))


def list_in_folder(tenant: Tenant, call: Call) -> Answer:
    folder = tenant.mail.mailbox(call["user"]).folder(call["folder"])
    return _listed(tenant, call, list(folder.messages.values()))


def _listed(tenant: Tenant, call: Call, messages: list[Message]) -> Answer:
    view = view_of(call)
    items = _chosen(tenant, call, messages)
    page, link = paged(tenant.links, call, items)
    value = [message_json(message, view) for message in page]
    count = len(items) if call.options.count else None
    context = users_context(call, tenant.mail.mailbox(call["user"]), "messages")
    answer = collection(context, value, next_link=link, count=count)
    answer.headers.update(call.prefer.applied())
    return answer


def _chosen(tenant: Tenant, call: Call, messages: list[Message]) -> list[Message]:
    """By $search, or by $filter and $orderby: the two do not go together."""
    query, condition, order = call.options.search, call.options.filter, call.options.orderby
    if query is None:
        return ordered(found(messages, condition), order, condition)
    if condition or order:
        raise search_with_filter()
    indexed = tenant.clock.now() - tenant.mail.search_lag
    return searched(messages, query, indexed=indexed)


def get_message(tenant: Tenant, call: Call) -> Answer:
    mailbox = tenant.mail.mailbox(call["user"])
    return shown(call, mailbox, mailbox.message(call["message"]), 200)


def get_mime(tenant: Tenant, call: Call) -> Answer:
    message = tenant.mail.mailbox(call["user"]).message(call["message"])
    return Answer(200, mime_of(message), media_type="text/plain")


def create_message(tenant: Tenant, call: Call) -> Answer:
    mailbox = tenant.mail.mailbox(call["user"])
    folder = mailbox.folder(call.parameters.get("folder", "drafts"))
    if is_raw(call):
        message = raw_draft(tenant.mail, mailbox, call)
    else:
        message = new_draft(tenant.mail, mailbox, call.json())
    mailbox.add(message, folder)
    return shown(call, mailbox, message, 201)


def update_message(tenant: Tenant, call: Call) -> Answer:
    mailbox = tenant.mail.mailbox(call["user"])
    message = mailbox.message(call["message"])
    trial = copy.copy(message)
    trial.properties, trial.extended = dict(message.properties), dict(message.extended)
    write_properties(trial, call.json())
    message.properties, message.extended = trial.properties, trial.extended
    tenant.mail.touch(mailbox, message)
    return shown(call, mailbox, message, 200)


def move_message(tenant: Tenant, call: Call) -> Answer:
    mailbox = tenant.mail.mailbox(call["user"])
    message = mailbox.message(call["message"])
    mailbox.move(message, destination(mailbox, call.json()))
    return shown(call, mailbox, message, 201)


def copy_message(tenant: Tenant, call: Call) -> Answer:
    mailbox = tenant.mail.mailbox(call["user"])
    original = mailbox.message(call["message"])
    twin = copy.deepcopy(original)
    twin.immutable_id, twin.id = tenant.ids.outlook("AAkA"), tenant.ids.outlook("AAMk")
    mailbox.add(twin, destination(mailbox, call.json()))
    return shown(call, mailbox, twin, 201)


def delete_message(tenant: Tenant, call: Call) -> Answer:
    """To Deleted Items; from there, out of sight; and then for good."""
    mailbox = tenant.mail.mailbox(call["user"])
    message = mailbox.message(call["message"])
    deleted = mailbox.folder("deleteditems")
    folder = mailbox.folder_of(message)
    if folder is deleted:
        mailbox.throw_away(message)
    elif folder is mailbox.folder(RECOVERABLE):
        mailbox.delete(message)
    else:
        mailbox.move(message, deleted)
    return Answer(204)


_LIST = options("search", "select", "filter", "orderby", "top", "skip", "count", "expand")
_ONE = "/users/{user}/messages/{message}"
_READ = options("select", "expand")
MESSAGES = (
    Route("GET", "/users/{user}/messages", list_all, "Mail.ReadBasic", _LIST),
    Route("POST", "/users/{user}/messages", create_message, "Mail.ReadWrite"),
    Route(
        "GET",
        "/users/{user}/mailFolders/{folder}/messages",
        list_in_folder,
        "Mail.ReadBasic",
        _LIST,
    ),
    Route(
        "POST",
        "/users/{user}/mailFolders/{folder}/messages",
        create_message,
        "Mail.ReadWrite",
    ),
    Route("GET", _ONE, get_message, "Mail.Read", _READ),
    Route("PATCH", _ONE, update_message, "Mail.ReadWrite"),
    Route("DELETE", _ONE, delete_message, "Mail.ReadWrite"),
    Route("GET", f"{_ONE}/$value", get_mime, "Mail.Read"),
    Route("POST", f"{_ONE}/move", move_message, "Mail.ReadWrite"),
    Route("POST", f"{_ONE}/copy", copy_message, "Mail.ReadWrite"),
)
