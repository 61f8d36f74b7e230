"""The mail paths of Graph."""

from bot.sandbox.core.routing import Route
from bot.sandbox.mail.routes.attachments import ATTACHMENTS
from bot.sandbox.mail.routes.categories import CATEGORIES
from bot.sandbox.mail.routes.delta import DELTA
from bot.sandbox.mail.routes.folders import FOLDERS
from bot.sandbox.mail.routes.ids import IDS
from bot.sandbox.mail.routes.messages import MESSAGES
from bot.sandbox.mail.routes.sending import SENDING
from bot.sandbox.mail.routes.users import USERS

ROUTES: tuple[Route, ...] = (
    *FOLDERS,
    *MESSAGES,
    *DELTA,
    *ATTACHMENTS,
    *SENDING,
    *CATEGORIES,
    *USERS,
    *IDS,
)
