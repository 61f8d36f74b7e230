"""The sandbox on real sockets, inside the running event loop: HTTP and SMTP."""

import asyncio
import contextlib
import socket
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass
from pathlib import Path
from socket import IPPROTO_TCP, TCP_NODELAY
from typing import TYPE_CHECKING

import uvicorn
from uvicorn.protocols.http.h11_impl import H11Protocol

from bot.sandbox.smtp.server import protocol

if TYPE_CHECKING:
    from bot.sandbox.sandbox import Sandbox

_STARTING_SECONDS = 0.005


@dataclass(frozen=True, slots=True)
class Address:
    """Where a served sandbox is reached."""

    graph_url: str
    login_url: str
    smtp_host: str
    smtp_port: int


@dataclass(frozen=True, slots=True)
class Certificate:
    """For TLS: the files of a certificate and of its key, both PEM."""

    certificate: Path
    key: Path


@contextlib.asynccontextmanager
async def serving(
    sandbox: "Sandbox",
    *,
    host: str = "127.0.0.1",
    port: int = 0,
    smtp_port: int = 0,
    tls: Certificate | None = None,
) -> AsyncIterator[Address]:
    """Serve until the block ends; port 0 takes a free one. Raises OSError when a port is taken."""
    with contextlib.closing(socket.create_server((host, port))) as listener:
        mail = await asyncio.get_running_loop().create_server(
            lambda: protocol(sandbox), host, smtp_port
        )
        server, task = await _start_http(sandbox, listener, tls)
        try:
            base = f"{'https' if tls else 'http'}://{host}:{listener.getsockname()[1]}"
            mail_port = mail.sockets[0].getsockname()[1]
            yield Address(f"{base}/v1.0", base, host, mail_port)
        finally:
            mail.close()
            await mail.wait_closed()
            server.should_exit = True
            await task


async def _start_http(
    sandbox: "Sandbox", listener: socket.socket, tls: Certificate | None
) -> tuple[uvicorn.Server, "asyncio.Task[None]"]:
    config = uvicorn.Config(
        sandbox.app,
        http=_protocol(sandbox),
        interface="asgi3",
        proxy_headers=False,
        date_header=False,
        lifespan="off",
        log_level="error",
        access_log=False,
        timeout_graceful_shutdown=1,
        ssl_certfile=tls.certificate if tls else None,
        ssl_keyfile=tls.key if tls else None,
    )
    server = _Server(config)
    task = asyncio.create_task(server.serve([listener]))
    while not server.started and not task.done():  # noqa: ASYNC110 - uvicorn offers no event
        await asyncio.sleep(_STARTING_SECONDS)
    return server, task


class _Server(uvicorn.Server):
    """Leaves the process's signals alone: whoever serves the sandbox decides when it ends."""

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield


def _protocol(sandbox: "Sandbox") -> type[H11Protocol]:
    """Remembers the open connections, so that a planned fault can break one."""

    class Protocol(H11Protocol):
        def connection_made(  # type: ignore[override]
            self, transport: asyncio.Transport
        ) -> None:
            super().connection_made(transport)
            # uvicorn's sockets name no protocol, so asyncio leaves Nagle's algorithm on: 40 ms.
            transport.get_extra_info("socket").setsockopt(IPPROTO_TCP, TCP_NODELAY, 1)
            sandbox.tenant.connections[self.client] = transport

        def connection_lost(self, exc: Exception | None) -> None:
            sandbox.tenant.connections.pop(self.client, None)
            super().connection_lost(exc)

    return Protocol
