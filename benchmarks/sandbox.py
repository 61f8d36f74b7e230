"""How fast the sandbox answers, beside a Starlette that does nothing: in turns, in one run.

Both answer in this process and without sockets, and seconds are of this process's own work on one
core, so that neither the network nor what else runs on the machine is counted.
"""

import asyncio
import json
import statistics
import time
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from httpx import codes
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route
from starlette.types import ASGIApp, Message

from bot.sandbox import ManualClock, Sandbox

ROUNDS, CYCLES, MAILS, ROWS = 7, 40, 1_000, 2_000
USER = "/v1.0/users/CSCP@croydon.gov.uk"


@dataclass(frozen=True, slots=True)
class Ask:
    """One request; `content` is JSON, if there is any."""

    method: str
    path: str
    query: str = ""
    content: Any = None


async def ask(app: ASGIApp, one: Ask, token: str = "") -> Any:
    """Give what is answered, if it is an object."""
    body = json.dumps(one.content).encode() if one.content is not None else b""
    headers = {"authorization": f"Bearer {token}", "content-type": "application/json"}
    scope = {
        "type": "http",
        "method": one.method,
        "path": one.path,
        "raw_path": one.path.encode(),
        "query_string": one.query.encode(),
        "headers": [(name.encode(), value.encode()) for name, value in headers.items()],
        "scheme": "http",
        "server": ("sandbox", 80),
    }
    parts: list[bytes] = []

    async def receive() -> Message:
        return {"type": "http.request", "body": body, "more_body": False}

    async def send(message: Message) -> None:
        assert message.get("status", 200) < codes.BAD_REQUEST, message
        parts.append(message.get("body", b""))

    await app(scope, receive, send)
    return json.loads(b"".join(parts) or b"{}")


def bare() -> ASGIApp:
    """The ceiling: the request is read, and something constant answered."""

    async def answer(request: Request) -> JSONResponse:
        await request.body()
        return JSONResponse({"value": []})

    return Starlette(routes=[Route("/{rest:path}", answer, methods=["GET", "POST", "PATCH"])])


def furnished() -> Sandbox:
    """A tenant with post and a register; nothing is throttled."""
    sandbox = Sandbox(clock=ManualClock(datetime(2026, 9, 7, 8, 0, tzinfo=UTC)))
    sandbox.tenant.limits.allowance.enforced = False
    for number in range(MAILS):
        sandbox.deliver(f"From: a@agency.example\r\nSubject: {number}\r\n\r\nHello.\r\n".encode())
    return sandbox


async def register(sandbox: Sandbox, token: str) -> str:
    """The path of a list with rows."""
    site = await ask(
        sandbox.app, Ask("GET", "/v1.0/sites/croydon.sharepoint.com:/sites/CSCP"), token
    )
    lists = f"/v1.0/sites/{site['id']}/lists"
    key = {"name": "Key", "text": {}, "indexed": True, "enforceUniqueValues": True}
    made = Ask("POST", lists, content={"displayName": "Register", "columns": [key]})
    await ask(sandbox.app, made, token)
    for number in range(ROWS):
        sandbox.add_row("Register", {"Key": f"k{number}"}, person="Bea Manager")
    return f"{lists}/Register/items"


def cycle(mail: str, items: str, number: int) -> list[Ask]:
    """Ten requests such as the service makes; each number is another row."""
    one = f"{items}/{number % ROWS + 1}"
    return [
        Ask(
            "GET", f"{USER}/mailFolders/inbox/messages", "$top=10&$select=subject,receivedDateTime"
        ),
        Ask("GET", f"{USER}/mailFolders/inbox/messages/delta", "$top=10&$select=subject"),
        Ask("GET", f"{USER}/messages/{mail}"),
        Ask("GET", f"{USER}/messages/{mail}/attachments"),
        Ask("PATCH", f"{USER}/messages/{mail}", content={"isRead": bool(number % 2)}),
        Ask("POST", f"{USER}/messages", content={"subject": "Received"}),
        Ask("GET", items, f"$filter=fields/Key eq 'k{number % ROWS}'&$expand=fields"),
        Ask("POST", items, content={"fields": {"Key": f"new-{number}"}}),
        Ask("PATCH", f"{one}/fields", content={"Title": str(number)}),
        Ask("GET", one, "$expand=fields"),
    ]


async def seconds(app: ASGIApp, asks: list[Ask], token: str) -> float:
    """How long this process works on them."""
    began = time.process_time()
    for one in asks:
        await ask(app, one, token)
    return time.process_time() - began


async def throughput() -> None:
    """Ask both in turns; the median of the rounds counts."""
    sandbox, ceiling = furnished(), bare()
    names = sandbox.names
    token = sandbox.tenant.login.token_by_secret(names.client_id, names.secret)
    items, mail = await register(sandbox, token), sandbox.messages()[0].id
    ours, theirs = [], []
    for turn in range(ROUNDS):
        numbers = range(turn * CYCLES, (turn + 1) * CYCLES)
        asks = [one for number in numbers for one in cycle(mail, items, number)]
        theirs.append(len(asks) / await seconds(ceiling, asks, token))
        ours.append(len(asks) / await seconds(sandbox.app, asks, token))
    rate, most = statistics.median(ours), statistics.median(theirs)
    print(f"{'sandbox, mixed':24}{rate:6.0f} requests a second on one core")
    print(f"{'Starlette, idle':24}{most:6.0f} requests a second: {most / rate:.1f} times as many")


if __name__ == "__main__":
    asyncio.run(throughput())
