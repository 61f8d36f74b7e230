"""The tenant of every test, where the world's clients look for Microsoft 365."""

import gc
import warnings
from collections.abc import Iterator

import pytest

from bot.sandbox import Sandbox
from tests.sandbox.clients.world import Authority, authority, microsoft


@pytest.fixture(scope="session")
def trusted(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    return authority(tmp_path_factory.mktemp("tls"))


@pytest.fixture(autouse=True)
def reached(
    sandbox: Sandbox,
    trusted: Authority,
    monkeypatch: pytest.MonkeyPatch,
    request: pytest.FixtureRequest,
) -> Iterator[None]:
    """Whoever asks for graph.microsoft.com gets the sandbox."""
    for name in ("NO_PROXY", "no_proxy", "https_proxy"):
        monkeypatch.delenv(name, raising=False)
    for name in ("SSL_CERT_FILE", "REQUESTS_CA_BUNDLE"):
        monkeypatch.setenv(name, str(trusted.root))
    with microsoft(sandbox, trusted.server) as proxy:
        monkeypatch.setenv("HTTPS_PROXY", proxy)
        yield
    request.node.funcargs.clear()  # pytest would hold on to a client until later
    _let_go()


def _let_go() -> None:
    """These clients leave their sockets to the garbage collector: it comes while that is fine."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ResourceWarning)
        gc.collect()
