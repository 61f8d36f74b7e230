"""Replays Microsoft's examples: ids, tokens and expiry are the tenant's, all else theirs."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from urllib.parse import quote, unquote

import httpx

from bot.sandbox import Sandbox
from bot.sandbox.core.errors import GraphError
from bot.sandbox.core.routing import Router, segments_of
from bot.sandbox.sandbox import ROUTES
from tests.sandbox.conformance import UnlikeGraphError
from tests.sandbox.examples.example import Example, examples
from tests.sandbox.examples.tenant import furnished_sandbox, names_in
from tests.sandbox.graph_client import graph_client

_ROUTER = Router(ROUTES)
_TOKEN = re.compile(r"\$(skip|delta)token=|\?token=(?!latest)|\(token='(?!latest)")
_LATER = "2026-09-08T08:00:00Z"
_WELL_KNOWN = frozenset({"inbox", "drafts", "sentitems"})


@dataclass(frozen=True, slots=True)
class Outcome:
    """`reason` says why an example does not replay; empty when it does.

    `unfit`: it is no request to Graph v1.0 that could be replayed.
    """

    example: Example
    reason: str = ""
    unfit: bool = False


async def replay() -> list[Outcome]:
    """Ask what every example asks, each of the same tenant, which has one of everything."""
    sandbox = furnished_sandbox()
    with TemporaryDirectory() as folder:
        file = Path(folder) / "tenant"
        async with graph_client(sandbox) as graph:
            names = await names_in(sandbox, graph)
        sandbox.save(file)
        outcomes = []
        for example in examples():
            sandbox.restore(file)
            unfit = _unfit(example)
            reason = unfit or await _asked(example, sandbox, names)
            outcomes.append(Outcome(example, reason, unfit=bool(unfit)))
    return outcomes


def _unfit(example: Example) -> str:
    """Why there is nothing to ask."""
    if not example.url or example.id.startswith("error-"):
        return "shows an answer without the request"
    if "otification" in example.url:
        return "is a request by Graph, not to it"
    if "/beta/" in example.url:
        return "is of the beta version"
    if example.url.startswith("https://") and "graph.microsoft.com" not in example.url:
        return "uses an address from an earlier answer, and the sandbox gives out its own"
    return ""


async def _asked(example: Example, sandbox: Sandbox, names: Mapping[str, str]) -> str:
    async with graph_client(sandbox) as graph:
        try:
            request = await _request(example, names, graph)
            answer = await graph.send(request)
        except GraphError as refused:
            return _refusal(refused.status, refused.message)
        except UnlikeGraphError as unlike:
            return f"contradicts the schema of Graph: {unlike}"
    return _difference(example, answer)


async def _request(
    example: Example, names: Mapping[str, str], graph: httpx.AsyncClient
) -> httpx.Request:
    path = await _path(example, names, graph)
    content, kind = example.content
    if "json" in kind:
        content = _adapted(content.decode(), names).encode()
    headers = {**example.headers, **({"Content-Type": kind} if content else {})}
    return graph.build_request(example.method, path, content=content, headers=headers)


async def _path(example: Example, names: Mapping[str, str], graph: httpx.AsyncClient) -> str:
    given, _, query = example.path.partition("?")
    own = _own_path(example, given, names)
    if _TOKEN.search(example.path):
        return await _continued(own, example.path, graph)
    return f"{own}?{_own_query(query)}" if query else own


def _own_path(example: Example, given: str, names: Mapping[str, str]) -> str:
    """The path with this tenant's ids. Raises GraphError 501 where nobody serves it."""
    path = unquote(given).rstrip("/")
    path = re.sub(r"^/me/drive\b", "/drives/{drive}", path, flags=re.IGNORECASE)
    path = re.sub(r"^/me\b", "/users/{user}", path, flags=re.IGNORECASE)
    path = path.replace("{hostname}:/{relative-path}", "{site}")
    if path == "/$batch":
        return path
    match = _ROUTER.match(example.method, path)
    shown = match.route.template
    for name, value in match.parameters.items():
        own = _value(example, name, value, names)
        ends = ":" if own.startswith("root:") and f"{{{name}}}/" in shown else ""
        shown = shown.replace(f"{{{name}}}", quote(own, safe=":/") + ends)
    functions = {k: v for k, v in segments_of(path)[1].items() if k != "token"}
    if functions:
        shown += "(" + ",".join(f"{k}='{v}'" for k, v in functions.items()) + ")"
    return shown


