"""The calendar paths of Graph."""

from bot.sandbox.calendar.routes.answering import ANSWERING
from bot.sandbox.calendar.routes.attachments import ATTACHMENTS
from bot.sandbox.calendar.routes.calendars import CALENDARS
from bot.sandbox.calendar.routes.delta import DELTA
from bot.sandbox.calendar.routes.events import EVENTS
from bot.sandbox.core.routing import Route

ROUTES: tuple[Route, ...] = (*CALENDARS, *EVENTS, *ANSWERING, *ATTACHMENTS, *DELTA)
