"""Mail folders and categories."""

import httpx

from bot.sandbox import Sandbox
from tests.sandbox.graph_client import INBOX, USER, mail


async def test_a_well_known_folder_is_found_by_its_name(
    sandbox: Sandbox, graph: httpx.AsyncClient
) -> None:
    sandbox.deliver(mail())
    found = (await graph.get(INBOX)).json()
    assert (found["displayName"], found["totalItemCount"], found["unreadItemCount"]) == (
        "Inbox",
        1,
        1,
    )


async def test_a_child_folder_is_made_once(graph: httpx.AsyncClient) -> None:
    made = await graph.post(f"{INBOX}/childFolders", json={"displayName": "Registered"})
    again = await graph.post(f"{INBOX}/childFolders", json={"displayName": "registered"})
    assert made.status_code == 201
    assert (again.status_code, again.json()["error"]["code"]) == (409, "ErrorFolderExists")


async def test_a_child_folder_is_found_by_its_name(graph: httpx.AsyncClient) -> None:
    for name in ("Registered", "Parked"):
        await graph.post(f"{INBOX}/childFolders", json={"displayName": name})
    query = {"$filter": "displayName eq 'Parked'"}
    answer = await graph.get(f"{INBOX}/childFolders", params=query)
    assert [f["displayName"] for f in answer.json()["value"]] == ["Parked"]


async def test_a_hidden_folder_is_listed_on_request_only(graph: httpx.AsyncClient) -> None:
    hidden = {"displayName": "Work", "isHidden": True}
    await graph.post(f"{USER}/mailFolders", json=hidden)
    usual = (await graph.get(f"{USER}/mailFolders")).json()["value"]
    query = {"includeHiddenFolders": "true"}
    every = (await graph.get(f"{USER}/mailFolders", params=query)).json()["value"]
    assert len(every) == len(usual) + 1


async def test_a_folder_can_be_renamed_and_deleted_with_its_mail(
    sandbox: Sandbox, graph: httpx.AsyncClient
) -> None:
    made = (await graph.post(f"{INBOX}/childFolders", json={"displayName": "A"})).json()["id"]
    path, message = f"{USER}/mailFolders/{made}", sandbox.deliver(mail())
    await graph.post(f"{USER}/messages/{message.id}/move", json={"destinationId": made})
    renamed = await graph.patch(path, json={"displayName": "B"})
    assert renamed.json()["displayName"] == "B"
    assert (await graph.delete(path)).status_code == 204
    assert (await graph.get(path)).status_code == 404
    assert (await graph.get(f"{USER}/messages/{message.id}")).status_code == 404


async def test_a_folder_of_the_system_stays(graph: httpx.AsyncClient) -> None:
    assert (await graph.delete(INBOX)).status_code == 403
    assert (await graph.patch(INBOX, json={"displayName": "x"})).status_code == 403


async def test_a_key_may_stand_in_parentheses(sandbox: Sandbox, graph: httpx.AsyncClient) -> None:
    message = sandbox.deliver(mail())
    found = await graph.get(f"/users('cscp@croydon.gov.uk')/messages('{message.id}')")
    listed = await graph.get(f"{USER}/mailFolders('inbox')/messages")
    assert found.json()["id"] == listed.json()["value"][0]["id"] == message.id


async def test_the_user_behind_the_mailbox_can_be_read(
    sandbox: Sandbox, graph: httpx.AsyncClient
) -> None:
    sandbox.tenant.login.app(sandbox.names.client_id).roles.add("User.Read.All")
    user = (await graph.get(f"{USER}?$select=id,mail")).json()
    assert user["mail"] == "CSCP@croydon.gov.uk"
    assert (await graph.get(f"/users/{user['id']}/messages")).status_code == 200


async def test_the_zones_that_a_mailbox_takes_are_listed(
    sandbox: Sandbox, graph: httpx.AsyncClient
) -> None:
    sandbox.tenant.login.app(sandbox.names.client_id).roles.add("User.Read.All")
    path = f"{USER}/outlook/supportedTimeZones"
    windows = (await graph.get(path)).json()["value"]
    iana = "TimeZoneStandard=microsoft.graph.timeZoneStandard'Iana'"
    names = (await graph.get(f"{path}({iana})")).json()["value"]
    assert "GMT Standard Time" in {zone["alias"] for zone in windows}
    assert "Europe/London" in {zone["alias"] for zone in names}
    assert "Europe/Prague" not in {zone["alias"] for zone in names}


async def test_a_category_can_be_given_a_colour_once(graph: httpx.AsyncClient) -> None:
    path = f"{USER}/outlook/masterCategories"
    category = {"displayName": "Registered", "color": "preset3"}
    assert (await graph.post(path, json=category)).status_code == 201
    assert (await graph.post(path, json=category)).status_code == 409
    assert (await graph.get(path)).json()["value"][0]["color"] == "preset3"
