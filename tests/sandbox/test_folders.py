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


async def test_a_category_can_be_given_a_colour_once(graph: httpx.AsyncClient) -> None:
    path = f"{USER}/outlook/masterCategories"
    category = {"displayName": "Registered", "color": "preset3"}
    assert (await graph.post(path, json=category)).status_code == 201
    assert (await graph.post(path, json=category)).status_code == 409
    assert (await graph.get(path)).json()["value"][0]["color"] == "preset3"
