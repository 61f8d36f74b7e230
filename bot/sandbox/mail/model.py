"""Mailboxes, folders, messages and attachments as values that know nothing of HTTP."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Literal, NamedTuple

from bot.sandbox.core.changes import Change, Changes, Kind
from bot.sandbox.core.ids import Ids
from bot.sandbox.mail.errors import (
    distinguished_folder,
    folder_exists,
    invalid_id,
    item_not_found,
)

WELL_KNOWN = {
    "msgfolderroot": "Top of Information Store",
    "inbox": "Inbox",
    "drafts": "Drafts",
    "sentitems": "Sent Items",
    "deleteditems": "Deleted Items",
    "archive": "Archive",
    "junkemail": "Junk Email",
    "outbox": "Outbox",
}
RECOVERABLE = "recoverableitemsdeletions"
_ID = re.compile(r"AA(Mk|kA)[\w\-]{20,}=*$")
_ATTACHMENT_MARK = "BEgAQ"


@dataclass(slots=True)
class Attachment:
    """`token` is its own part of the id; the rest is the message's id, and changes with it."""

    kind: Literal["file", "item", "reference"]
    token: str
    name: str
    content: bytes = b""
    content_type: str | None = None
    is_inline: bool = False
    content_id: str | None = None
    modified: str = ""
    item: "Message | None" = None

    def id_within(self, message_id: str) -> str:
        return f"{message_id.rstrip('=')}{_ATTACHMENT_MARK}{self.token}="


@dataclass(slots=True, eq=False)
class Message:
    """`properties` are Graph's own, without ids; `mime` is what arrived or what was sent.

    `headers` are those of a mail that `arrived`, or the ones that a draft adds to its own.
    """

    immutable_id: str
    id: str
    properties: dict[str, Any]
    kind: str = "message"
    headers: list[tuple[str, str]] = field(default_factory=list)
    extended: dict[str, str] = field(default_factory=dict)
    attachments: list[Attachment] = field(default_factory=list)
    mime: bytes | None = None
    arrived: bool = False
    calendar: str | None = None
    change_key: str = ""
    folder_id: str = ""

    @property
    def is_draft(self) -> bool:
        return bool(self.properties["isDraft"])

    @property
    def has_attachments(self) -> bool:
        return any(not a.is_inline for a in self.attachments)

    def id_for(self, *, immutable: bool) -> str:
        return self.immutable_id if immutable else self.id

    def attachment(self, attachment_id: str) -> Attachment:
        """Raises GraphError 404."""
        for attachment in self.attachments:
            if attachment_id in (attachment.id_within(i) for i in (self.id, self.immutable_id)):
                return attachment
        raise item_not_found()


class HistoryLine(NamedTuple):
    """One line of a folder's history; `id` is the mutable id that the message had then."""

    message: Message
    id: str
    left: bool
    came: bool = False


@dataclass(slots=True, eq=False)
class Folder:
    id: str
    name: str
    parent: "Folder | None"
    well_known: str | None = None
    is_hidden: bool = False
    messages: dict[str, Message] = field(default_factory=dict)
    history: list[HistoryLine] = field(default_factory=list)
    children: list["Folder"] = field(default_factory=list)

    def put(self, message: Message) -> None:
        message.folder_id = self.id
        self.messages[message.immutable_id] = message
        self.history.append(HistoryLine(message, message.id, left=False, came=True))

    def take(self, message: Message) -> None:
        del self.messages[message.immutable_id]
        self.history.append(HistoryLine(message, message.id, left=True))

    def note(self, message: Message) -> None:
        """Something about the message changed."""
        self.history.append(HistoryLine(message, message.id, left=False))


