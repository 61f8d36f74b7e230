"""Sites and the lists on them."""

import re
import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from bot.sandbox.core.changes import Changes
from bot.sandbox.core.clock import Clock, iso
from bot.sandbox.core.feeds import Feeds
from bot.sandbox.core.ids import Ids
from bot.sandbox.sites.columns import Column, new_column
from bot.sandbox.sites.errors import item_not_found, name_exists
from bot.sandbox.sites.lists import SharePointList, Switches
from bot.sandbox.sites.rows import Author, Row

PEOPLE = "User Information List"
_NAMESPACE = uuid.UUID("5a4d8b00-0000-4000-8000-00000000c5c9")


@dataclass(slots=True, eq=False)
class Site:
    """`people` maps a lower-case mail address to the row in the hidden User Information List."""

    id: str
    host: str
    path: str
    title: str
    created_at: str
    switches: Switches
    changes: Changes
    lists: dict[str, SharePointList] = field(default_factory=dict)
    people: dict[str, Author] = field(default_factory=dict)

    @property
    def url(self) -> str:
        return f"https://{self.host}{self.path}"

    def list(self, reference: str) -> SharePointList:
        """By id, display name or name in the address. Raises GraphError 404."""
        found = self.lists.get(reference.lower())
        if found is None:
            wanted = reference.lower()
            named = (
                one
                for one in self.lists.values()
                if wanted in (one.display_name.lower(), one.name.lower())
            )
            found = next(named, None)
        if found is None:
            raise item_not_found()
        return found


class Sites:
    def __init__(self, *, clock: Clock, ids: Ids, changes: Changes) -> None:
        self._clock = clock
        self._changes = changes
        self._ids = ids
        self._sites: dict[str, Site] = {}
        self.deltas = Feeds(ids)
        self.switches = Switches()

    def open_site(self, host: str, path: str, title: str) -> Site:
        site_id = f"{host},{self._ids.guid()},{self._ids.guid()}"
        site = Site(site_id, host, path, title, self.now(), self.switches, self._changes)
        self._sites[site_id.lower()] = self._sites[f"{host}:{path}".lower()] = site
        self._open_people(site)
        return site

    def site(self, reference: str) -> Site:
        """By id, by web's guid, or as host:/path. Raises GraphError 404."""
        wanted = reference.lower().rstrip("/")
        found = self._sites.get(wanted)
        if found is None:
            found = next((s for s in self.all() if wanted in s.id.lower().split(",")[1:]), None)
        if found is None:
            raise item_not_found()
        return found

    def all(self) -> list[Site]:
        return list({site.id: site for site in self._sites.values()}.values())

    def now(self) -> str:
        return iso(self._clock.now())

    def app(self, site: Site, client_id: str, name: str) -> Author:
        """The registered app as an author."""
        key = f"app:{client_id}"
        return site.people.get(key) or self._enrol(site, key, name, client_id, is_app=True)

    def person(self, site: Site, name: str, address: str = "") -> Author:
        """Somebody who works on the site; enrolled on the first visit, as SharePoint does."""
        mail = address or f"{re.sub(r'[^a-z]+', '.', name.lower())}@{site.host}"
        known = site.people.get(mail.lower())
        if known:
            return known
        return self._enrol(site, mail, name, str(uuid.uuid5(_NAMESPACE, mail)), is_app=False)

    def create_list(
        self,
        site: Site,
        display_name: str,
        columns: Iterable[Mapping[str, Any]],
        *,
        template: str,
        by: Author,
    ) -> SharePointList:
        """Raises GraphError 409 for a name in use, 400 for a column that cannot be."""
        if any(one.display_name.lower() == display_name.lower() for one in site.lists.values()):
            raise name_exists()
        created = SharePointList(
            self._ids.guid(),
            display_name,
            re.sub(r"[^\w ]+", "", display_name),
            template,
            by,
            self.now(),
            self.switches,
            site_id=site.id,
            changes=self._changes,
        )
        created.add_column(Column(self._ids.guid(), "Title", "text", {"maxLength": 255}))
        for definition in columns:
            created.add_column(new_column(definition, column_id=self._ids.guid()))
        site.lists[created.id] = created
        return created

    def add_row(self, target: SharePointList, fields: Mapping[str, Any], by: Author) -> Row:
        return target.add_row(fields, guid=self._ids.guid(), by=by, at=self.now())

    def new_column_id(self) -> str:
        return self._ids.guid()

    def _open_people(self, site: Site) -> None:
        system = Author("System Account", self._ids.guid(), 1)
        columns: list[dict[str, Any]] = [
            {"name": "EMail", "text": {}, "indexed": True},
            {"name": "UserName", "text": {}},
        ]
        people = self.create_list(site, PEOPLE, columns, template="userInformation", by=system)
        people.hidden = True
        self.add_row(people, {"Title": system.name}, system)

    def _enrol(self, site: Site, key: str, name: str, author_id: str, *, is_app: bool) -> Author:
        people = site.list(PEOPLE)
        author = Author(name, author_id, people.next_id, is_app)
        fields = {"Title": name} if is_app else {"Title": name, "EMail": key, "UserName": key}
        self.add_row(people, fields, author)
        site.people[key.lower()] = author
        return author
