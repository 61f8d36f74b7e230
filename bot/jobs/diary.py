"""The diary: the events to come as the calendar has them at this moment, read in one go."""

from dataclasses import dataclass, field
from datetime import timedelta
from typing import Self

from bot.jobs.workplace import Workplace
from bot.m365 import Calendar, CalendarEvent

AHEAD = timedelta(days=550)  # further than any Meeting Schedule reaches


@dataclass(frozen=True, slots=True)
class Diary:
    """What stands in the calendar."""

    calendar: Calendar
    to_come: dict[str, CalendarEvent] = field(default_factory=dict)

    @classmethod
    async def opened(cls, workplace: Workplace) -> Self:
        """Read what is to come."""
        now, calendar = workplace.clock(), workplace.m365.calendar
        events = calendar.events_between(now, now + AHEAD)
        return cls(calendar, {event.id: event async for event in events})

    async def event(self, event_id: str) -> CalendarEvent:
        """Give an event; one that is not to come is asked for. Raises NotFound where it is gone."""
        return self.to_come.get(event_id) or await self.calendar.event(event_id)
