"""The file paths of Graph."""

from bot.sandbox.core.routing import Route
from bot.sandbox.drives.routes.delta import DELTA
from bot.sandbox.drives.routes.drives import DRIVES
from bot.sandbox.drives.routes.files import FILES
from bot.sandbox.drives.routes.items import ITEMS
from bot.sandbox.drives.routes.versions import VERSIONS

ROUTES: tuple[Route, ...] = (*DRIVES, *ITEMS, *FILES, *VERSIONS, *DELTA)
