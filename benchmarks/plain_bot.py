"""A plain polling bot of the kind a council would write over python-o365, to compare with.

It does what the library's own examples suggest: unread mails with attachments, one row each, an
answer, read, moved. It is written with care and without a memory of its own.
"""

import contextlib
import os
from collections.abc import Iterator
from contextlib import contextmanager
from unittest.mock import patch

import requests
from O365 import Account
from O365.utils.token import MemoryTokenBackend
from requests.adapters import HTTPAdapter

from bot.sandbox import Names, Sandbox
from tests.sandbox.clients.world import Authority, microsoft

LIST = "Plain register"


class Death(BaseException):
    """The bot's process is gone."""


class PlainBot:
    """One process of it; made anew after each death."""

    def __init__(self, names: Names) -> None:
        self._names = names
        self._account = Account(
            (names.client_id, names.secret),
            tenant_id=names.tenant_id,
            auth_flow_type="credentials",
            main_resource=names.mailbox,
            token_backend=MemoryTokenBackend(),
            requests_delay=0,
        )

    def poll(self) -> None:
        """Deal with every unread mail that brings something."""
        if not self._account.authenticate():
            raise requests.ConnectionError
        site = self._account.sharepoint().get_site(self._names.site_host, self._names.site_path)
        register = site.get_list_by_name(LIST)
        inbox = self._account.mailbox().inbox_folder()
        done = inbox.get_folder(folder_name="Archive") or inbox.create_child_folder("Archive")
        for message in list(inbox.get_messages(query="isRead eq false", order_by="isRead")):
            if not message.has_attachments:
                continue
            message.attachments.download_attachments()
            register.create_list_item({"Title": message.subject})
            answer = self._account.new_message()
            answer.to.add(message.sender.address)
            answer.subject, answer.body = "We have received your form", "Thank you."
            answer.send()
            message.mark_as_read()
            message.move(done)


@contextmanager
def in_its_world(sandbox: Sandbox, trusted: Authority) -> Iterator[None]:
    """Let python-o365 find the sandbox where it looks for Microsoft 365."""
    with microsoft(sandbox, trusted.server) as proxy:
        reached = {"HTTPS_PROXY": proxy, "REQUESTS_CA_BUNDLE": str(trusted.root), "NO_PROXY": ""}
        with patch.dict(os.environ, reached):
            yield


@contextmanager
def dying(at: int | None) -> Iterator[list[int]]:
    """Let the process die at a point: 2n before its n-th request, 2n + 1 after it."""
    send, passed = HTTPAdapter.send, [0]

    def step() -> None:
        passed[0] += 1
        if passed[0] - 1 == at:
            raise Death

    def counted(adapter: HTTPAdapter, *args: object, **more: object) -> requests.Response:
        step()
        response = send(adapter, *args, **more)  # type: ignore[arg-type]
        step()
        return response

    with patch.object(HTTPAdapter, "send", counted):
        yield passed


def live(names: Names, *, polls: int = 1, at: int | None = None) -> int:
    """Let one process poll; errors end a poll, as they do where nobody catches them."""
    with dying(at) as passed, contextlib.suppress(Death):
        bot = PlainBot(names)
        for _ in range(polls):
            with contextlib.suppress(Exception):
                bot.poll()
    return passed[0]


def count(sandbox: Sandbox, forms: int) -> tuple[int, int]:
    """Count what was lost and what doubled: rows and answers, one each for every form."""
    rows = len(sandbox.sharepoint_list(LIST).rows)
    figures = (rows, len(sandbox.sent))
    return sum(max(0, forms - n) for n in figures), sum(max(0, n - forms) for n in figures)
