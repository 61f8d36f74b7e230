"""Microsoft 365's own host names, led to a sandbox: a TLS server, a generated CA and a proxy.

Clients that nobody here wrote run unchanged and go to graph.microsoft.com; only what any firewall
asks of them is set: which proxy to take and which CA to trust.
"""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from anyio.from_thread import start_blocking_portal
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.x509.oid import NameOID

from bot.sandbox import Certificate, Sandbox, serving

HOSTS = (
    "graph.microsoft.com",
    "login.microsoftonline.com",
    "outlook.office.com",
    "croydon.sharepoint.com",
)
_PEM = serialization.Encoding.PEM
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Authority:
    """A generated CA (`root`), the server's certificate that it signed, and an app's (`both`)."""

    root: Path
    server: Certificate
    app: Path


@contextmanager
def microsoft(sandbox: Sandbox, server: Certificate) -> Iterator[str]:
    """Serve in a thread until the block ends; gives the address of the proxy that leads there."""
    with (
        start_blocking_portal() as portal,
        portal.wrap_async_context_manager(_reached(sandbox, server)) as address,
    ):
        yield address


@asynccontextmanager
async def _reached(sandbox: Sandbox, server: Certificate) -> AsyncIterator[str]:
    async with serving(sandbox, tls=server) as address:
        tunnel = _Tunnel(int(address.login_url.rpartition(":")[2]))
        proxy = await asyncio.start_server(tunnel.carry, "127.0.0.1", 0)
        yield f"http://127.0.0.1:{proxy.sockets[0].getsockname()[1]}"
        proxy.close()
        await tunnel.close()


class _Tunnel:
    """An HTTP proxy that knows CONNECT only, and one destination whatever the name."""

    def __init__(self, port: int) -> None:
        self._port = port
        self._open: set[asyncio.StreamWriter] = set()

    async def carry(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._open.add(writer)
        request = await reader.readuntil(b"\r\n\r\n")
        assert request.split()[1].decode().removesuffix(":443") in HOSTS, request
        there, onward = await asyncio.open_connection("127.0.0.1", self._port)
        self._open.add(onward)
        writer.write(b"HTTP/1.1 200 Connection established\r\n\r\n")
        await asyncio.gather(_pump(reader, onward), _pump(there, writer))

    async def close(self) -> None:
        """Close all that is open, also what has not said yet where it wants to go."""
        while self._open:
            writer = self._open.pop()
            writer.close()
            with contextlib.suppress(ConnectionError):
                await writer.wait_closed()


async def _pump(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    with contextlib.suppress(ConnectionError):
        while data := await reader.read(65536):
            writer.write(data)
            await writer.drain()
    writer.close()


def authority(folder: Path) -> Authority:
    """A CA of its own, which vouches for Microsoft's names."""
    root_key, root_name = _key(), _name("Sandbox CA")
    root = _certificate(root_name, root_name, root_key, root_key, ca=True)
    key = _key()
    server = _certificate(_name(HOSTS[0]), root_name, key, root_key, ca=False)
    (folder / "root.pem").write_bytes(root.public_bytes(_PEM))
    (folder / "server.pem").write_bytes(server.public_bytes(_PEM))
    (folder / "server.key").write_bytes(_secret(key))
    (folder / "app.pem").write_bytes(_secret(key) + server.public_bytes(_PEM))
    served = Certificate(folder / "server.pem", folder / "server.key")
    return Authority(folder / "root.pem", served, folder / "app.pem")


def _key() -> rsa.RSAPrivateKey:
    return rsa.generate_private_key(65537, 2048)


def _name(name: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])


def _certificate(
    subject: x509.Name,
    issuer: x509.Name,
    key: rsa.RSAPrivateKey,
    by: rsa.RSAPrivateKey,
    *,
    ca: bool,
) -> x509.Certificate:
    now = datetime.now(UTC)
    names = x509.SubjectAlternativeName([x509.DNSName(host) for host in HOSTS])
    public, number = key.public_key(), x509.random_serial_number()
    return (
        x509.CertificateBuilder(issuer, subject, public, number, now - _DAY, now + _DAY)
        .add_extension(names, critical=False)
        .add_extension(x509.BasicConstraints(ca=ca, path_length=None), critical=True)
        .sign(by, hashes.SHA256())
    )


def _secret(key: rsa.RSAPrivateKey) -> bytes:
    return key.private_bytes(_PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
