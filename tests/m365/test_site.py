from collections.abc import Callable
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from bot.m365 import (
    Column,
    DuplicateValue,
    FieldValue,
    Microsoft365,
    NameTaken,
    NotFound,
    Permanent,
    PreconditionFailed,
    ResyncNeeded,
    Site,
    moment,
    quoted,
)
from bot.m365.lists import read_item
from bot.sandbox import Sandbox

COLUMNS = (
    Column("Key", "text", unique=True),
    Column("Reference", "text", title="Reference number", unique=True),
    Column("Status", "choice", choices=("Open", "Closed"), indexed=True),
    Column("Due", "date", indexed=True),
    Column("Opened", "datetime"),
    Column("Concern", "note"),
    Column("Days", "number"),
    Column("Held", "boolean"),
)
Plan = Callable[..., None]


@pytest.fixture
def site(m365: Microsoft365) -> Site:
    return m365.site


@pytest.fixture
async def register(site: Site) -> str:
    """The id of a list with all the kinds of column that the service uses."""
    return (await site.create_list("Register", columns=COLUMNS)).id


async def add(site: Site, register: str, number: int) -> str:
    fields = {"Key": f"k{number}", "Reference": f"COC-2026-{number:03d}", "Status": "Open"}
    return (await site.create_item(register, fields, unique=("Key", f"k{number}"))).id


async def count(site: Site, register: str) -> int:
    return len([item async for item in site.items(register)])


async def test_a_list_is_created_with_its_columns(site: Site, register: str) -> None:
    assert register in [found.id for found in await site.lists() if found.name == "Register"]
    created = {column.name: column for column in await site.columns(register)}
    assert {name: created[name].kind for name in ("Key", "Due", "Opened", "Concern", "Held")} == {
        "Key": "text",
        "Due": "date",
        "Opened": "datetime",
        "Concern": "note",
        "Held": "boolean",
    }
    assert created["Reference"].title == "Reference number"
    assert created["Status"].choices == ("Open", "Closed")
    assert created["Key"].unique
    assert created["Key"].indexed


async def test_a_list_that_is_there_says_so(site: Site, register: str) -> None:
    assert register
    with pytest.raises(NameTaken):
        await site.create_list("Register")


async def test_a_column_can_be_added_later_and_once(site: Site, register: str) -> None:
    await site.create_column(register, Column("Agency", "text"))
    with pytest.raises(NameTaken):
        await site.create_column(register, Column("Agency", "text"))
    assert "Agency" in [column.name for column in await site.columns(register)]


async def test_every_kind_of_value_comes_back(site: Site, register: str) -> None:
    fields: dict[str, FieldValue] = {
        "Key": "k",
        "Reference": "COC-2026-001",
        "Status": "Open",
        "Due": date(2026, 6, 9),
        "Opened": datetime(2026, 3, 2, 9, 0, tzinfo=UTC),
        "Concern": "Line one\nLine two – it’s “quoted”",
        "Days": 3,
        "Held": False,
    }
    item = await site.create_item(register, fields, unique=("Key", "k"))
    read = dict((await site.item(register, item.id)).fields)
    assert moment(read["Due"]).astimezone(ZoneInfo("Europe/London")).date() == fields["Due"]
    assert moment(read["Opened"]) == fields["Opened"]
    others = fields.keys() - {"Due", "Opened"}
    assert {name: read[name] for name in others} == {name: fields[name] for name in others}


async def test_a_row_with_the_same_key_is_given_and_not_written_again(
    site: Site, register: str
) -> None:
    first = await add(site, register, 1)
    again = await site.create_item(
        register, {"Key": "k1", "Reference": "COC-2026-002"}, unique=("Key", "k1")
    )
    assert again.id == first
    assert again.fields["Reference"] == "COC-2026-001"


@pytest.mark.parametrize("status", [400, 409, 500])
async def test_a_reference_in_use_is_refused_by_its_column(
    sandbox: Sandbox, site: Site, register: str, status: int
) -> None:
    sandbox.tenant.sites.switches.duplicate_status = status
    await add(site, register, 1)
    taken = {"Key": "k2", "Reference": "COC-2026-001"}
    with pytest.raises(DuplicateValue) as raised:
        await site.create_item(register, taken, unique=("Key", "k2"))
    assert raised.value.columns


@pytest.mark.parametrize(
    "fault", [{"status": 504}, {"status": 503, "html": True}, {"kind": "reset"}, {"kind": "hang"}]
)
@pytest.mark.parametrize("when", ["before", "after"])
async def test_a_row_is_written_once_whatever_the_answer(
    site: Site, register: str, plan: Plan, fault: dict[str, object], when: str
) -> None:
    plan("POST", "/items$", when=when, **fault)
    item_id = await add(site, register, 1)
    assert [item.id async for item in site.items(register)] == [item_id]


async def test_a_row_changed_meanwhile_is_not_overwritten(site: Site, register: str) -> None:
    seen = await site.item(register, await add(site, register, 1))
    await site.update_item(register, seen.id, {"Status": "Closed"})
    with pytest.raises(PreconditionFailed):
        await site.update_item(register, seen.id, {"Status": "Open"}, etag=seen.etag)


