"""Earlier contents of a file."""

from bot.sandbox.core.calls import Answer, Call, Json, collection
from bot.sandbox.core.routing import Route
from bot.sandbox.drives.errors import item_not_found
from bot.sandbox.drives.model import DriveItem, FileVersion
from bot.sandbox.sites.authors import author_of
from bot.sandbox.tenant import Tenant


def list_versions(tenant: Tenant, call: Call) -> Answer:
    """The newest first."""
    item = _item(tenant, call)
    numbered = list(enumerate(item.versions, start=1))
    value = [_version_json(number, version) for number, version in reversed(numbered)]
    return collection(call.context("versions"), value)


def _version_json(number: int, version: FileVersion) -> Json:
    return {
        "id": f"{number}.0",
        "lastModifiedBy": version.by.as_json(),
        "lastModifiedDateTime": version.at,
        "size": len(version.content),
    }


def get_version(tenant: Tenant, call: Call) -> Answer:
    version = _version(_item(tenant, call), call["version"])
    shown = _version_json(int(call["version"].partition(".")[0]), version)
    return Answer(200, {"@odata.context": call.context("versions/$entity"), **shown})


def get_version_content(tenant: Tenant, call: Call) -> Answer:
    item = _item(tenant, call)
    return Answer(200, _version(item, call["version"]).content, media_type=item.media_type())


def restore_version(tenant: Tenant, call: Call) -> Answer:
    drive = tenant.drives.drive(call["drive"])
    item = _item(tenant, call)
    content = _version(item, call["version"]).content
    author = author_of(tenant, call, tenant.sites.site(drive.site_id))
    tenant.drives.replace_content(drive, item, content, by=author, etag=None)
    return Answer(204)


def _item(tenant: Tenant, call: Call) -> DriveItem:
    item = tenant.drives.drive(call["drive"]).item(call["item"])
    item.check_is_file()
    return item


def _version(item: DriveItem, version_id: str) -> FileVersion:
    numbered = {f"{number}.0": v for number, v in enumerate(item.versions, start=1)}
    if version_id not in numbered:
        raise item_not_found()
    return numbered[version_id]


_ALL = "/drives/{drive}/items/{item}/versions"
VERSIONS = (
    Route("GET", _ALL, list_versions, "Sites.Read"),
    Route("GET", f"{_ALL}/{{version}}", get_version, "Sites.Read"),
    Route("GET", f"{_ALL}/{{version}}/content", get_version_content, "Sites.Read"),
    Route("POST", f"{_ALL}/{{version}}/restoreVersion", restore_version, "Sites.ReadWrite"),
)
