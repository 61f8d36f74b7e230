"""What happened lately: mails in, mails out, and rows changed, the newest first."""

import heapq
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from typing import TYPE_CHECKING

from bot.sandbox.core.clock import moment_of
from bot.sandbox.mail.state import Sent
from bot.sandbox.page.answering import Said, lines
from bot.sandbox.page.values import told_change
from bot.sandbox.page.views import NOTICES, registers, title_of
from bot.sandbox.page.wording import plural, segment
from bot.sandbox.sites.lists import SharePointList

if TYPE_CHECKING:
    from bot.sandbox.sandbox import Sandbox

REACH = 300  # looked at of each kind
SHOWN = 8


@dataclass(frozen=True, slots=True)
class Item:
    """One thing that happened. `key` tells it from all others."""

    key: tuple[str, ...]
    at: datetime
    kind: str
    text: str
    href: str


def lately(sandbox: "Sandbox", most: int = REACH) -> list[Item]:
    """The latest things, the newest first; what happens at one time begins with a mail in."""
    items = (*_sent(sandbox), *_changed(sandbox), *_arrived(sandbox))
    return heapq.nlargest(most, items, key=lambda item: item.at)


def since(sandbox: "Sandbox", before: Iterable[Item]) -> list[Item]:
    """What has happened that was not there before."""
    known = {item.key for item in before}
    return [item for item in lately(sandbox) if item.key not in known]


def said(text: str, news: list[Item], troubles: list[str]) -> Said:
    """A message with the news below it."""
    if troubles:
        return Said(f"{text} The service had trouble:", lines(troubles), is_trouble=True)
    shown = [(f"{item.kind}: {item.text}", item.href) for item in reversed(news[:SHOWN])]
    if len(news) > SHOWN:
        shown.append((f"and {plural(len(news) - SHOWN, 'more thing')}", "/#news"))
    return Said(text if news else f"{text} Nothing was due.", tuple(shown))


def _arrived(sandbox: "Sandbox") -> Iterator[Item]:
    mailbox = sandbox.tenant.mail.open_mailbox(sandbox.names.mailbox)
    messages = (m for m in mailbox.messages() if m.arrived)
    for message in heapq.nlargest(REACH, messages, key=lambda m: m.properties["receivedDateTime"]):
        said = message.properties
        sender = (said["from"] or {}).get("emailAddress", {}).get("address", "nobody")
        yield Item(
            ("in", message.immutable_id),
            moment_of(said["receivedDateTime"]),
            "Mail in",
            f"{said['subject'] or '(no subject)'}, from {sandbox.cast.called(sender)}",
            f"/mail/{segment(mailbox.address)}/{message.immutable_id}",
        )


def _sent(sandbox: "Sandbox") -> Iterator[Item]:
    for sent in islice(reversed(sandbox.sent), REACH):
        people = ", ".join(sandbox.cast.called(address) for address in sent.recipients)
        yield Item(
            ("out", sent.message.immutable_id),
            sent.at,
            "Mail out",
            f"{sent.message.properties['subject']}, to {people}",
            href_of_sent(sent),
        )


def href_of_sent(sent: Sent) -> str:
    """Where the first recipient reads it."""
    if not sent.recipients:
        return f"/mail/{segment(sent.sender)}/{sent.message.immutable_id}"
    identity = segment(sent.message.properties["internetMessageId"])
    return f"/mail/{segment(sent.recipients[0])}/as-sent/{identity}"


def _changed(sandbox: "Sandbox") -> Iterator[Item]:
    for target in registers(sandbox):
        if target.display_name != NOTICES:
            yield from _changed_in(sandbox, target)


def _changed_in(sandbox: "Sandbox", target: SharePointList) -> Iterator[Item]:
    seen: Counter[int] = Counter()
    for row_id in islice(reversed(target.history), REACH):
        row = target.rows.get(row_id)
        if row is None:
            continue
        seen[row_id] += 1
        version = row.versions[-seen[row_id]]
        change = told_change(sandbox, target, row, version)
        yield Item(
            ("row", target.id, str(row_id), str(version.number)),
            moment_of(version.at),
            "Register",
            f"{title_of(row)} in {target.display_name}: {change}",
            f"/registers/{segment(target.display_name)}/{row_id}",
        )