@pytest.mark.parametrize("when", ["before", "after"])
async def test_a_change_is_made_once_whatever_the_answer(
    sandbox: Sandbox, site: Site, register: str, plan: Plan, when: str
) -> None:
    seen = await site.item(register, await add(site, register, 1))
    plan("PATCH", "/fields$", status=504, when=when)
    changes: dict[str, FieldValue] = {"Status": "Closed", "Due": date(2026, 6, 9), "Days": 4}
    await site.update_item(register, seen.id, changes, etag=seen.etag)
    (row,) = sandbox.sharepoint_list("Register").rows.values()
    assert len(row.versions) == 2


async def test_none_clears_a_field(site: Site, register: str) -> None:
    item_id = await add(site, register, 1)
    await site.update_item(register, item_id, {"Status": None})
    assert (await site.item(register, item_id)).fields.get("Status") is None


async def test_a_row_that_is_gone_is_not_found(site: Site, register: str) -> None:
    with pytest.raises(NotFound):
        await site.item(register, "999")


async def test_rows_are_found_by_an_indexed_column(site: Site, register: str) -> None:
    for number in range(1, 4):
        await add(site, register, number)
    await site.update_item(register, "2", {"Status": "Closed"})
    found = site.items(
        register, where="fields/Status eq 'Open'", select=("Reference",), order="fields/Reference"
    )
    assert [item.fields["Reference"] async for item in found] == ["COC-2026-001", "COC-2026-003"]


async def test_a_filter_on_a_column_without_index_is_refused(site: Site, register: str) -> None:
    with pytest.raises(Permanent, match="Unable to list rows"):
        await anext(site.items(register, where="fields/Days eq 3"))


async def test_an_apostrophe_in_a_filter_is_only_an_apostrophe(site: Site, register: str) -> None:
    fields = {"Key": "Pat's", "Reference": "COC-2026-009"}
    await site.create_item(register, fields, unique=("Key", "Pat's"))
    assert quoted("Pat's") == "'Pat''s'"
    found = await site.find_item(register, "Key", "Pat's")
    assert found is not None
    assert found.fields["Reference"] == "COC-2026-009"
    assert await site.find_item(register, "Key", "Pats") is None


async def test_a_long_list_is_read_to_its_end(site: Site, register: str) -> None:
    for number in range(25):
        await add(site, register, number)
    assert len([item async for item in site.items(register, top=10)]) == 25


async def test_changes_of_a_list_tell_new_changed_and_deleted_rows(
    sandbox: Sandbox, site: Site, register: str
) -> None:
    for number in (1, 2):
        await add(site, register, number)
    link = (await site.item_changes(register, None)).delta_link
    await site.update_item(register, "1", {"Status": "Closed"})
    rows = sandbox.sharepoint_list("Register")
    rows.delete_row(rows.row("2"))
    changes = await site.item_changes(register, link)
    assert [(item.id, item.fields["Status"]) for item in changes.items] == [("1", "Closed")]
    assert [gone.id for gone in changes.removed] == ["2"]


async def test_changes_of_a_list_expire_too(site: Site, register: str, plan: Plan) -> None:
    link = (await site.item_changes(register, None)).delta_link
    plan("GET", "/delta", status=410, code="resyncChangesApplyDifferences")
    with pytest.raises(ResyncNeeded):
        await site.item_changes(register, link)


async def test_a_persons_edit_is_told_from_the_services_own(
    sandbox: Sandbox, site: Site, register: str
) -> None:
    item_id = await add(site, register, 1)
    own = await site.item(register, item_id)
    sandbox.edit_row("Register", int(item_id), {"Status": "Closed"}, person="Sam Sample")
    edited = await site.item(register, item_id)
    assert (bool(own.edited_by), bool(edited.edited_by)) == (False, True)


@pytest.mark.parametrize(
    ("identities", "is_person"),
    [
        ({"user": {"email": "sam.sample@partnership.example", "displayName": "Sam"}}, True),
        ({"user": {"email": "app@sharepoint", "displayName": "SharePoint App"}}, False),
        ({"application": {"id": "bot"}, "user": {"displayName": "SharePoint App"}}, False),
        ({"application": {"id": "flow"}, "user": {"email": "sam@partnership.example"}}, True),
        ({"application": {"id": "bot"}}, False),
    ],
)
def test_whoever_sharepoint_names_is_a_person_or_not(
    *, identities: dict[str, object], is_person: bool
) -> None:
    answer = {"id": "1", "lastModifiedDateTime": "2026-03-02T09:00:00Z"}
    item = read_item(answer | {"lastModifiedBy": identities})
    assert bool(item.edited_by) is is_person


async def test_a_site_is_asked_for_once(sandbox: Sandbox, site: Site) -> None:
    await site.resolve()
    await site.resolve()
    assert len(sandbox.tenant.journal.entries) == 1
