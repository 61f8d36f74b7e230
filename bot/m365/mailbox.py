"""The shared mailbox: what came in, where it is kept, and mails that go out once each.

Every request prefers immutable ids, so that an id survives a move; Exchange forgets the preference
between pages. Sending is always a draft first, found again by its key: never `sendMail`.
"""

from collections.abc import AsyncIterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from bot.m365.deltas import Changes, read_changes
from bot.m365.errors import AlreadyDone, NotFound
from bot.m365.keys import filter_key, key_property
from bot.m365.line import Line
from bot.m365.lists import quoted
from bot.m365.messages import (
    CONTENT,
    ENVELOPE,
    Envelope,
    Folder,
    KeptMail,
    OutgoingMail,
    ReceivedMessage,
    read_envelope,
    read_kept_mail,
    read_message,
    write_attachment,
    write_body,
)
from bot.m365.pace import SendPace
from bot.m365.requests import IMMUTABLE_ID, ask, ask_url
from bot.m365.times import write_moment

RECOVERABLE = "recoverableitemsdeletions"
_PAGE = {"Prefer": f"odata.maxpagesize=50, {IMMUTABLE_ID['Prefer']}"}
_WHOLE = frozenset({"receivedDateTime", "body"})


class Mailbox:
    """One mailbox; folders are given by id or by Graph's own names (`inbox`, `drafts` …)."""

    def __init__(self, *, user: Any, line: Line, sends: SendPace) -> None:
        self._user = user
        self._line = line
        self._sends = sends

    async def changes(self, folder: str, link: str | None) -> Changes[ReceivedMessage]:
        """Read one page of what changed in a folder; without a link, from the beginning.

        A hint, not the truth: it repeats, it reports the service's own changes, and a message moved
        out and back is lost to it. Raises `ResyncNeeded` when the link has expired, and
        `UnableToFollowLink` when it leads to another server.
        """
        doing = "read the changes of a mail folder"
        if link is None:
            delta = self._folder(folder).messages.delta
            request = ask(delta, query={"$select": ",".join(CONTENT)}, headers=_PAGE)
        else:
            request = ask_url(link, headers=_PAGE)
        answer = await self._line.json(request, doing=doing)
        return read_changes(answer, read_message, whole=_WHOLE, link=link)

    async def messages_since(self, folder: str, since: datetime) -> AsyncIterator[Envelope]:
        """List the folder's messages received since then, oldest first, to find what delta lost."""
        doing = "list a mail folder"
        query = {
            "$filter": f"receivedDateTime ge {write_moment(since)}",
            "$orderby": "receivedDateTime",
            "$select": ",".join(ENVELOPE),
            "$top": "500",
        }
        request = ask(self._folder(folder).messages, query=query, headers=IMMUTABLE_ID)
        async for answer in self._line.pages(request, doing=doing, headers=IMMUTABLE_ID):
            yield read_envelope(answer)

    async def message(self, message_id: str) -> ReceivedMessage:
        """Read a message wherever it is. Raises `NotFound`."""
        request = ask(
            self._message(message_id), query={"$select": ",".join(CONTENT)}, headers=IMMUTABLE_ID
        )
        return read_message(await self._line.json(request, doing="read a mail"))

    async def mime(self, message_id: str) -> bytes:
        """Read a message as it was delivered, with all its headers and attachments."""
        request = ask(self._message(message_id).content, headers=IMMUTABLE_ID)
        return await self._line.content(request, doing="read a mail as it was delivered")

    async def mark(self, message_id: str, *, categories: Sequence[str]) -> None:
        """Set a message's categories, all of them."""
        body = {"categories": list(categories)}
        request = ask(self._message(message_id), "PATCH", body=body, headers=IMMUTABLE_ID)
        await self._line.json(request, doing="mark a mail")

    async def move(self, message_id: str, folder_id: str) -> str:
        """Move a message to a folder (by its id, see `folder`) and return its id there."""
        body = {"destinationId": folder_id}
        request = ask(self._message(message_id).move, "POST", body=body, headers=IMMUTABLE_ID)

        async def look() -> str | None:
            return message_id if await self._where(message_id) == folder_id else None

        return await self._line.json_looking(
            request, doing="move a mail", read=lambda answer: str(answer["id"]), look=look
        )

    async def known_folder(self, name: str) -> Folder:
        """Find one of the folders that every mailbox has, by Graph's name for it."""
        request = ask(self._folder(name), query={"$select": "id,displayName"}, headers=IMMUTABLE_ID)
        return _read_folder(await self._line.json(request, doing="find a mail folder"))

    async def folder(self, name: str, *, under: str = "inbox") -> Folder:
        """Find a folder by the name that people see, or create it."""
        return await self._find_folder(name, under) or await self._create_folder(name, under)

    async def create_draft(self, mail: OutgoingMail) -> KeptMail:
        """Write a mail into Drafts, where it waits, seen by people, until `send`.

        After an ambiguous answer the key tells whether the draft is there. Before a repeat in a
        later run, ask `find_by_key` first: this does not.
        """
        request = ask(self._user.messages, "POST", body=_write_mail(mail), headers=IMMUTABLE_ID)

        async def look() -> KeptMail | None:
            return next(iter(await self.find_by_key(mail.key)), None)

        return await self._line.json_looking(
            request,
            doing="write a draft",
            read=lambda answer: read_kept_mail(answer, key=mail.key),
            look=look,
        )

    async def find_by_key(self, key: str) -> tuple[KeptMail, ...]:
        """Find the service's own mails with this key, drafts and sent, exactly and at once."""
        return await self._with_key(key, self._user.messages)

    async def was_thrown_away(self, key: str) -> bool:
        """Tell whether a person deleted a mail with this key so that no folder shows it.

        Shift-Delete puts it there, and so does emptying Deleted Items; Exchange keeps it for some
        days (https://learn.microsoft.com/graph/api/resources/mailfolder).
        """
        return bool(await self._with_key(key, self._folder(RECOVERABLE).messages))

    async def _with_key(self, key: str, messages: Any) -> tuple[KeptMail, ...]:
        query = {"$filter": filter_key(key), "$select": "id,isDraft,sentDateTime,parentFolderId"}
        request = ask(messages, query=query, headers=IMMUTABLE_ID)
        found = self._line.pages(request, doing="find a mail by its key", headers=IMMUTABLE_ID)
        return tuple([read_kept_mail(answer, key=key) async for answer in found])

    async def is_deleted(self, mail: KeptMail) -> bool:
        """Tell whether a person put one of the service's mails into Deleted Items."""
        return mail.folder_id == (await self.known_folder("deleteditems")).id

    async def send(self, draft_id: str) -> None:
        """Send a draft, in its turn of the thirty a minute. Raises `NotFound` if it is gone.

        After an ambiguous answer the draft tells: it was sent if it is no draft any more, or if it
        is in transit and so nowhere to be found.
        """
        request = ask(self._message(draft_id).send, "POST", headers=IMMUTABLE_ID)

        async def look() -> bool | None:
            return True if await self._has_left(draft_id) else None

        async with self._sends.turn():
            await self._line.json_looking(
                request, doing="send a draft", read=lambda _answer: True, look=look
            )

    def _folder(self, folder: str) -> Any:
        return self._user.mail_folders.by_mail_folder_id(folder)

    def _message(self, message_id: str) -> Any:
        return self._user.messages.by_message_id(message_id)

    async def _where(self, message_id: str) -> str:
        query = {"$select": "id,parentFolderId"}
        request = ask(self._message(message_id), query=query, headers=IMMUTABLE_ID)
        answer = await self._line.json(request, doing="find where a mail is")
        return str(answer["parentFolderId"])

    async def _has_left(self, draft_id: str) -> bool:
        request = ask(
            self._message(draft_id), query={"$select": "id,isDraft"}, headers=IMMUTABLE_ID
        )
        try:
            answer = await self._line.json(request, doing="find whether a draft was sent")
        except NotFound:
            return True
        return not answer["isDraft"]

    async def _find_folder(self, name: str, under: str) -> Folder | None:
        query = {"$filter": f"displayName eq {quoted(name)}", "$select": "id,displayName"}
        request = ask(self._folder(under).child_folders, query=query, headers=IMMUTABLE_ID)
        answer = await self._line.json(request, doing="find a mail folder")
        return next((_read_folder(folder) for folder in answer["value"]), None)

    async def _create_folder(self, name: str, under: str) -> Folder:
        children = self._folder(under).child_folders
        request = ask(children, "POST", body={"displayName": name}, headers=IMMUTABLE_ID)

        async def look() -> Folder | None:
            return await self._find_folder(name, under)

        try:
            return await self._line.json_looking(
                request, doing="create a mail folder", read=_read_folder, look=look
            )
        except AlreadyDone:
            if (found := await look()) is None:
                raise
            return found


def _read_folder(answer: Mapping[str, Any]) -> Folder:
    return Folder(answer["id"], answer["displayName"])


def _write_mail(mail: OutgoingMail) -> dict[str, Any]:
    written: dict[str, Any] = {
        "subject": mail.subject,
        "body": write_body(mail.body),
        "toRecipients": [{"emailAddress": {"address": mail.to}}],
        "singleValueExtendedProperties": [key_property(mail.key)],
    }
    if mail.headers:
        written["internetMessageHeaders"] = [{"name": n, "value": v} for n, v in mail.headers]
    if mail.attachments:
        written["attachments"] = [write_attachment(each) for each in mail.attachments]
    return written
