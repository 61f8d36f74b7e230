"""All drives: finding them, and putting files and folders into them."""

from dataclasses import dataclass
from typing import Literal

from bot.sandbox.core.clock import Clock, iso
from bot.sandbox.core.ids import Ids
from bot.sandbox.core.routing import DRIVE_OF_SITE
from bot.sandbox.drives.errors import etag_mismatch, item_not_found, name_exists, not_a_file
from bot.sandbox.drives.model import Drive, DriveItem, FileVersion
from bot.sandbox.drives.names import check_name, check_path, numbered
from bot.sandbox.drives.uploads import Uploads
from bot.sandbox.sites.columns import Column
from bot.sandbox.sites.lists import SharePointList
from bot.sandbox.sites.rows import Author
from bot.sandbox.sites.state import Site, Sites

Conflict = Literal["fail", "replace", "rename"]


@dataclass(frozen=True, slots=True)
class Put:
    """Where a file or folder goes: a name under an anchor, folders on the way made as needed."""

    anchor: DriveItem
    folders: tuple[str, ...]
    name: str
    conflict: Conflict = "replace"
    etag: str | None = None


class Drives:
    def __init__(self, *, clock: Clock, ids: Ids, sites: Sites) -> None:
        self._clock = clock
        self._sites = sites
        self._ids = ids
        self._drives: dict[str, Drive] = {}
        self.uploads = Uploads(clock, ids)
        self.downloads: dict[str, DriveItem] = {}

    def open_library(self, site: Site, title: str, folder: str, by: Author) -> Drive:
        """A new library on the site. `folder` is its name in addresses."""
        library = SharePointList(
            self._ids.guid(),
            title,
            folder,
            "documentLibrary",
            by,
            iso(self._clock.now()),
            site.switches,
            site_id=site.id,
            changes=site.changes,
        )
        library.columns["Title"] = Column(self._ids.guid(), "Title", "text", {"maxLength": 255})
        site.lists[library.id] = library
        return self.attach(site, library)

    def attach(self, site: Site, library: SharePointList) -> Drive:
        """The drive of a list that is a document library."""
        if "FileLeafRef" not in library.columns:
            library.columns["FileLeafRef"] = Column(self._ids.guid(), "FileLeafRef", "text")
        root = DriveItem(self._ids.drive_item(), "root", None, None, iso(self._clock.now()))
        drive = Drive(
            f"b!{self._ids.token()}",
            library.display_name,
            site.id,
            site.path,
            f"{site.url}/{library.name.replace(' ', '%20')}",
            library,
            root,
            {root.id: root},
        )
        self._drives[drive.id] = drive
        return drive

    def drive(self, drive_id: str) -> Drive:
        """By id, or the site's own. Raises GraphError 404."""
        if drive_id.startswith(DRIVE_OF_SITE):
            return self.of_site(self._sites.site(drive_id.removeprefix(DRIVE_OF_SITE)))[0]
        if drive_id not in self._drives:
            raise item_not_found()
        return self._drives[drive_id]

    def of_site(self, site: Site) -> list[Drive]:
        """The default library first."""
        return [drive for drive in self._drives.values() if drive.site_id == site.id]

    def of_list(self, target: SharePointList) -> Drive:
        """Raises GraphError 404 when the list is no library."""
        for drive in self._drives.values():
            if drive.library is target:
                return drive
        raise item_not_found()

    def placed(self, drive: Drive, reference: str, conflict: Conflict, etag: str | None) -> Put:
        """Read `root:/A/B.docx` or `id:/B.docx`. Raises GraphError 400 for names not allowed."""
        anchor, _, path = reference.partition(":")
        names = drive.split(path)
        check_path(path)
        for name in names:
            check_name(name)
        return Put(drive.item(anchor), tuple(names[:-1]), names[-1], conflict, etag)

    def put_file(
        self, drive: Drive, put: Put, content: bytes, by: Author
    ) -> tuple[DriveItem, bool]:
        """The file, and whether it is new. Raises GraphError: 409 in conflict, 412 by eTag."""
        folder = self._folder(drive, put.anchor, put.folders, by)
        existing = folder.children.get(put.name.lower())
        if existing is not None and put.conflict == "fail":
            raise name_exists()
        if existing is not None and put.conflict == "replace":
            return self.replace_content(drive, existing, content, by=by, etag=put.etag), False
        name = self._free_name(folder, put.name) if existing else put.name
        item = self._add(drive, folder, name, by)
        item.versions.append(FileVersion(content, by, self._now()))
        return item, True

    def replace_content(
        self, drive: Drive, item: DriveItem, content: bytes, *, by: Author, etag: str | None
    ) -> DriveItem:
        """A new version of a file. Raises GraphError 412."""
        check_etag(item, etag)
        if item.is_folder:
            raise not_a_file()
        item.versions.append(FileVersion(content, by, self._now()))
        if item.row is not None:
            drive.library.change_row(item.row, {}, by=by, at=self._now())
        return item

    def make_folder(
        self, drive: Drive, parent: DriveItem, name: str, conflict: Conflict, by: Author
    ) -> DriveItem:
        """Raises GraphError: 400 for a name not allowed, 409 when it is taken."""
        check_name(name)
        taken = parent.children.get(name.lower())
        if taken is not None and conflict == "fail":
            raise name_exists()
        if taken is not None and conflict == "replace":
            return taken
        return self._add(drive, parent, self._free_name(parent, name) if taken else name, by)

    def rename(self, drive: Drive, item: DriveItem, name: str, by: Author) -> None:
        """Raises GraphError: 400 for a name not allowed, 409 when it is taken."""
        check_name(name)
        if item.parent is None:
            raise item_not_found()
        if item.parent.children.get(name.lower()) not in (None, item):
            raise name_exists()
        del item.parent.children[item.name.lower()]
        item.name = name
        item.parent.children[name.lower()] = item
        if item.row is not None:
            drive.library.change_row(item.row, {"FileLeafRef": name}, by=by, at=self._now())

    def delete(self, drive: Drive, item: DriveItem) -> None:
        """With everything in it."""
        for child in list(item.children.values()):
            self.delete(drive, child)
        if item.parent is None or item.row is None:
            raise item_not_found()
        del item.parent.children[item.name.lower()], drive.items[item.id]
        drive.gone[item.row.id] = item.id
        drive.library.delete_row(item.row)

    def download_token(self, item: DriveItem) -> str:
        token = self._ids.token()
        self.downloads[token] = item
        return token

    def _now(self) -> str:
        return iso(self._clock.now())

    def _folder(
        self, drive: Drive, anchor: DriveItem, names: tuple[str, ...], by: Author
    ) -> DriveItem:
        folder = anchor
        for name in names:
            folder = folder.children.get(name.lower()) or self._add(drive, folder, name, by)
        return folder

    def _add(self, drive: Drive, parent: DriveItem, name: str, by: Author) -> DriveItem:
        row = drive.library.add_row(
            {"FileLeafRef": name}, guid=self._ids.guid(), by=by, at=self._now()
        )
        item = row.filed = DriveItem(self._ids.drive_item(), name, parent, row, self._now())
        parent.children[name.lower()] = item
        drive.items[item.id] = item
        return item

    def _free_name(self, folder: DriveItem, name: str) -> str:
        number = 1
        while numbered(name, number).lower() in folder.children:
            number += 1
        return numbered(name, number)


def check_etag(item: DriveItem, etag: str | None) -> None:
    """Raises GraphError 412."""
    if etag is not None and etag != "*" and etag.removeprefix("W/") not in (item.etag, item.ctag):
        raise etag_mismatch()
