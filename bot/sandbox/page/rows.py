"""One row as the form in which people edit it, with what happened to it so far."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import Response

from bot.sandbox.core.errors import GraphError
from bot.sandbox.page import news
from bot.sandbox.page.answering import Page, Said
from bot.sandbox.page.cast import Person
from bot.sandbox.page.values import Field, changes, differences, field_of, is_link, shown
from bot.sandbox.page.views import columns_edited, columns_of_the_software, label_of, title_of
from bot.sandbox.page.wording import moment, segment
from bot.sandbox.sites.lists import SharePointList
from bot.sandbox.sites.rows import Author, Row

CONFLICT = 412


@dataclass(frozen=True, slots=True)
class Refused:
    """What a person typed that the list did not take, and why."""

    typed: Mapping[str, str]
    told: str


NOT_REFUSED = Refused({}, "")


async def show(page: Page, request: Request) -> Response:
    target = _list(page, request)
    return _show(page, request, target, target.row(str(request.path_params["row"])))


async def show_new(page: Page, request: Request) -> Response:
    return _show(page, request, _list(page, request), None)


async def save(page: Page, request: Request) -> Response:
    """A person's edit, refused when the row has changed since that person opened it."""
    target = _list(page, request)
    row = target.row(str(request.path_params["row"]))
    form = await request.form()
    person = _person(page, form)
    try:
        changed = changes(page.sandbox, target, row.fields, _typed(form))
        if changed:
            author, now = _author(page, person), page.sandbox.tenant.sites.now()
            etag = str(form.get("etag", ""))
            target.change_row(row, changed, by=author, at=now, etag=etag)
    except (GraphError, ValueError) as error:
        return _show(page, request, target, row, Refused(_typed(form), _told(error, row)))
    if not changed:
        return page.go(_address(target, row), Said("Nothing was changed."))
    return await _saved(page, target, row, person, "Saved")


async def add(page: Page, request: Request) -> Response:
    target = _list(page, request)
    form = await request.form()
    person = _person(page, form)
    try:
        fields = changes(page.sandbox, target, {}, _typed(form))
        row = page.sandbox.tenant.sites.add_row(target, fields, _author(page, person))
    except (GraphError, ValueError) as error:
        return _show(page, request, target, None, Refused(_typed(form), _told(error, None)))
    return await _saved(page, target, row, person, "Added")


def _show(
    page: Page,
    request: Request,
    target: SharePointList,
    row: Row | None,
    refused: Refused = NOT_REFUSED,
) -> Response:
    stored = row.fields if row else {}
    return page.show(
        request,
        "row.html",
        status=400 if refused.told else 200,
        target=target,
        row=row,
        title=title_of(row) if row else f"New row in {target.display_name}",
        fields=[_retyped(field, refused.typed) for field in _fields(page, target, stored)],
        machine=_machine(page, target, stored),
        links=_links(page, target, stored),
        history=_history(page, target, row) if row else [],
        person=page.person(request),
        trouble=refused.told,
    )


async def _saved(
    page: Page, target: SharePointList, row: Row, person: Person, did: str
) -> Response:
    """The service notices an edit within a minute; here it looks at once."""
    told = f"{did} {title_of(row)} as {person.name}."
    before = news.lately(page.sandbox)
    troubles = await page.sandbox.run_hooks(page.sandbox.after_row_edited)
    found = news.since(page.sandbox, before)
    said = news.said(told, found, troubles) if found or troubles else Said(told)
    response = page.go(_address(target, row), said)
    number = page.sandbox.cast.team.index(person)
    response.set_cookie("person", str(number), httponly=True, samesite="strict")
    return response


def _address(target: SharePointList, row: Row) -> str:
    return f"/registers/{segment(target.display_name)}/{row.id}"


def _list(page: Page, request: Request) -> SharePointList:
    return page.sandbox.sharepoint_list(request.path_params["list"])


def _typed(form: FormData) -> dict[str, str]:
    return {name: value for name, value in form.items() if isinstance(value, str)}


def _person(page: Page, form: FormData) -> Person:
    """Who edits; somebody of the team, whatever the browser says."""
    team = page.sandbox.cast.team
    return next((person for person in team if person.name == form.get("person")), team[0])


def _author(page: Page, person: Person) -> Author:
    names, sites = page.sandbox.names, page.sandbox.tenant.sites
    site = sites.site(f"{names.site_host}:{names.site_path}")
    return sites.person(site, person.name, person.address)


def _told(error: Exception, row: Row | None) -> str:
    if isinstance(error, GraphError) and error.status == CONFLICT and row is not None:
        by, at = row.latest.by.name, moment(row.latest.at)
        return (
            f"This row was changed by {by} on {at}, after you opened it. See below what changed,"
            " then save again to keep what you typed."
        )
    return error.message if isinstance(error, GraphError) else "A number or a date is not one."


def _fields(page: Page, target: SharePointList, stored: dict[str, Any]) -> list[Field]:
    """What leads somewhere stands above the form and is not typed over."""
    columns = [c for c in columns_edited(target) if not is_link(page.sandbox, stored.get(c.name))]
    return [field_of(page.sandbox, column, stored.get(column.name)) for column in columns]


def _retyped(field: Field, typed: Mapping[str, str]) -> Field:
    """After a refusal the form holds what the person had typed."""
    if field.name not in typed:
        return field
    return Field(field.name, field.label, field.kind, typed[field.name], field.options)


def _machine(page: Page, target: SharePointList, stored: dict[str, Any]) -> list[tuple[str, str]]:
    return [
        (label_of(column), shown(page.sandbox, column, stored[column.name]))
        for column in columns_of_the_software(target)
        if column.name in stored
    ]


def _links(page: Page, target: SharePointList, stored: Mapping[str, Any]) -> list[tuple[str, str]]:
    """What the row leads to on the site, as addresses on this page."""
    site = f"https://{page.sandbox.names.site_host}"
    return [
        (label_of(column), stored[column.name].removeprefix(site))
        for column in target.columns.values()
        if is_link(page.sandbox, stored.get(column.name))
    ]


def _history(page: Page, target: SharePointList, row: Row) -> list[Any]:
    """(version, what it changed), the newest first."""
    versions = reversed(row.versions)
    return [(one, differences(page.sandbox, target, row, one)) for one in versions]
