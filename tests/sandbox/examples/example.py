"""One of Microsoft's own examples: a request, and the answer that the documentation shows."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.sandbox.conformance import SHARED

FOLDER = SHARED / "examples"
_OF_THE_HOST = frozenset({"authorization", "host", "content-length", "content-type"})
_BASES = ("https://graph.microsoft.com/v1.0", "https://graph.microsoft.com/v1")


@dataclass(frozen=True, slots=True)
class Example:
    """`body` is a JSON value, or text; `answer` the JSON shown, None when there is none."""

    id: str
    method: str
    url: str
    headers: Mapping[str, str]
    body: Any
    status: int
    answer: Any

    @property
    def path(self) -> str:
        """Behind the version; whole when it is not Graph v1.0 that is asked."""
        for base in _BASES:
            if self.url.startswith(f"{base}/"):
                return self.url.removeprefix(base)
        return self.url

    @property
    def content(self) -> tuple[bytes, str]:
        """The body as it is sent, and its type."""
        if isinstance(self.body, str):
            given = {k.lower(): v for k, v in self.headers.items()}
            return self.body.encode(), given.get("content-type", "text/plain")
        return (
            json.dumps(self.body).encode() if self.body is not None else b""
        ), "application/json"


def examples() -> Iterable[Example]:
    for path in sorted(FOLDER.glob("*.json")):
        yield _example(json.loads(path.read_text(encoding="utf-8")), path)


def _example(told: dict[str, Any], path: Path) -> Example:
    request, answer = told.get("request") or {}, told.get("response") or {}
    headers = request.get("headers") or {}
    kept = {k: v for k, v in headers.items() if k.lower() not in _OF_THE_HOST}
    return Example(
        id=path.stem,
        method=told.get("method") or "",
        url=told.get("url") or "",
        headers=kept,
        body=request.get("body", request.get("body_raw")),
        status=int(answer.get("status") or 0),
        answer=answer.get("body"),
    )
