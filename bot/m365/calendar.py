"""The calendar: events that are created once, changed and cancelled, found again by their key.

Exchange tells attendees of every creation and change at once, so each of them takes its turn among
the thirty mails a minute, and none is ever repeated without a look.
"""

from collections.abc import AsyncIterator
from datetime import datetime
from typing import Any

from bot.m365.errors import DuplicateTransaction, NotFound
from bot.m365.events import (
    EVENT_FIELDS,
    CalendarEvent,
    EventChanges,
    NewEvent,
    carries,
    read_event,
    write_changes,
    write_event,
)
from bot.m365.keys import filter_key, filter_told, key_property
from bot.m365.line import Line
from bot.m365.pace import SendPace
from bot.m365.requests import IMMUTABLE_ID, ask
from bot.m365.times import write_moment

_SELECT = {"$select": ",".join(EVENT_FIELDS)}


class Calendar:
    """One mailbox's calendar. Times are UTC on the way in from Exchange."""

    def __init__(self, *, user: Any, line: Line, sends: SendPace) -> None:
        self._user = user
        self._line = line
        self._sends = sends

    async def create_event(
        self, event: NewEvent, *, transaction_id: str, key: str
    ) -> CalendarEvent:
        """Create an event once, inviting its attendees at once.

        Exchange itself answers a repeat of `transaction_id` with the event that is there, for a
        while that is not documented; in a later run ask `find_event` first.
        """
        body = write_event(event) | {
            "transactionId": transaction_id,
            "singleValueExtendedProperties": [key_property(key)],
        }
        request = ask(self._user.events, "POST", body=body, headers=IMMUTABLE_ID)

        async def look() -> CalendarEvent | None:
            return await self.find_event(key)

        try:
            async with self._sends.turn():
                return await self._line.json_looking(
                    request, doing="create an event", read=read_event, look=look
                )
        except DuplicateTransaction:
            if (found := await look()) is None:
                raise
            return found

    async def find_event(self, key: str) -> CalendarEvent | None:
        """Find the event with this key."""
        request = ask(
            self._user.events, query=_SELECT | {"$filter": filter_key(key)}, headers=IMMUTABLE_ID
        )
        answers = self._line.pages(request, doing="find an event by its key", headers=IMMUTABLE_ID)
        return next(iter([read_event(answer) async for answer in answers]), None)

    async def event(self, event_id: str) -> CalendarEvent:
        """Read an event, with what its attendees answered. Raises `NotFound`."""
        request = ask(self._event(event_id), query=_SELECT, headers=IMMUTABLE_ID)
        return read_event(await self._line.json(request, doing="read an event"))

    async def update_event(self, event_id: str, changes: EventChanges) -> CalendarEvent:
        """Change an event; its attendees are told."""
        body = write_changes(changes)
        request = ask(self._event(event_id), "PATCH", body=body, headers=IMMUTABLE_ID)

        async def look() -> CalendarEvent | None:
            there = await self.event(event_id)
            if changes.told:
                return there if await self.was_told(event_id, changes.told) else None
            return there if carries(there, changes) else None

        async with self._sends.turn():
            return await self._line.json_looking(
                request, doing="change an event", read=read_event, look=look
            )

    async def was_told(self, event_id: str, told: str) -> bool:
        """Tell whether the last change of an event that carried a `told` was that one."""
        query = {"$select": "id", "$filter": filter_told(told)}
        request = ask(self._user.events, query=query, headers=IMMUTABLE_ID)
        found = self._line.pages(request, doing="find what an event told", headers=IMMUTABLE_ID)
        return event_id in [str(answer["id"]) async for answer in found]

    async def cancel_event(self, event_id: str, *, comment: str) -> None:
        """Cancel an event; its attendees are sent the comment. One that is gone is left so."""
        cancel = self._event(event_id).cancel
        request = ask(cancel, "POST", body={"comment": comment}, headers=IMMUTABLE_ID)

        async def look() -> bool | None:
            return await self._is_off(event_id) or None

        async with self._sends.turn():
            await self._line.json_looking(
                request, doing="cancel an event", read=lambda _answer: True, look=look
            )

    async def events_between(self, start: datetime, end: datetime) -> AsyncIterator[CalendarEvent]:
        """List the events that touch a span of time, each occurrence of a series by itself."""
        query = _SELECT | {"$top": "50"}
        window = {"startDateTime": write_moment(start), "endDateTime": write_moment(end)}
        request = ask(self._user.calendar_view, query=query | window, headers=IMMUTABLE_ID)
        async for answer in self._line.pages(request, doing="list events", headers=IMMUTABLE_ID):
            yield read_event(answer)

    def _event(self, event_id: str) -> Any:
        return self._user.events.by_event_id(event_id)

    async def _is_off(self, event_id: str) -> bool:
        try:
            return (await self.event(event_id)).cancelled
        except NotFound:
            return True
