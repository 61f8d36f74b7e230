"""Message delta, per folder."""

from typing import get_args

from bot.sandbox.core.calls import Answer, Call, Json, collection
from bot.sandbox.core.changes import Kind
from bot.sandbox.core.errors import bad_request
from bot.sandbox.core.paging import MOST, USUAL
from bot.sandbox.core.routing import Route, options
from bot.sandbox.mail.delta import Asked, Line, Round
from bot.sandbox.mail.errors import inefficient_filter
from bot.sandbox.mail.render import View, message_json, users_context, view_of
from bot.sandbox.tenant import Tenant

_TOKENS = ("skiptoken", "deltatoken")


def messages_delta(tenant: Tenant, call: Call) -> Answer:
    current = _round(tenant, call)
    size = call.prefer.page_size or current.asked.top or USUAL
    page = tenant.mail.deltas.page(current, size)
    view = view_of(call, current.asked.select)
    context = users_context(call, current.mailbox, "mailFolders('x')/messages")
    return collection(
        context,
        [_line_json(line, view) for line in page.lines],
        next_link=_link(tenant, call, "$skiptoken", page.next_token),
        delta_link=_link(tenant, call, "$deltatoken", page.delta_token),
    )


def _round(tenant: Tenant, call: Call) -> Round:
    tokens = [call.options.system[name] for name in _TOKENS if name in call.options.system]
    if tokens and len(call.options.system) > 1:
        raise bad_request("A delta link takes no further query options.")
    if tokens:
        return tenant.mail.deltas.resume(tokens[0], immutable=call.prefer.immutable_ids)
    mailbox = tenant.mail.mailbox(call["user"])
    return tenant.mail.deltas.start(mailbox, mailbox.folder(call["folder"]), _asked(call))


def _asked(call: Call) -> Asked:
    kind = {name.lower(): value.lower() for name, value in call.options.custom.items()}
    if kind.get("changetype", "created") not in get_args(Kind):
        raise bad_request("'changeType' takes created, updated or deleted.")
    if call.options.orderby not in ((), (("receivedDateTime", True),)):
        raise inefficient_filter()
    return Asked(
        select=call.options.select,
        condition=call.options.filter,
        top=call.options.whole("top", most=MOST),
        kind=kind.get("changetype"),
    )


def _link(tenant: Tenant, call: Call, name: str, token: str | None) -> str | None:
    return tenant.links.issue(call, {name: token}) if token else None


def _line_json(line: Line, view: View) -> Json:
    if not line.removed:
        return message_json(line.message, view)
    gone = line.message.immutable_id if view.immutable else line.id
    return {"@removed": {"reason": "deleted"}, "id": gone}


DELTA = (
    Route(
        "GET",
        "/users/{user}/mailFolders/{folder}/messages/delta",
        messages_delta,
        "Mail.ReadBasic",
        options("select", "filter", "orderby", "top", "changetype", *_TOKENS),
    ),
)
