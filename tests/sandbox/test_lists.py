"""Sites, lists, columns and rows: what SharePoint takes, keeps and refuses."""

from typing import Any

import httpx
import pytest

from bot.sandbox import Sandbox

REGISTER: dict[str, Any] = {
    "displayName": "Register",
    "list": {"template": "genericList"},
    "columns": [
        {"name": "Key", "text": {"maxLength": 64}, "indexed": True, "enforceUniqueValues": True},
        {"name": "Status", "choice": {"choices": ["New", "Closed"]}, "indexed": True},
        {"name": "Received", "dateTime": {"format": "dateTime"}, "indexed": True},
        {"name": "Due", "dateTime": {"format": "dateOnly"}},
        {"name": "Number", "number": {"minimum": 0}},
        {"name": "Urgent", "boolean": {}},
        {"name": "Owner", "personOrGroup": {}},
        {"name": "Notes", "text": {"allowMultipleLines": True}},
    ],
}
TOLERANT = {"Prefer": "HonorNonIndexedQueriesWarningMayFailRandomly"}


@pytest.fixture
async def items(graph: httpx.AsyncClient, site: str) -> str:
    answer = await graph.post(f"{site}/lists", json=REGISTER)
    assert answer.status_code == 201, answer.text
    return f"{site}/lists/{answer.json()['id']}/items"


async def add(graph: httpx.AsyncClient, items: str, **fields: Any) -> httpx.Response:
    return await graph.post(items, json={"fields": fields})


async def found(graph: httpx.AsyncClient, items: str, condition: str) -> list[str]:
    query = {"$filter": condition, "$expand": "fields($select=Title)"}
    answer = await graph.get(items, params=query, headers=TOLERANT)
    assert answer.status_code == 200, answer.text
    return [item["fields"]["Title"] for item in answer.json()["value"]]


async def test_a_site_is_found_by_path_and_by_id(graph: httpx.AsyncClient, site: str) -> None:
    by_id = (await graph.get(site)).json()
    by_path = await graph.get("/sites/croydon.sharepoint.com:/sites/CSCP:/")
    by_function = await graph.get(f"{site}/getByPath(path='/sites/CSCP')")
    assert by_id["id"] == by_path.json()["id"] == by_function.json()["id"]
    assert by_id["webUrl"] == "https://croydon.sharepoint.com/sites/CSCP"


async def test_an_unknown_site_is_not_found(graph: httpx.AsyncClient) -> None:
    answer = await graph.get("/sites/croydon.sharepoint.com:/sites/Other")
    assert (answer.status_code, answer.json()["error"]["code"]) == (404, "itemNotFound")


async def test_an_encoded_path_is_understood(graph: httpx.AsyncClient) -> None:
    answer = await graph.get("/sites/croydon.sharepoint.com%3A%2Fsites%2FCSCP")
    assert answer.status_code == 200


async def test_a_list_is_made_once(graph: httpx.AsyncClient, site: str, items: str) -> None:
    again = await graph.post(f"{site}/lists", json=REGISTER)
    assert (again.status_code, again.json()["error"]["code"]) == (409, "nameAlreadyExists")
    listed = (await graph.get(f"{site}/lists?$select=id,displayName")).json()["value"]
    assert {one["displayName"] for one in listed} == {"Documents", "Register"}
    assert (await graph.get(items)).json()["value"] == []


async def test_a_list_cannot_be_given_a_name(graph: httpx.AsyncClient, site: str) -> None:
    answer = await graph.post(f"{site}/lists", json={"displayName": "x", "name": "x"})
    assert "assigned by the server" in answer.json()["error"]["message"]


@pytest.mark.usefixtures("items")
async def test_columns_come_back_with_their_type(graph: httpx.AsyncClient, site: str) -> None:
    columns = (await graph.get(f"{site}/lists/Register/columns")).json()["value"]
    by_name = {column["name"]: column for column in columns}
    assert by_name["Key"]["text"] == {"maxLength": 64}
    assert by_name["Key"]["indexed"] is by_name["Key"]["enforceUniqueValues"] is True
    assert by_name["Status"]["choice"] == {"choices": ["New", "Closed"]}


