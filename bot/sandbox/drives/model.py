"""Drives and the items in them."""

import hashlib
import mimetypes
from dataclasses import dataclass, field
from typing import Any

from bot.sandbox.drives.errors import item_not_found, not_a_file
from bot.sandbox.sites.lists import SharePointList
from bot.sandbox.sites.rows import Author, Row

QUOTA = 25 * 1024**4


@dataclass(frozen=True, slots=True)
class FileVersion:
    content: bytes
    by: Author
    at: str


@dataclass(slots=True, eq=False)
class DriveItem:
    """A file when it has versions, else a folder; `row` is its line in the library's list."""

    id: str
    name: str
    parent: "DriveItem | None"
    row: Row | None
    created_at: str
    versions: list[FileVersion] = field(default_factory=list)
    children: dict[str, "DriveItem"] = field(default_factory=dict)

    @property
    def is_folder(self) -> bool:
        return not self.versions

    @property
    def content(self) -> bytes:
        """Raises GraphError on a folder."""
        self.check_is_file()
        return self.versions[-1].content

    def check_is_file(self) -> None:
        """Raises GraphError on a folder."""
        if self.is_folder:
            raise not_a_file()

    @property
    def path(self) -> str:
        """Within the drive, without a leading slash; empty for the root."""
        if self.parent is None:
            return ""
        return f"{self.parent.path}/{self.name}".lstrip("/")

    @property
    def size(self) -> int:
        if not self.is_folder:
            return len(self.content)
        return sum(child.size for child in self.children.values())

    @property
    def etag(self) -> str:
        return self.row.etag if self.row else f'"{self.id},1"'

    @property
    def ctag(self) -> str:
        return f'"c:{{{self.id}}},{len(self.versions)}"'

    def hashes(self) -> dict[str, str]:
        return {"sha256Hash": hashlib.sha256(self.content).hexdigest().upper()}

    def media_type(self) -> str:
        return mimetypes.guess_type(self.name)[0] or "application/octet-stream"


@dataclass(slots=True, eq=False)
class Drive:
    """`gone` keeps the ids of what was deleted, by row, for delta."""

    id: str
    name: str
    site_id: str
    site_path: str
    url: str
    library: SharePointList
    root: DriveItem
    items: dict[str, DriveItem] = field(default_factory=dict)
    gone: dict[int, str] = field(default_factory=dict)

    def item(self, reference: str) -> DriveItem:
        """By id, `root`, `root:/path` or `id:/path`. Raises GraphError 404."""
        anchor, _, path = reference.partition(":")
        item = self.root if anchor.lower() == "root" else self.items.get(anchor)
        for name in self.split(path):
            item = item.children.get(name.lower()) if item else None
        if item is None:
            raise item_not_found()
        return item

    def split(self, path: str) -> list[str]:
        return [name for name in path.split("/") if name]

    def item_of(self, row_id: int) -> DriveItem:
        """Raises GraphError 404."""
        for item in self.items.values():
            if item.row is not None and item.row.id == row_id:
                return item
        raise item_not_found()


def item_json(drive: Drive, item: DriveItem) -> dict[str, Any]:
    shown: dict[str, Any] = {
        "id": item.id,
        "name": item.name,
        "createdDateTime": item.created_at,
        "lastModifiedDateTime": item.row.latest.at if item.row else item.created_at,
        "size": item.size,
        "eTag": item.etag,
        "cTag": item.ctag,
        "webUrl": f"{drive.url}/{item.path}".rstrip("/"),
        "parentReference": _parent(drive, item),
    }
    creator = item.row.created_by if item.row else drive.library.created_by
    shown["createdBy"] = creator.as_json()
    shown["lastModifiedBy"] = (item.row.latest.by if item.row else creator).as_json()
    if item.parent is None:
        shown["root"] = {}
    if item.is_folder:
        shown["folder"] = {"childCount": len(item.children)}
    else:
        shown["file"] = {"mimeType": item.media_type(), "hashes": item.hashes()}
    return shown


def _parent(drive: Drive, item: DriveItem) -> dict[str, Any]:
    base = {"driveId": drive.id, "driveType": "documentLibrary", "siteId": drive.site_id}
    if item.parent is None:
        return base
    path = f"/drives/{drive.id}/root:"
    above = f"/{item.parent.path}" if item.parent.path else ""
    return {**base, "id": item.parent.id, "name": item.parent.name, "path": path + above}


def drive_json(drive: Drive) -> dict[str, Any]:
    used = drive.root.size
    return {
        "id": drive.id,
        "name": drive.name,
        "driveType": "documentLibrary",
        "webUrl": drive.url,
        "owner": drive.library.created_by.as_json(),
        "quota": {"state": "normal", "total": QUOTA, "used": used, "remaining": QUOTA - used},
    }