def _value(example: Example, name: str, given: str, names: Mapping[str, str]) -> str:
    if name == "folder" and given.lower() in _WELL_KNOWN:
        return given
    if name == "item":
        return _item(example, given, names)
    return names[_KINDS.get((name, _role(example)), name)]


def _role(example: Example) -> str:
    """What kind of message, event or attachment an example is about."""
    path = example.path.lower()
    if example.id.startswith("eventmessage"):
        return "meeting"
    if "itemattachment" in path:
        return "nested"
    if path.endswith("/send") or (example.method == "PATCH" and "/messages/" in path):
        return "draft"
    if path.endswith(("/accept", "/decline", "/tentativelyaccept")):
        return "invited"
    return "of an event" if "/events/" in path else ""


_KINDS = {
    ("message", "meeting"): "meeting",
    ("message", "draft"): "draft",
    ("attachment", "nested"): "nested",
    ("attachment", "of an event"): "attachmentOfEvent",
    ("event", "invited"): "invited",
}


def _item(example: Example, given: str, names: Mapping[str, str]) -> str:
    if example.path.startswith("/sites"):
        return names["row"]
    if not given.startswith("root"):
        return names["item"]
    return names["path"] if "{" in given else given


async def _continued(own: str, asked: str, graph: httpx.AsyncClient) -> str:
    """The link that the service itself gives for a further page, or a further round."""
    window = "?startDateTime=2026-09-01T00:00:00Z&endDateTime=2026-09-30T00:00:00Z"
    first = f"{own}{window}" if "calendarView" in own else own
    page = (await graph.get(first, headers={"Prefer": "odata.maxpagesize=1"})).json()
    wanted = "@odata.nextLink" if "skiptoken" in asked else "@odata.deltaLink"
    while wanted not in page and "@odata.nextLink" in page:
        page = (await graph.get(page["@odata.nextLink"])).json()
    return str(page.get(wanted) or page.get("@odata.deltaLink") or own)


def _own_query(query: str) -> str:
    filled = query.replace("{start_datetime}", "2026-09-01T00:00:00Z")
    filled = filled.replace("{end_datetime}", "2026-09-30T00:00:00Z")
    filled = filled.replace("{query}", "cscp").replace("{format}", "pdf")
    return re.sub(r"(?<=:\d\d)\+(?=\d\d:)", "%2B", filled)


def _adapted(text: str, names: Mapping[str, str]) -> str:
    """A JSON body in which ids, subscribed resources and expiry are the tenant's own."""
    text = re.sub(r'("expirationDateTime": )"[^"]*"', rf'\g<1>"{_LATER}"', text)
    text = re.sub(r'("resource": )"/?me/', rf'\g<1>"users/{names["user"]}/', text)
    if '"deleteditems"' in text:
        return text
    return re.sub(r'("destinationId": )"[^"]*"', rf'\g<1>"{names["otherFolder"]}"', text)


def _difference(example: Example, answer: httpx.Response) -> str:
    """What of the answer shown is not in the one given."""
    expected = example.status or answer.status_code
    if (answer.status_code < 400) != (expected < 400):
        told = answer.json().get("error", {}) if answer.content else {}
        return _refusal(answer.status_code, str(told.get("message", "")))
    shown, given = example.answer, answer.json() if _is_json(answer) else None
    if not isinstance(shown, dict) or not isinstance(given, dict):
        return ""
    return _lacking(shown, given)


def _lacking(shown: dict[str, Any], given: dict[str, Any]) -> str:
    lacking = [name for name in shown if name not in given and "@" not in name]
    if lacking:
        return f"the answer lacks {', '.join(sorted(lacking))}"
    for ours, theirs in zip(given.get("value") or [], shown.get("value") or [], strict=False):
        if isinstance(ours, dict) and isinstance(theirs, dict) and "@removed" not in theirs:
            return _lacking(theirs, ours)
    return ""


def _refusal(status: int, message: str) -> str:
    return f"{status}: {message}" if status != 501 else f"not imitated: {message}"


def _is_json(answer: httpx.Response) -> bool:
    return bool(answer.content) and "json" in answer.headers.get("content-type", "")