@pytest.mark.parametrize(
    "column",
    [
        {"name": "A", "text": {}, "enforceUniqueValues": True},
        {"name": "B", "text": {"allowMultipleLines": True}, "indexed": True},
        {"name": "C"},
        {"name": "D", "text": {}, "number": {}},
        {"name": "E", "text": {"maximumLength": 3}},
        {"name": "F", "choice": {"choices": ["a"], "displayAs": "checkBoxes"}},
    ],
)
@pytest.mark.usefixtures("items")
async def test_a_column_that_cannot_be_is_refused(
    graph: httpx.AsyncClient, site: str, column: dict[str, Any]
) -> None:
    answer = await graph.post(f"{site}/lists/Register/columns", json=column)
    assert answer.status_code == 400


async def test_a_column_can_be_added_and_indexed_later(
    graph: httpx.AsyncClient, site: str, items: str
) -> None:
    path = f"{site}/lists/Register/columns"
    made = await graph.post(path, json={"name": "Case Number", "text": {}})
    assert made.json()["name"] == "Case_x0020_Number"
    changed = await graph.patch(f"{path}/{made.json()['id']}", json={"indexed": True})
    assert changed.json()["indexed"]
    await add(graph, items, Title="one", Case_x0020_Number="7")
    assert await found(graph, items, "fields/Case_x0020_Number eq '7'") == ["one"]


async def test_a_row_comes_back_with_its_fields(graph: httpx.AsyncClient, items: str) -> None:
    made = await add(graph, items, Title="One", Key="K", Number=2.5, Urgent=True)
    fields = made.json()["fields"]
    assert made.status_code == 201
    assert (fields["Title"], fields["Number"], fields["Urgent"]) == ("One", 2.5, True)
    read = (await graph.get(f"{items}/1?$expand=fields($select=Key)")).json()
    assert read["fields"].keys() == {"@odata.etag", "Key", "id"}
    assert read["createdBy"]["application"]["displayName"] == "CSCP bot"


async def test_without_expansion_a_row_has_no_fields(graph: httpx.AsyncClient, items: str) -> None:
    await add(graph, items, Title="One")
    assert "fields" not in (await graph.get(f"{items}/1")).json()


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"Ttle": "x"}, "Field 'Ttle' is not recognized"),
        ({"Owner": "x"}, "Field 'Owner' is not recognized"),
        ({"Key": "x" * 65}, "Text value is too long"),
        ({"Title": "x" * 256}, "Text value is too long"),
        ({"Number": "2"}, "must be a number"),
        ({"Number": -1}, "must be between"),
        ({"Urgent": "yes"}, "must be true or false"),
        ({"Due": "soon"}, "must be an ISO 8601 date"),
        ({"Created": "2026-01-01T00:00:00Z"}, "read-only"),
    ],
)
async def test_a_wrong_field_is_refused_in_sharepoints_words(
    graph: httpx.AsyncClient, items: str, fields: dict[str, Any], words: str
) -> None:
    answer = await graph.post(items, json={"fields": fields})
    error = answer.json()["error"]
    assert (answer.status_code, error["code"]) == (400, "invalidRequest")
    assert words in error["message"]
    assert (await graph.get(items)).json()["value"] == []


async def test_a_unique_column_ignores_case(graph: httpx.AsyncClient, items: str) -> None:
    await add(graph, items, Title="One", Key="abc")
    again = await add(graph, items, Title="Two", Key="ABC")
    assert again.status_code == 400
    assert "duplicate values" in again.json()["error"]["message"]
    assert "[Key]" in again.json()["error"]["message"]


async def test_many_rows_may_leave_a_unique_column_empty(
    graph: httpx.AsyncClient, items: str
) -> None:
    for title in ("One", "Two"):
        assert (await add(graph, items, Title=title, Key="")).status_code == 201


async def test_a_row_keeps_its_own_unique_value_when_changed(
    graph: httpx.AsyncClient, items: str
) -> None:
    await add(graph, items, Title="One", Key="abc")
    answer = await graph.patch(f"{items}/1/fields", json={"Key": "ABC", "Title": "1"})
    assert (answer.status_code, answer.json()["Key"]) == (200, "ABC")


