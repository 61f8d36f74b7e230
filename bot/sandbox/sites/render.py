"""Sites, lists, columns and rows as Graph writes them."""

from collections.abc import Sequence
from typing import Any
from urllib.parse import quote

from bot.sandbox.core.calls import Call
from bot.sandbox.core.odata.options import Expansion
from bot.sandbox.sites.errors import invalid_request
from bot.sandbox.sites.lists import SharePointList
from bot.sandbox.sites.rows import Row
from bot.sandbox.sites.state import Site

_ALWAYS = ("id", "@odata.etag")


def site_json(site: Site) -> dict[str, Any]:
    return {
        "id": site.id,
        "createdDateTime": site.created_at,
        "description": "",
        "displayName": site.title,
        "lastModifiedDateTime": site.created_at,
        "name": site.path.rpartition("/")[2],
        "root": {},
        "siteCollection": {"hostname": site.host},
        "webUrl": site.url,
    }


def list_json(site: Site, target: SharePointList) -> dict[str, Any]:
    return {
        "@odata.etag": f'"{target.id},{len(target.history)}"',
        "id": target.id,
        "createdBy": target.created_by.as_json(),
        "createdDateTime": target.created_at,
        "description": target.description,
        "displayName": target.display_name,
        "eTag": f'"{target.id},{len(target.history)}"',
        "lastModifiedDateTime": target.created_at,
        "list": {
            "contentTypesEnabled": False,
            "hidden": target.hidden,
            "template": target.template,
        },
        "name": target.name,
        "parentReference": {"siteId": site.id},
        "webUrl": f"{site.url}/Lists/{target.name}",
    }


def row_json(
    site: Site, target: SharePointList, row: Row, fields: Expansion | None
) -> dict[str, Any]:
    """`fields` says whether, and which of, the fields are wanted."""
    type_id, type_name = row.content_type
    shown: dict[str, Any] = {
        "@odata.etag": row.etag,
        "id": str(row.id),
        "createdBy": row.created_by.as_json(),
        "createdDateTime": row.created_at,
        "contentType": {"id": type_id, "name": type_name},
        "eTag": row.etag,
        "lastModifiedBy": row.latest.by.as_json(),
        "lastModifiedDateTime": row.latest.at,
        "parentReference": {"id": target.id, "siteId": site.id},
        "webUrl": _row_url(site, target, row),
    }
    if fields is not None:
        shown["fields"] = fields_json(target, row, fields.select)
    return shown


def _row_url(site: Site, target: SharePointList, row: Row) -> str:
    """A library's row is found where its file is."""
    if row.filed is not None:
        return f"{site.url}/{quote(f'{target.name}/{row.filed.path}')}"
    return f"{site.url}/Lists/{target.name}/{row.id}_.000"


def deleted_json(site: Site, target: SharePointList, row_id: int) -> dict[str, Any]:
    return {
        "id": str(row_id),
        "parentReference": {"id": target.id, "siteId": site.id},
        "contentType": {"id": "0x0100", "name": "Item"},
        "deleted": {"state": "deleted"},
    }


def fields_json(target: SharePointList, row: Row, select: Sequence[str]) -> dict[str, Any]:
    """Lookups and persons come only when they are selected by name."""
    values = _values(target, row, row.fields)
    if not select:
        lookups = {f"{c.name}LookupId" for c in target.columns.values() if c.is_lookup}
        return {"@odata.etag": row.etag, **{k: v for k, v in values.items() if k not in lookups}}
    kept = {*select, *_ALWAYS}
    return {"@odata.etag": row.etag, **{k: v for k, v in values.items() if k in kept}}


def _values(target: SharePointList, row: Row, fields: dict[str, Any]) -> dict[str, Any]:
    values = {name: value for name, value in fields.items() if name in target.columns}
    for column in target.columns.values():
        if column.is_lookup and column.name in values:
            ids = values.pop(column.name)
            many = isinstance(ids, list)
            shown = [{"LookupId": i} for i in ids] if many else str(ids)
            values[column.name if many else f"{column.name}LookupId"] = shown
    return {
        **values,
        "id": str(row.id),
        "ContentType": row.content_type[1],
        "Created": row.created_at,
        "Modified": row.latest.at,
        "AuthorLookupId": str(row.created_by.lookup_id),
        "EditorLookupId": str(row.latest.by.lookup_id),
        "_UIVersionString": f"{row.latest.number}.0",
        "Attachments": False,
    }


def fields_expansion(call: Call) -> Expansion | None:
    """The $expand=fields(...) of a request, if any. Raises GraphError 400 for other expansions."""
    return expansion_of(call.options.expand)


def expansion_of(expand: Sequence[Expansion]) -> Expansion | None:
    for one in expand:
        if one.name != "fields":
            raise invalid_request(f"'{one.name}' cannot be expanded here.")
    return expand[0] if expand else None


def selected(content: dict[str, Any], select: Sequence[str]) -> dict[str, Any]:
    """Top-level $select; expanded fields stay."""
    if not select:
        return content
    kept = {*select, *_ALWAYS, "fields"}
    return {name: value for name, value in content.items() if name in kept}
