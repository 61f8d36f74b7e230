"""All mailboxes that mail of this tenant can reach, its own and its correspondents'."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Protocol

from bot.sandbox.core.changes import Changes
from bot.sandbox.core.clock import Clock, iso
from bot.sandbox.core.ids import Ids
from bot.sandbox.mail.arrive import message_from_mime
from bot.sandbox.mail.bounce import bounce_of
from bot.sandbox.mail.delta import Deltas
from bot.sandbox.mail.errors import no_such_mailbox
from bot.sandbox.mail.mime_out import written
from bot.sandbox.mail.model import Folder, Mailbox, Message, open_folders
from bot.sandbox.mail.stamps import (
    Envelope,
    Verdicts,
    sender_domain,
    stamped_inside,
    stamped_outside,
)
from bot.sandbox.mail.uploads import Uploads


class Listener(Protocol):
    def hear(self, mailbox: Mailbox, message: Message) -> None: ...


@dataclass(frozen=True, slots=True)
class Sent:
    """One message that left a mailbox."""

    at: datetime
    sender: str
    recipients: tuple[str, ...]
    message: Message


class MailSystem:
    """`bounces` are addresses or domains to which nothing can be delivered.

    `sent_lag`: for so long what was sent stays in the Outbox, before it shows in Sent Items;
    `search_lag`: for so long $search does not find what arrived.
    """

    def __init__(self, *, clock: Clock, ids: Ids, domain: str, changes: Changes) -> None:
        self._clock = clock
        self._changes = changes
        self.ids = ids
        self.domain = domain
        self.mailboxes: dict[str, Mailbox] = {}
        self.by_id: dict[str, Mailbox] = {}
        self.deltas = Deltas(ids)
        self.uploads = Uploads(clock, ids)
        self.sent: list[Sent] = []
        self.bounces: set[str] = set()
        self.listeners: list[Listener] = []
        self.verdicts = Verdicts()
        self.sent_lag = timedelta()
        self.search_lag = timedelta(seconds=30)
        self._leaving: list[tuple[datetime, Mailbox, Message]] = []

    def open_mailbox(self, address: str, name: str = "") -> Mailbox:
        """The mailbox of that address, opened if there is none."""
        key = address.lower()
        if key not in self.mailboxes:
            mailbox = Mailbox(
                self.ids.guid(), address, name or address, self.ids, changes=self._changes
            )
            open_folders(mailbox)
            self.mailboxes[key] = mailbox
            self.by_id[mailbox.id] = mailbox
        return self.mailboxes[key]

    def address_of(self, user: str) -> str:
        """The lower-case address of a user named by address or object id."""
        found = self.by_id.get(user)
        return found.address.lower() if found else user.lower()

    def mailbox(self, user: str) -> Mailbox:
        """A mailbox of this tenant. Raises GraphError 404."""
        address = self.address_of(user)
        if not address.endswith(f"@{self.domain.lower()}") or address not in self.mailboxes:
            raise no_such_mailbox(user)
        self._settle()
        return self.mailboxes[address]

    def send(self, mailbox: Mailbox, message: Message) -> None:
        """A draft leaves: it is delivered, and goes to Sent Items by way of the Outbox."""
        self.freeze(message)
        mailbox.move(message, mailbox.folder("outbox"))
        self._leaving.append((self.now() + self.sent_lag, mailbox, message))
        self.transmit(mailbox, message)
        self._settle()

    def _settle(self) -> None:
        due = [one for one in self._leaving if one[0] <= self.now()]
        if not due:
            return
        self._leaving = [one for one in self._leaving if one not in due]
        for _, mailbox, message in due:
            if message.id in mailbox.by_id:
                mailbox.move(message, mailbox.folder("sentitems"))

    def now(self) -> datetime:
        return self._clock.now()

    def new_message_id(self) -> str:
        return f"<{self.ids.guid()}@{self.domain}>"

    def deliver(self, address: str, raw: bytes) -> Message:
        """Into the inbox, as it is."""
        mailbox = self.open_mailbox(address)
        message = message_from_mime(raw, ids=self.ids, received=self.now())
        self._join_conversation(mailbox, message)
        mailbox.add(message, mailbox.folder("inbox"))
        for listener in self.listeners:
            listener.hear(mailbox, message)
        return message

    def receive(self, address: str, raw: bytes, envelope: Envelope) -> Message:
        """From another server: judged and stamped on the way in."""
        if sender_domain(raw) == self.domain.lower():
            return self.deliver(address, stamped_inside(raw, self.now()))
        return self.deliver(address, stamped_outside(raw, envelope, self.verdicts, self.now()))

    def touch(self, mailbox: Mailbox, message: Message) -> None:
        """After any change: a new change key, and a line in the folder's history."""
        message.change_key = self.ids.change_key()
        message.properties["lastModifiedDateTime"] = iso(self.now())
        mailbox.touch(message)

    def transmit(self, mailbox: Mailbox, message: Message) -> None:
        """Deliver to everybody addressed, bounce what cannot be delivered, and record it."""
        assert message.mime is not None  # noqa: S101 - a sent message has its MIME
        recipients = recipients_of(message)
        self.sent.append(Sent(self.now(), mailbox.address, recipients, message))
        for address in recipients:
            if self._bounces(address):
                self.deliver(mailbox.address, bounce_of(message, address, self))
            elif address.lower().endswith(f"@{self.domain.lower()}"):
                self.deliver(address, stamped_inside(message.mime, self.now()))
            else:
                self.deliver(address, message.mime)

    def freeze(self, message: Message) -> None:
        """From draft to sent: the date, and the MIME as it goes out."""
        now = iso(self.now())
        message.properties.update(
            isDraft=False, isRead=True, sentDateTime=now, receivedDateTime=now
        )
        if message.mime is None:
            message.mime = written(message)

    def inbox(self, address: str) -> Folder:
        return self.open_mailbox(address).folder("inbox")

    def _bounces(self, address: str) -> bool:
        lowered = address.lower()
        return lowered in self.bounces or lowered.rpartition("@")[2] in self.bounces

    def _join_conversation(self, mailbox: Mailbox, message: Message) -> None:
        known = mailbox.conversations
        headers = {name.lower(): value for name, value in message.headers}
        named = f"{headers.get('references', '')} {headers.get('in-reply-to', '')}".split()
        earlier = (known[name] for name in reversed(named) if name in known)
        conversation = next(earlier, None) or self.ids.outlook("AAQk")
        known[message.properties["internetMessageId"]] = conversation
        message.properties["conversationId"] = conversation


def recipients_of(message: Message) -> tuple[str, ...]:
    """Every address once, in order."""
    keys = ("toRecipients", "ccRecipients", "bccRecipients")
    everyone: list[dict[str, Any]] = [r for key in keys for r in message.properties[key]]
    return tuple(dict.fromkeys(r["emailAddress"]["address"] for r in everyone))