async def test_a_date_without_time_is_midnight_in_the_sites_zone(
    graph: httpx.AsyncClient, items: str
) -> None:
    made = await add(graph, items, Due="2026-07-01T12:00:00Z")
    assert made.json()["fields"]["Due"] == "2026-06-30T23:00:00Z"


async def test_a_choice_outside_the_set_is_taken_unless_switched_to_strict(
    sandbox: Sandbox, graph: httpx.AsyncClient, items: str
) -> None:
    assert (await add(graph, items, Status="Odd")).status_code == 201
    sandbox.tenant.sites.switches.strict_choices = True
    assert (await add(graph, items, Status="Odd")).status_code == 400


async def test_a_null_clears_a_field(graph: httpx.AsyncClient, items: str) -> None:
    await add(graph, items, Title="One", Status="New")
    await graph.patch(f"{items}/1/fields", json={"Status": None})
    assert "Status" not in (await graph.get(f"{items}/1/fields")).json()


async def test_a_stale_etag_answers_412(graph: httpx.AsyncClient, items: str) -> None:
    etag = (await add(graph, items, Title="One")).json()["eTag"]
    path, header = f"{items}/1/fields", {"If-Match": etag}
    assert (await graph.patch(path, json={"Title": "2"}, headers=header)).status_code == 200
    stale = await graph.patch(path, json={"Title": "3"}, headers=header)
    assert stale.status_code == 412
    assert stale.json()["error"]["innerError"]["code"] == "preconditionFailed"


async def test_an_etag_counts_versions(graph: httpx.AsyncClient, items: str) -> None:
    made = (await add(graph, items, Title="One")).json()["eTag"]
    await graph.patch(f"{items}/1/fields", json={"Title": "2"})
    now = (await graph.get(f"{items}/1")).json()["eTag"]
    assert made.endswith(',1"')
    assert now == made.replace(',1"', ',2"')


async def test_versions_say_who_and_when(
    sandbox: Sandbox, graph: httpx.AsyncClient, items: str
) -> None:
    await add(graph, items, Title="One")
    sandbox.edit_row("Register", 1, {"Title": "Mended"}, person="Bea Manager")
    answer = await graph.get(f"{items}/1/versions?$expand=fields")
    by = [v["lastModifiedBy"] for v in answer.json()["value"]]
    assert [v["id"] for v in answer.json()["value"]] == ["2.0", "1.0"]
    assert by[0]["user"]["displayName"] == "Bea Manager"
    assert by[1]["application"]["displayName"] == "CSCP bot"


async def test_an_earlier_version_can_be_restored(graph: httpx.AsyncClient, items: str) -> None:
    await add(graph, items, Title="One")
    await graph.patch(f"{items}/1/fields", json={"Title": "Two"})
    answer = await graph.post(f"{items}/1/versions/1.0/restoreVersion")
    assert answer.status_code == 204
    assert (await graph.get(f"{items}/1/fields")).json()["Title"] == "One"


async def test_a_deleted_row_is_gone(graph: httpx.AsyncClient, items: str) -> None:
    await add(graph, items, Title="One", Key="K")
    assert (await graph.delete(f"{items}/1")).status_code == 204
    assert (await graph.get(f"{items}/1")).status_code == 404
    assert (await add(graph, items, Title="Two", Key="K")).json()["id"] == "2"


async def test_a_person_is_written_by_the_id_of_their_row(
    sandbox: Sandbox, graph: httpx.AsyncClient, site: str, items: str
) -> None:
    tenant_site = sandbox.tenant.sites.all()[0]
    sandbox.tenant.sites.person(tenant_site, "Bea Manager", "bea@croydon.gov.uk")
    query = {"$filter": "fields/EMail eq 'bea@croydon.gov.uk'", "$expand": "fields"}
    people = f"{site}/lists/User Information List/items"
    row_id = (await graph.get(people, params=query)).json()["value"][0]["id"]
    await add(graph, items, Title="One", OwnerLookupId=row_id)
    read = await graph.get(f"{items}/1?$expand=fields($select=OwnerLookupId)")
    assert read.json()["fields"]["OwnerLookupId"] == row_id
    unselected = await graph.get(f"{items}/1?$expand=fields")
    assert "OwnerLookupId" not in unselected.json()["fields"]
