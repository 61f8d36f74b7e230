"""$batch: up to twenty requests in one, four of them at a time, each answered for itself."""

import asyncio
import base64
import json
from dataclasses import replace
from graphlib import CycleError, TopologicalSorter
from typing import Any
from urllib.parse import unquote

from bot.sandbox.core.calls import Answer, Json
from bot.sandbox.core.errors import GraphError, bad_request
from bot.sandbox.front.engine import Engine
from bot.sandbox.front.inbound import Inbound

MOST = 20
AT_ONCE = 4
_FAILED = 400


def is_batch(inbound: Inbound) -> bool:
    return inbound.method == "POST" and inbound.path.lower() == "/$batch"


async def run_batch(engine: Engine, inbound: Inbound) -> Answer:
    """200 with an answer each, or 400 when the batch itself cannot be read."""
    try:
        engine.app_of(inbound)
        requests = _read(inbound)
    except GraphError as error:
        return engine.error_answer(error, inbound)
    batch = _Batch(engine, inbound, requests)
    return Answer(200, {"responses": await batch.run()})


def _read(inbound: Inbound) -> dict[str, Json]:
    """By id. Raises GraphError 400."""
    try:
        requests = json.loads(inbound.body)["requests"]
        by_id = {str(one["id"]): one for one in requests}
    except (KeyError, TypeError, ValueError):
        raise bad_request("The batch needs 'requests', each with an 'id'.") from None
    if len(by_id) != len(requests) or len(requests) > MOST:
        raise bad_request(f"At most {MOST} requests, each with an id of its own, make a batch.")
    _check_order(by_id)
    for one in requests:
        if not str(one.get("url", "")).startswith("/") or "method" not in one:
            raise bad_request("Each request needs a 'method' and a relative 'url'.")
        has_type = any(name.lower() == "content-type" for name in one.get("headers") or {})
        if "body" in one and not has_type:
            raise bad_request("A request with a body needs its own Content-Type.")
    return by_id


def _check_order(by_id: dict[str, Json]) -> None:
    """Raises GraphError 400 for a dependency outside the batch, or on oneself in the end."""
    needed = {name: set(one.get("dependsOn", ())) for name, one in by_id.items()}
    if unknown := set().union(*needed.values()) - by_id.keys():
        raise bad_request(f"'dependsOn' names {sorted(unknown)}, which is not in the batch.")
    try:
        TopologicalSorter(needed).prepare()
    except CycleError:
        raise bad_request("'dependsOn' goes round in a circle.") from None


class _Batch:
    def __init__(self, engine: Engine, outer: Inbound, requests: dict[str, Json]) -> None:
        self._engine = engine
        self._outer = outer
        self._requests = requests
        self._places = asyncio.Semaphore(AT_ONCE)
        self._done: dict[str, asyncio.Future[Json]] = {}

    async def run(self) -> list[Json]:
        loop = asyncio.get_running_loop()
        self._done = {name: loop.create_future() for name in self._requests}
        await asyncio.gather(*(self._one(name) for name in self._requests))
        return [future.result() for future in self._done.values()]

    async def _one(self, name: str) -> None:
        request = self._requests[name]
        before = [await self._done[other] for other in request.get("dependsOn", ())]
        if any(answered["status"] >= _FAILED for answered in before):
            error = {"code": "FailedDependency", "message": "A request it depends on failed."}
            shown = {"id": name, "status": 424, "headers": {}, "body": {"error": error}}
        else:
            async with self._places:
                shown = _shown(name, await self._engine.answer(self._inner(request)))
        self._done[name].set_result(shown)

    def _inner(self, request: Json) -> Inbound:
        path, _, query = str(request["url"]).partition("?")
        headers = {k.lower(): str(v) for k, v in (request.get("headers") or {}).items()}
        headers["authorization"] = self._outer.headers.get("authorization", "")
        body = json.dumps(request["body"]).encode() if "body" in request else b""
        headers.setdefault("content-length", str(len(body)))
        return replace(
            self._outer,
            method=str(request["method"]).upper(),
            path=unquote(path),
            raw_path=path,
            query=query,
            headers=headers,
            body=body,
        )


def _shown(name: str, answer: Answer) -> Json:
    """Bodies that are not JSON travel as base64."""
    body: Any = answer.body
    headers = dict(answer.headers)
    if isinstance(body, bytes):
        body = base64.b64encode(body).decode()
    if answer.body is not None:
        headers["Content-Type"] = answer.media_type
    shown = {"id": name, "status": answer.status, "headers": headers}
    return shown if answer.body is None else {**shown, "body": body}