@dataclass(slots=True, eq=False)
class Mailbox:
    """`ids` draws new ids; a message is found by either of its two."""

    id: str
    address: str
    name: str
    ids: Ids
    folders: dict[str, Folder] = field(default_factory=dict)
    by_id: dict[str, Message] = field(default_factory=dict)
    conversations: dict[str, str] = field(default_factory=dict)
    categories: dict[str, dict[str, str]] = field(default_factory=dict)
    changes: Changes = field(default_factory=Changes)

    def folder(self, reference: str) -> Folder:
        """By id or well-known name. Raises GraphError 404."""
        found = self.folders.get(reference) or self.folders.get(reference.lower())
        if found is None:
            raise item_not_found()
        return found

    def folder_of(self, message: Message) -> Folder:
        return self.folders[message.folder_id]

    def all_folders(self) -> list[Folder]:
        """Those that people see, and searches over the whole mailbox."""
        seen = {f.id: f for f in self.folders.values() if f.well_known != RECOVERABLE}
        return list(seen.values())

    def add_folder(
        self, name: str, parent: Folder | None, *, well_known: str | None = None
    ) -> Folder:
        """Raises GraphError 409 when the parent has a folder of that name."""
        if parent:
            _check_name_free(parent, name)
        folder = Folder(self.ids.outlook("AQMk"), name, parent, well_known)
        self.folders[folder.id] = folder
        if well_known:
            self.folders[well_known] = folder
        if parent:
            parent.children.append(folder)
        return folder

    def rename_folder(self, folder: Folder, name: str) -> None:
        """Raises GraphError: 409 for a name that is taken, 403 for a folder of the system's."""
        if folder.well_known or folder.parent is None:
            raise distinguished_folder()
        if folder.name.lower() != name.lower():
            _check_name_free(folder.parent, name)
        folder.name = name

    def move_folder(self, folder: Folder, parent: Folder) -> None:
        """The id stays. Raises GraphError: 409 for a name that is taken there, 403 as above."""
        if folder.well_known or folder.parent is None:
            raise distinguished_folder()
        _check_name_free(parent, folder.name)
        folder.parent.children.remove(folder)
        parent.children.append(folder)
        folder.parent = parent

    def delete_folder(self, folder: Folder) -> None:
        """With all that is in it. Raises GraphError 403 for a folder of the system's."""
        if folder.well_known or folder.parent is None:
            raise distinguished_folder()
        for child in list(folder.children):
            self.delete_folder(child)
        for message in list(folder.messages.values()):
            self.delete(message)
        folder.parent.children.remove(folder)
        del self.folders[folder.id]

    def message(self, message_id: str) -> Message:
        """Raises GraphError: 400 for what cannot be an id, 404 for one that is not here."""
        if message_id in self.by_id:
            return self.by_id[message_id]
        raise item_not_found() if _ID.match(message_id) else invalid_id()

    def messages(self) -> Iterator[Message]:
        for folder in self.all_folders():
            yield from folder.messages.values()

    def add(self, message: Message, folder: Folder) -> None:
        self.by_id[message.immutable_id] = message
        self.by_id[message.id] = message
        folder.put(message)
        self._publish("created", message, folder)

    def touch(self, message: Message) -> None:
        """Something about the message changed."""
        folder = self.folder_of(message)
        folder.note(message)
        self._publish("updated", message, folder)

    def move(self, message: Message, folder: Folder) -> None:
        """The mutable id dies; the immutable one stays."""
        self._publish("deleted", message, self.folder_of(message))
        self._put_into(folder, message)
        self._publish("created", message, folder)

    def _put_into(self, folder: Folder, message: Message) -> None:
        self.folder_of(message).take(message)
        del self.by_id[message.id]
        message.id = self.ids.outlook("AAMk")
        message.change_key = self.ids.change_key()
        self.by_id[message.id] = message
        folder.put(message)

    def throw_away(self, message: Message) -> None:
        """Shift-Delete: only "Recover deleted items" still finds it."""
        self._publish("deleted", message, self.folder_of(message))
        self._put_into(self.folder(RECOVERABLE), message)

    def delete(self, message: Message) -> None:
        """For good: nobody finds it any more."""
        self._publish("deleted", message, self.folder_of(message))
        self.folder_of(message).take(message)
        del self.by_id[message.id], self.by_id[message.immutable_id]

    def _publish(self, kind: Kind, message: Message, folder: Folder) -> None:
        etag = f'W/"{message.change_key}"'
        ids = (message.id, message.immutable_id)
        self.changes.publish(Change(kind, "messages", self.id, folder.id, *ids, etag))


def _check_name_free(parent: Folder, name: str) -> None:
    if any(child.name.lower() == name.lower() for child in parent.children):
        raise folder_exists(name)


def open_folders(mailbox: Mailbox) -> None:
    root = mailbox.add_folder(WELL_KNOWN["msgfolderroot"], None, well_known="msgfolderroot")
    for well_known, name in WELL_KNOWN.items():
        if well_known != "msgfolderroot":
            mailbox.add_folder(name, root, well_known=well_known)
    mailbox.add_folder("Deletions", None, well_known=RECOVERABLE)
