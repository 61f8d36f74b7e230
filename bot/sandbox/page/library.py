"""The document libraries: folders, and files to download."""

from starlette.requests import Request
from starlette.responses import Response

from bot.sandbox.drives.errors import item_not_found
from bot.sandbox.drives.model import Drive, DriveItem
from bot.sandbox.page.answering import Page
from bot.sandbox.page.messages import download
from bot.sandbox.page.wording import segment


async def show_all(page: Page, request: Request) -> Response:
    return page.show(request, "libraries.html", drives=_drives(page))


async def show(page: Page, request: Request) -> Response:
    """A folder is shown, a file is downloaded."""
    drive = _drive(page, request.path_params["drive"])
    item = drive.item(f"root:/{request.path_params.get('path', '')}")
    if not item.is_folder:
        return download(item.name, item.content)
    children = sorted(item.children.values(), key=lambda c: (not c.is_folder, c.name.lower()))
    return page.show(
        request, "library.html", drive=drive, item=item, above=_above(item), children=children
    )


async def as_in_sharepoint(page: Page, request: Request) -> Response:
    """Where the links of real SharePoint lead: `Case Files/COC-2026-001`."""
    drive = _drive(page, request.path_params["library"])
    path = "/".join(segment(part) for part in request.path_params["path"].split("/") if part)
    return page.go(f"/library/{segment(drive.name)}/{path}")


def _drives(page: Page) -> list[Drive]:
    names, tenant = page.sandbox.names, page.sandbox.tenant
    return tenant.drives.of_site(tenant.sites.site(f"{names.site_host}:{names.site_path}"))


def _drive(page: Page, name: str) -> Drive:
    """By title or by its name in addresses. Raises GraphError 404."""
    for drive in _drives(page):
        if name in (drive.name, drive.library.name):
            return drive
    raise item_not_found()


def _above(item: DriveItem) -> list[DriveItem]:
    """The folders on the way down to it, without the root."""
    way: list[DriveItem] = []
    while item.parent is not None:
        way.insert(0, item)
        item = item.parent
    return way
