"""A request to Graph, whether it came by itself or inside a batch."""

from collections.abc import Mapping
from dataclasses import dataclass

from starlette.requests import Request


@dataclass(frozen=True, slots=True)
class Inbound:
    """`path` is decoded and starts behind /v1.0; header names are in lower case."""

    method: str
    path: str
    raw_path: str
    query: str
    headers: Mapping[str, str]
    body: bytes
    host_url: str
    request: Request

    @property
    def token(self) -> str:
        """The bearer token; empty without one."""
        scheme, _, token = self.headers.get("authorization", "").partition(" ")
        return token if scheme.lower() == "bearer" else ""

    @property
    def name(self) -> str:
        """Method and path: what a client must not repeat too early."""
        return f"{self.method} {self.path}"


def inbound_of(request: Request, body: bytes) -> Inbound:
    scope = request.scope
    raw: bytes = scope.get("raw_path", scope["path"].encode())
    headers = dict(request.headers)
    headers["prefer"] = ", ".join(request.headers.getlist("prefer"))
    return Inbound(
        method=request.method,
        path=scope["path"].removeprefix("/v1.0"),
        raw_path=raw.decode("ascii").partition("?")[0].removeprefix("/v1.0"),
        query=request.url.query,
        headers=headers,
        body=body,
        host_url=f"{request.url.scheme}://{request.url.netloc}",
        request=request,
    )
