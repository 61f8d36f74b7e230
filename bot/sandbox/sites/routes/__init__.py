"""The SharePoint paths of Graph, without files."""

from bot.sandbox.core.routing import Route
from bot.sandbox.sites.routes.columns import COLUMNS
from bot.sandbox.sites.routes.items import ITEMS
from bot.sandbox.sites.routes.lists import LISTS
from bot.sandbox.sites.routes.permissions import PERMISSIONS
from bot.sandbox.sites.routes.reading import READING
from bot.sandbox.sites.routes.sites import SITES

ROUTES: tuple[Route, ...] = (*SITES, *LISTS, *PERMISSIONS, *COLUMNS, *ITEMS, *READING)
